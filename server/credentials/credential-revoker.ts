import type { DeviceId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { ok } from '../../common/result.ts'
import type { BoundKey, CredentialStore } from '../store/credential-store.ts'
import type { ClaimsPusher } from './claims-pusher.ts'

/**
 * Takes back every credential issued so far. Resolves well once the broker refuses them; live connections are cut by
 * then. On an error they are revoked in the store and the push is tried again by itself.
 *
 * Call it after the store knows of the change (device ended, event of the room stored): a credential that is asked for
 * meanwhile is made from what the store says after its issue time was taken; see `credential-service.ts`.
 */
export type CredentialRevoker = {
  readonly revokeDevice: (device: DeviceId) => Promise<Result<void>>
  /** In the store alone; the broker hears of it with the next push, a few seconds on at most. */
  readonly noteRevoked: (device: DeviceId) => Promise<void>
  readonly revokeUser: (user: UserId) => Promise<Result<void>>
  /** Those of every device of the user but `keep`. */
  readonly revokeOthers: (user: UserId, keep: DeviceId) => Promise<Result<void>>
  /** In the store alone. */
  readonly noteOthersRevoked: (user: UserId, keep: DeviceId) => Promise<void>
  /** All in one push: a room of a hundred that is closed. */
  readonly revokeUsers: (users: readonly UserId[]) => Promise<Result<void>>
}

type RevokerStore = Pick<CredentialStore, 'loadKeysOfDevice' | 'loadKeysOfUser' | 'putRevocation'>

/** The broker's clock may be behind ours: what expired less than this ago may still be taken. */
const clockMarginSec = 60

export function buildCredentialRevoker(
  store: RevokerStore,
  claims: Pick<ClaimsPusher, 'pushClaims'>,
): CredentialRevoker {
  /** How many there were to revoke. */
  const noteKeys = async (keys: readonly BoundKey[]): Promise<number> => {
    const nowSec = Math.floor(Date.now() / 1_000)
    const live = keys.filter((key) => key.lastExpiresAtSec > nowSec - clockMarginSec)
    for (const { publicKey } of live) await store.putRevocation(publicKey, nowSec)
    return live.length
  }
  const revokeKeys = async (keys: readonly BoundKey[]): Promise<Result<void>> =>
    (await noteKeys(keys)) === 0 ? ok(undefined) : claims.pushClaims()
  const loadKeysOfOthers = async (user: UserId, keep: DeviceId) =>
    (await store.loadKeysOfUser(user)).filter(({ device }) => device !== keep)
  return {
    revokeDevice: async (device) => revokeKeys(await store.loadKeysOfDevice(device)),
    noteRevoked: async (device) => {
      await noteKeys(await store.loadKeysOfDevice(device))
    },
    revokeUser: async (user) => revokeKeys(await store.loadKeysOfUser(user)),
    revokeOthers: async (user, keep) => revokeKeys(await loadKeysOfOthers(user, keep)),
    noteOthersRevoked: async (user, keep) => {
      await noteKeys(await loadKeysOfOthers(user, keep))
    },
    revokeUsers: async (users) => revokeKeys((await Promise.all(users.map(store.loadKeysOfUser))).flat()),
  }
}
