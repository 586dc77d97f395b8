import type { DeviceId, PublicNkey, UserId } from '../../common/ids.ts'

/** A revocation that not every server of the broker is known to have carried out. */
export type PendingCut = {
  readonly publicKey: PublicNkey
  readonly device: DeviceId
  readonly user: UserId
  readonly revokedAtSec: number
  /** From then on the credential has expired by itself. Seconds since the epoch. */
  readonly expiresAtSec: number
}

/** The order of cuts. */
export type CutPlace = Pick<PendingCut, 'publicKey' | 'revokedAtSec'>

/**
 * What is still to be confirmed, so that it is after a crash too; and the servers of the broker that have to. Port;
 * adapters in `sqlite/` and `mongo/`.
 */
export type CutStore = {
  /** One a key: a later revocation takes the place of an earlier one. */
  readonly putCut: (cut: PendingCut) => Promise<void>
  /** The oldest first; `after`: those behind this one. */
  readonly loadCuts: (limit: number, after?: CutPlace) => Promise<readonly PendingCut[]>
  readonly loadCutsOfUsers: (users: readonly UserId[]) => Promise<readonly PendingCut[]>
  readonly loadCutsOfDevices: (devices: readonly DeviceId[]) => Promise<readonly PendingCut[]>
  /** Unless it was revoked anew since. */
  readonly removeCut: (publicKey: PublicNkey, revokedAtSec: number) => Promise<void>
  /** By the name in its configuration, which outlives its restarts. */
  readonly putNode: (name: string, seenAt: number) => Promise<void>
  readonly loadNodes: () => Promise<ReadonlyMap<string, number>>
  readonly removeNode: (name: string) => Promise<void>
}
