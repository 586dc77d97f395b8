import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err } from '../../common/result.ts'
import type { Lease, LeaseStore } from '../store/lease-store.ts'

/**
 * Does one piece of work at a time, in this process and among all that share the store. The lease is prolonged for as long
 * as the work takes. Work that lost it all the same, as a process that stalls does, is done again: somebody else may have
 * worked meanwhile, and been undone by ours. From the signal on nobody waits for the lease any more.
 */
export type LeaseHold = (work: () => Promise<Result<void>>) => Promise<Result<void>>

// Who dies while working keeps the others waiting for the rest of this, and those whom they cut off.
const leaseLifeMs = 3_000
const prolongEveryMs = 1_000
const askEveryMs = 25
const giveUpMs = 15_000

export function buildLeaseHold(
  store: LeaseStore,
  { name, holder, signal }: { readonly name: string; readonly holder: string; readonly signal: AbortSignal },
): LeaseHold {
  // A lease belongs to the process, so it says nothing about two callers inside: they wait for each other here.
  let last: Promise<unknown> = Promise.resolve()
  const take = () => store.takeLease({ name, holder, nowAt: Date.now(), lifeMs: leaseLifeMs })
  const attempt: LeaseHold = async (work) => {
    const deadline = Date.now() + giveUpMs
    while (Date.now() < deadline && !signal.aborted) {
      const lease = await take()
      if (lease === undefined) {
        await new Promise((wake) => setTimeout(wake, askEveryMs * (0.5 + Math.random())))
        continue
      }
      const prolonging = keepProlonging(take, lease)
      try {
        const outcome = await work()
        if (prolonging.isStillOurs()) return outcome
      } finally {
        await prolonging.stop()
        await store.releaseLease(name, holder)
      }
    }
    return err(appError('busy', { detail: `The lease "${name}" is held by another server.` }))
  }
  return (work) => {
    const mine = last.then(() => attempt(work))
    last = mine.catch(() => undefined)
    return mine
  }
}

function keepProlonging(take: () => Promise<Lease | undefined>, first: Lease) {
  let { expiresAt } = first
  let asking: Promise<void> = Promise.resolve()
  const prolong = async () => {
    const lease = await take()
    // Another term: it ran out, and somebody else had it in between.
    expiresAt = lease?.term === first.term ? lease.expiresAt : 0
  }
  const timer = setInterval(() => {
    // A store that cannot be asked now is asked again; until then the lease runs on.
    asking = asking.then(() => (expiresAt === 0 ? undefined : prolong())).catch(() => undefined)
  }, prolongEveryMs)
  return {
    isStillOurs: () => Date.now() < expiresAt,
    /** Resolves once nothing is under way that could take the lease again after its release. */
    stop: async () => {
      clearInterval(timer)
      await asking
    },
  }
}
