/** A lease as it was taken; `term` rises each time it changes hands, and after a release. */
export type Lease = {
  readonly name: string
  readonly holder: string
  readonly term: number
}

/**
 * Leases by compare-and-set, by the database's own clock: two servers whose clocks differ agree on when one is over. A
 * lease is a promise about time, not a lock: a holder that stalls may wake after it was lost, so whatever it guards must
 * also bear a late writer. Held through `server/leases/`.
 */
export type LeaseStore = {
  /** Takes the lease if it is free, expired or already ours, for `lifeMs` from now on; undefined where another holds it. */
  readonly takeLease: (want: {
    readonly name: string
    readonly holder: string
    readonly lifeMs: number
  }) => Promise<Lease | undefined>
  /** The clock that leases count by, ms since the epoch. */
  readonly loadNow: () => Promise<number>
  /** Gives it up if it is still ours. */
  readonly releaseLease: (name: string, holder: string) => Promise<void>
}
