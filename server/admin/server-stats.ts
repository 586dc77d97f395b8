import { z } from 'zod'
import { type ServerStats, statsDays } from '../../common/http-contract/stats-contract.ts'
import type { Result } from '../../common/result.ts'
import { buildRemembered } from '../changes/remembered.ts'
import { buildRecordBook } from '../store/record-book.ts'
import { mostRecords, type RecordPlace } from '../store/record-store.ts'
import type { Store } from '../store/store-port.ts'

export type ServerStatsDependencies = {
  readonly store: Pick<Store, 'figures' | 'sync' | 'records' | 'credentials'>
  readonly broker: {
    readonly countShards: () => number
    readonly loadStreamUse: (
      shard: number,
    ) => Promise<Result<{ readonly lastSeq: number; readonly bytes: number; readonly fill: number }>>
  }
  /** How many revocations the broker is told of one by one, and what each takes. */
  readonly claims: { readonly most: number; readonly entryBytes: number }
  readonly now: () => number
}

const keptMs = 10_000
const dayMs = 86_400_000

/** Counted once for all who ask within ten seconds, and once for those who ask at the same time. */
export function buildServerStats(deps: ServerStatsDependencies): () => Promise<ServerStats> {
  const { store, broker, now } = deps
  const reports = buildRecordBook(store.records, 'report', z.object({ state: z.enum(['open', 'resolved']) }), now)
  const quotas = buildRecordBook(store.records, 'file-quota', z.object({ bytes: z.int() }), now)

  async function countDays(at: number): Promise<ServerStats['messages']['days']> {
    const today = Math.floor(at / dayMs)
    const days = Array.from({ length: statsDays }, (_, place) => today - statsDays + 1 + place)
    const counts = await store.figures.countMessagesBetween([...days, today + 1].map((day) => day * dayMs))
    return days.map((day, place) => ({
      day: new Date(day * dayMs).toISOString().slice(0, 10),
      messages: counts[place] ?? 0,
    }))
  }

  async function countShards(): Promise<{ shards: ServerStats['shards']; streamBytes: number | null }> {
    const positions = await store.sync.loadPositions()
    const uses = await Promise.all(
      Array.from({ length: broker.countShards() }, (_, shard) => broker.loadStreamUse(shard)),
    )
    return {
      shards: uses.map((use, shard) => {
        const archivedSeq = positions.get(shard) ?? 0
        if (!use.ok) return { shard, streamSeq: null, archivedSeq, behind: null, streamFill: null }
        const { lastSeq, fill } = use.value
        return { shard, streamSeq: lastSeq, archivedSeq, behind: Math.max(0, lastSeq - archivedSeq), streamFill: fill }
      }),
      streamBytes: uses.reduce<number | null>((sum, use) => (use.ok && sum !== null ? sum + use.value.bytes : null), 0),
    }
  }

  async function count(at: number): Promise<ServerStats> {
    const { figures, credentials } = store
    const [{ active, ...people }, rooms, messages, days, archiveBytes, { shards, streamBytes }] = await Promise.all([
      figures.countPeople([at - dayMs, at - 7 * dayMs]),
      figures.countRooms(),
      figures.countMessages(),
      countDays(at),
      figures.countBytes(),
      countShards(),
    ])
    const [revocations, fileBytes, open] = await Promise.all([
      credentials.countRevocations(),
      sum(quotas.list, ({ bytes }) => bytes),
      sum(reports.list, ({ state }) => (state === 'open' ? 1 : 0)),
    ])
    const { most, entryBytes } = deps.claims
    return {
      at,
      people: { ...people, activeDay: active[0] ?? 0, activeWeek: active[1] ?? 0 },
      rooms: { total: rooms },
      messages: { total: messages, days },
      storage: { archiveBytes, fileBytes, streamBytes },
      shards,
      claims: { revocations, most, bytes: Math.min(revocations, most) * entryBytes },
      reports: { open },
    }
  }

  return buildRemembered(() => count(now()), keptMs, now).get
}

type Listed<Detail> = RecordPlace & { readonly detail: Detail }

/** However many there are, a page at a time. What this version cannot read counts for nothing, so a short page is not the end. */
async function sum<Detail>(
  list: (query: { readonly limit: number; readonly after?: RecordPlace }) => Promise<readonly Listed<Detail>[]>,
  worth: (detail: Detail) => number,
): Promise<number> {
  let total = 0
  for (let after: RecordPlace | undefined; ; ) {
    const page = await list({ limit: mostRecords, ...(after === undefined ? {} : { after }) })
    const last = page.at(-1)
    if (last === undefined) return total
    for (const { detail } of page) total += worth(detail)
    after = { at: last.at, id: last.id }
  }
}
