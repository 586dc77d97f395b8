import { Gauge, type Registry } from 'prom-client'
import { z } from 'zod'
import { buildRecordBook } from './store/record-book.ts'
import type { Store } from './store/store-port.ts'

/** Asked at each reading and kept so long: several who read cost the store no more than one. */
const keptMs = 2_000
const mostReports = 1_000
const mostCuts = 1_000
const reportStateSchema = z.object({ state: z.enum(['open', 'resolved']) })

type Figure = {
  readonly name: string
  readonly help: string
  readonly load: () => Promise<number>
}

/**
 * What waits for somebody, or for the broker, as the store has it: the same from every copy of the server. A store that is away
 * leaves the last figure standing, since a reading that fails would hide all others.
 */
export function addOperatorMetrics(
  registry: Registry,
  store: Pick<Store, 'records' | 'changes' | 'credentials' | 'cuts'>,
  now: () => number,
): void {
  const reports = buildRecordBook(store.records, 'report', reportStateSchema, now)
  const countPending = async (kind: string) => (await store.changes.loadChanges(kind)).length
  const figures: readonly Figure[] = [
    {
      name: 'natter_reports_open',
      help: `Reports that nobody has resolved, of the oldest ${mostReports}`,
      load: async () =>
        (await reports.list({ limit: mostReports })).filter(({ detail }) => detail.state === 'open').length,
    },
    {
      name: 'natter_erasures_under_way',
      help: 'Accounts that are being erased, and people whose words are',
      load: async () => (await countPending('departure')) + (await countPending('words')),
    },
    {
      name: 'natter_claims_revocations',
      help: 'Revocations that stand in the claims: above 2,000 new credentials live shorter, above 8,000 everybody asks anew',
      load: store.credentials.countRevocations,
    },
    {
      name: 'natter_cuts_pending',
      help: `Revocations that not every server of the broker is known to have carried out, ${mostCuts} at most`,
      load: async () => (await store.cuts.loadCuts(mostCuts)).length,
    },
    {
      name: 'natter_room_changes_pending',
      help: 'Changes of rooms that stand and are not finished',
      load: () => countPending('room'),
    },
  ]
  for (const { name, help, load } of figures) {
    let readAt = Number.NEGATIVE_INFINITY
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        if (now() - readAt < keptMs) return
        readAt = now()
        try {
          this.set(await load())
        } catch {
          // Said by `/readyz`, and by the log of whoever needed the store.
        }
      },
    })
  }
}
