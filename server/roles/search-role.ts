import { Counter, Gauge } from 'prom-client'
import { appError } from '../../common/app-error.ts'
import { createHolderName } from '../holder-name.ts'
import { buildHeldLease } from '../leases/held-lease.ts'
import { buildSearchIndexer } from '../search/search-indexer.ts'
import type { ServerRole } from './server-role.ts'

const leaseLifeMs = 6_000
const lookEveryMs = 200
/** Between two rounds, unless somebody waits: many small ones would each wait for the disk. */
const restMs = 50
const tryAgainMs = 1_000
/** What is left in the index's file of removed words goes once a day; the first time when a new server has settled. */
const tidyAfterMs = 10 * 60_000
const tidyEveryMs = 24 * 3_600_000
/** So long an index may stand still before somebody should know. */
const stuckMs = 60_000

/** What is archived goes into the index: `server/search/search-indexer.ts`. One copy at a time does it. */
export const searchRole: ServerRole = {
  starts: 'at-once',
  start: async ({ store, services, registry, app }) => {
    const stopping = new AbortController()
    const indexer = buildSearchIndexer(store, stopping.signal)
    const lease = buildHeldLease(store.leases, { name: 'search', holder: createHolderName(), lifeMs: leaseLifeMs })
    const taken = new Counter({
      name: 'natter_search_taken_total',
      help: 'Messages taken into the index that searches look into',
      registers: [registry],
    })
    const at = new Gauge({
      name: 'natter_search_seq',
      help: 'Sequence up to which a shard can be searched; 0 while what was said before is still going in',
      labelNames: ['shard'],
      registers: [registry],
    })
    let workedAt = Date.now()
    let takeLeaseAt = 0
    let tidyAt = Date.now() + tidyAfterMs
    const work = async (): Promise<number> => {
      if (Date.now() >= takeLeaseAt || !lease.isOurs()) {
        takeLeaseAt = Date.now() + leaseLifeMs / 3
        if (!(await lease.take())) {
          workedAt = Date.now()
          return tryAgainMs
        }
      }
      const round = await indexer.round()
      workedAt = Date.now()
      taken.inc(round.taken)
      for (const [shard, { seq, backlog }] of round.places) at.set({ shard }, backlog === undefined ? seq : 0)
      if (!round.isMore && Date.now() >= tidyAt && !(await store.search.tidy())) tidyAt = Date.now() + tidyEveryMs
      return round.isMore ? 0 : lookEveryMs
    }
    const run = async () => {
      while (!stopping.signal.aborted) {
        const pauseMs = await work().catch((err: unknown) => {
          app.log.warn({ err }, 'the index for searches could not be filled; tried again')
          return tryAgainMs
        })
        if (stopping.signal.aborted) return
        await new Promise((rested) => setTimeout(rested, Math.min(pauseMs, restMs)))
        if (pauseMs > restMs) await services.searchWake.sleep(pauseMs - restMs)
      }
    }
    const running = run()
    return {
      stop: async () => {
        stopping.abort()
        services.searchWake.wake()
        await running
        // What somebody else has by now is not given back.
        await lease.release().catch(() => undefined)
      },
      check: async () => {
        if (Date.now() - workedAt < stuckMs) return []
        const detail = 'What is said now is not found by searching until the index goes on. The log says why it stands.'
        return [{ part: 'search', error: appError('busy', { detail }), gravity: 'warning' }]
      },
    }
  },
}
