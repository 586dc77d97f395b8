import type { LeaseStore } from '../store/lease-store.ts'

/**
 * A lease in the store and what this process knows of it. It is held from before the question on for as long as it lives,
 * by the clock that cannot be set and by the one that goes on while the machine sleeps, whichever says less: so this
 * process never believes in it longer than the store does.
 */
export type HeldLease = {
  /** Takes or prolongs it; says whether it is ours. Throws `StoreUnavailableError`; it then runs on until its time is over. */
  readonly take: () => Promise<boolean>
  /** False from the moment another may have it. */
  readonly isOurs: () => boolean
  /** Rises with each change of hands: the same before and after means that nobody else had it in between. 0: never ours. */
  readonly term: () => number
  readonly release: () => Promise<void>
}

export function buildHeldLease(
  store: LeaseStore,
  { name, holder, lifeMs }: { readonly name: string; readonly holder: string; readonly lifeMs: number },
): HeldLease {
  const never = { steadyAt: 0, wallAt: 0 }
  let validUntil = never
  let term = 0
  return {
    take: async () => {
      const asked = { steadyAt: performance.now() + lifeMs, wallAt: Date.now() + lifeMs }
      const lease = await store.takeLease({ name, holder, lifeMs })
      validUntil = lease === undefined ? never : asked
      term = lease?.term ?? term
      return lease !== undefined
    },
    isOurs: () => performance.now() < validUntil.steadyAt && Date.now() < validUntil.wallAt,
    term: () => term,
    release: async () => {
      validUntil = never
      await store.releaseLease(name, holder)
    },
  }
}
