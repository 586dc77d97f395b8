import { appError } from '../../common/app-error.ts'
import type { DeviceId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { DeviceStore } from '../store/account-store.ts'
import type { BoundKey, CredentialStore } from '../store/credential-store.ts'
import type { CutStore, PendingCut } from '../store/cut-store.ts'
import type { ClaimsPusher } from './claims-pusher.ts'

/**
 * Takes back every credential issued so far. Resolves well once every server of the broker refuses them and the live
 * connections are gone. On an error they are revoked in the store, stand among its pending cuts, and are confirmed or
 * tried again by whatever copy of the server is there, until they are.
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
  readonly revokeOthers: (user: UserId, keep?: DeviceId) => Promise<Result<void>>
  /** In the store alone. */
  readonly noteOthersRevoked: (user: UserId, keep?: DeviceId) => Promise<void>
  /** All in one push: a room of a hundred that is closed. */
  readonly revokeUsers: (users: readonly UserId[]) => Promise<Result<void>>
}

type RevokerStore = Pick<CredentialStore, 'loadKeysOfDevice' | 'loadKeysOfUser' | 'putRevocation'>

/** The broker's clock may be behind ours: what expired less than this ago may still be taken. */
const clockMarginSec = 60

export function buildCredentialRevoker(
  store: RevokerStore,
  cuts: Pick<CutStore, 'putCut'>,
  claims: Pick<ClaimsPusher, 'pushClaims' | 'confirmCuts'>,
): CredentialRevoker {
  const noteKeys = async (keys: readonly BoundKey[]): Promise<readonly PendingCut[]> => {
    const nowSec = Math.floor(Date.now() / 1_000)
    const live = keys.filter((key) => key.lastExpiresAtSec > nowSec - clockMarginSec)
    const noted: PendingCut[] = []
    for (const { publicKey, device, user, lastExpiresAtSec } of live) {
      const { revokedAtSec } = await store.putRevocation(publicKey, nowSec)
      const cut = { publicKey, device, user, revokedAtSec, expiresAtSec: lastExpiresAtSec }
      await cuts.putCut(cut)
      noted.push(cut)
    }
    return noted
  }
  const revokeKeys = async (keys: readonly BoundKey[]): Promise<Result<void>> => {
    const noted = await noteKeys(keys)
    if (noted.length === 0) return ok(undefined)
    const pushed = await claims.pushClaims()
    if (!pushed.ok) return pushed
    if (await claims.confirmCuts(noted)) return ok(undefined)
    return err(appError('nats-unavailable', { detail: 'A connection that was cut is still there.' }))
  }
  const loadKeysOfOthers = async (user: UserId, keep?: DeviceId) =>
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

/** Whoever loses a right loses it for their bots too, in the same push. */
export function withBots(
  revoker: CredentialRevoker,
  listBotsOf: (makers: readonly UserId[]) => Promise<readonly UserId[]>,
): CredentialRevoker {
  const revokeUsers: CredentialRevoker['revokeUsers'] = async (users) =>
    revoker.revokeUsers([...new Set([...users, ...(await listBotsOf(users))])])
  return { ...revoker, revokeUsers, revokeUser: (user) => revokeUsers([user]) }
}

/**
 * For changes that are made once they are noted: where the cut is not confirmed yet it goes on by itself, and the answer
 * says what is pending (`server/credentials/pending-cuts.ts`).
 */
export function whereNoted<Args extends readonly unknown[]>(
  revoke: (...args: Args) => Promise<Result<void>>,
): (...args: Args) => Promise<Result<void>> {
  return async (...args) => {
    const revoked = await revoke(...args)
    const isNoted = revoked.ok || revoked.error.code === 'nats-unavailable' || revoked.error.code === 'busy'
    return isNoted ? ok(undefined) : revoked
  }
}

/** Somebody is out everywhere: every device ends, then every credential. Harmless to repeat. */
export function buildCutOff(
  devices: Pick<DeviceStore, 'loadDevicesOfUser' | 'endDevice'>,
  revoker: Pick<CredentialRevoker, 'revokeUser'>,
  now: () => number,
): (user: UserId) => Promise<Result<void>> {
  return async (user) => {
    for (const { id } of await devices.loadDevicesOfUser(user)) await devices.endDevice(id, now())
    return whereNoted(revoker.revokeUser)(user)
  }
}
