import type { DeviceId, PublicNkey, RevokedKey, UserId } from '../../common/ids.ts'

/** One line of the claims' revocations: every JWT of this key issued at or before `revokedAtSec` is refused. */
export type Revocation = {
  readonly publicKey: RevokedKey
  readonly revokedAtSec: number
  /** When the last credential it hits has expired by itself: from then on the entry may go. Seconds since the epoch. */
  readonly prunableAtSec: number
}

export type BoundKey = {
  readonly publicKey: PublicNkey
  readonly device: DeviceId
  readonly user: UserId
  /** Issue time of the newest credential for this key, 0 before the first. Seconds since the epoch. */
  readonly lastIssuedAtSec: number
  /** Expiry of the longest-lived credential issued so far. Seconds since the epoch. */
  readonly lastExpiresAtSec: number
  /** Everything issued at that time or earlier is refused; 0: nothing is. */
  readonly revokedAtSec: number
}

/**
 * What must be remembered of NATS credentials so that every copy of the server rebuilds the same claims. Port; adapters
 * in `sqlite/` and `mongo/`, one conformance suite. Revocation has the grain of one second, hence the two rules:
 * a revocation's time is max(now, last issue), the next issue is at max(now, revocation + 1). Both are decided inside
 * the store in one atomic step, because two copies of the server may do both at once.
 */
export type CredentialStore = {
  /**
   * Binds a key to a device, or finds it bound to that device already. A key bound to another device: `taken`.
   * A device that comes with a new key keeps the new one; the old key's row stays (its credentials may still live).
   */
  readonly bindKey: (key: {
    readonly publicKey: PublicNkey
    readonly device: DeviceId
    readonly user: UserId
  }) => Promise<'bound' | 'taken'>
  readonly loadKeysOfDevice: (device: DeviceId) => Promise<readonly BoundKey[]>
  readonly loadKeysOfUser: (user: UserId) => Promise<readonly BoundKey[]>
  /**
   * Takes the next issue time, at least `nowSec`, after any revocation of the key and not before the last issue, and
   * remembers it and the expiry (`issuedAtSec + lifeSec`). A key that was never bound is a bug and throws.
   */
  readonly takeIssueTime: (
    publicKey: PublicNkey,
    nowSec: number,
    lifeSec: number,
  ) => Promise<{ readonly issuedAtSec: number }>
  /**
   * Revokes all that was issued for the key so far; returns the time it stands for. Never moves backwards.
   * Raises the wanted claims version, after the entry is there; MongoDB may die between the two, so whoever takes the
   * pusher's lease pushes once whatever the versions say. A key that was never bound (a store restored from a backup)
   * is revoked as well, for a day.
   */
  readonly putRevocation: (publicKey: RevokedKey, nowSec: number) => Promise<{ readonly revokedAtSec: number }>
  readonly loadRevocations: () => Promise<readonly Revocation[]>
  readonly countRevocations: () => Promise<number>
  /** Drops entries whose `prunableAtSec` lies before `nowSec`; returns how many. */
  readonly pruneRevocations: (nowSec: number) => Promise<number>
  /** Rises with each change of the revocations. */
  readonly loadClaimsVersion: () => Promise<number>
  /** For a store that was restored: its next claims must be later than those that stand. Never lowers it. */
  readonly liftClaimsVersion: (atLeast: number) => Promise<void>
}
