/**
 * A key as the stores keep it, its revocation with it, so that both rules (`credential-store.ts`) are decided on one row in one
 * atomic step. All in seconds since the epoch, 0 for never. `listed`: the claims carry the revocation; once it is pruned
 * its time stays here, because an issue must come after it however long ago it was.
 */
export type KeyTimes = {
  readonly lastIssuedAtSec: number
  readonly lastExpiresAtSec: number
  readonly revokedAtSec: number
  readonly listed: boolean
  readonly prunableAtSec: number
}

export const freshKeyTimes: KeyTimes = {
  lastIssuedAtSec: 0,
  lastExpiresAtSec: 0,
  revokedAtSec: 0,
  listed: false,
  prunableAtSec: 0,
}

/**
 * A key this store never bound may be revoked too: after a restore from a backup the broker knows keys that we do not.
 * Nobody can say when its credentials end; a day is twice the longest default life.
 */
export const unboundKeyLifeSec = 86_400

export function withIssue(times: KeyTimes, nowSec: number, lifeSec: number): KeyTimes {
  const issuedAtSec = Math.max(nowSec, times.revokedAtSec + 1, times.lastIssuedAtSec)
  return {
    ...times,
    lastIssuedAtSec: issuedAtSec,
    lastExpiresAtSec: Math.max(times.lastExpiresAtSec, issuedAtSec + lifeSec),
  }
}

export function withRevocation(times: KeyTimes, nowSec: number): KeyTimes {
  return {
    ...times,
    revokedAtSec: Math.max(nowSec, times.lastIssuedAtSec, times.revokedAtSec),
    listed: true,
    prunableAtSec: Math.max(times.prunableAtSec, times.lastExpiresAtSec),
  }
}
