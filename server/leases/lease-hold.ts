import { Mutex } from 'async-mutex'
import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err } from '../../common/result.ts'
import type { LeaseStore } from '../store/lease-store.ts'
import { buildHeldLease, type HeldLease } from './held-lease.ts'

/**
 * Does one piece of work at a time, in this process and among all that share the store. The lease is prolonged for as long
 * as the work takes. Work that lost it all the same, as a process that stalls does, is done again: somebody else may have
 * worked meanwhile, and been undone by ours. From the signal on nobody waits for the lease any more.
 */
export type LeaseHold = (work: () => Promise<Result<void>>) => Promise<Result<void>>

// Who dies while working keeps the others waiting for the rest of this, and those whom they cut off.
const leaseLifeMs = 3_000
const askEveryMs = 25
const giveUpMs = 15_000

export type LeaseHoldOptions = {
  readonly name: string
  readonly holder: string
  readonly signal: AbortSignal
  readonly lifeMs?: number
}

export function buildLeaseHold(store: LeaseStore, options: LeaseHoldOptions): LeaseHold {
  const { name, holder, signal, lifeMs = leaseLifeMs } = options
  // A lease belongs to the process, so it says nothing about two callers inside: they wait for each other here.
  const mutex = new Mutex()
  const attempt: LeaseHold = async (work) => {
    const deadline = Date.now() + giveUpMs
    while (Date.now() < deadline && !signal.aborted) {
      const lease = buildHeldLease(store, { name, holder, lifeMs })
      if (!(await lease.take())) {
        await new Promise((wake) => setTimeout(wake, askEveryMs * (0.5 + Math.random())))
        continue
      }
      const prolonging = keepProlonging(lease, lifeMs / 3)
      try {
        const outcome = await work()
        if (prolonging.wasAlwaysOurs()) return outcome
      } finally {
        await prolonging.stop()
        await lease.release()
      }
    }
    return err(appError('busy', { detail: `The lease "${name}" is held by another server.` }))
  }
  return (work) => mutex.runExclusive(() => attempt(work))
}

function keepProlonging(lease: HeldLease, everyMs: number) {
  const firstTerm = lease.term()
  let isLost = false
  let asking: Promise<void> = Promise.resolve()
  const prolong = async () => {
    // Another term: it ran out, and somebody else had it in between.
    if (!(await lease.take()) || lease.term() !== firstTerm) isLost = true
  }
  const timer = setInterval(() => {
    // A store that cannot be asked now is asked again; until then the lease runs on.
    asking = asking.then(() => (isLost ? undefined : prolong())).catch(() => undefined)
  }, everyMs)
  return {
    wasAlwaysOurs: () => !isLost && lease.isOurs(),
    /** Resolves once nothing is under way that could take the lease again after its release. */
    stop: async () => {
      clearInterval(timer)
      await asking
    },
  }
}
