import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err } from '../../common/result.ts'
import type { LeaseStore } from '../store/lease-store.ts'

/**
 * Does one piece of work at a time, in this process and among all that share the store. Work that went on past the end
 * of the lease is done again: somebody else may have worked meanwhile, and been undone by ours. From the signal on nobody
 * waits for the lease any more.
 */
export type LeaseHold = (work: () => Promise<Result<void>>) => Promise<Result<void>>

// Work is a push or two and takes a tenth of a second. Who dies in the midst of it keeps the others waiting for the rest
// of this time, and whom they cut off with them.
const leaseLifeMs = 3_000
const askEveryMs = 25
const giveUpMs = 15_000

export function buildLeaseHold(
  store: LeaseStore,
  { name, holder, signal }: { readonly name: string; readonly holder: string; readonly signal: AbortSignal },
): LeaseHold {
  // A lease belongs to the process, so it says nothing about two callers inside: they wait for each other here.
  let last: Promise<unknown> = Promise.resolve()
  const attempt: LeaseHold = async (work) => {
    const deadline = Date.now() + giveUpMs
    while (Date.now() < deadline && !signal.aborted) {
      const lease = await store.takeLease({ name, holder, nowAt: Date.now(), lifeMs: leaseLifeMs })
      if (lease === undefined) {
        await new Promise((wake) => setTimeout(wake, askEveryMs * (0.5 + Math.random())))
        continue
      }
      try {
        const outcome = await work()
        if (Date.now() < lease.expiresAt) return outcome
      } finally {
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
