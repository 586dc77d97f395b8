/** A lease as it stands: who holds it and until when; `term` rises each time it changes hands, and after a release. */
export type Lease = {
  readonly name: string
  readonly holder: string
  readonly term: number
  readonly expiresAt: number
}

/**
 * Leases by compare-and-set: one active archiver a shard, one pusher of claims. A lease is a promise about time, not a
 * lock: a holder that stalls may wake after it was lost, so whatever it guards must also bear a late writer.
 */
export type LeaseStore = {
  /** Takes the lease if it is free, expired or already ours, and prolongs it to `nowAt + lifeMs`; undefined where another holds it. */
  readonly takeLease: (want: {
    readonly name: string
    readonly holder: string
    readonly nowAt: number
    readonly lifeMs: number
  }) => Promise<Lease | undefined>
  /** Gives it up if it is still ours. */
  readonly releaseLease: (name: string, holder: string) => Promise<void>
}
