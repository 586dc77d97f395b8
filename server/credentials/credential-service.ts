import { createHash } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import { buildScopeTags, credentialLife, type ScopedRoom } from '../../common/credential-scope.ts'
import type { Credential } from '../../common/http-contract/credential-contract.ts'
import type { DeviceId, PublicNkey, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { buildClientJwt } from '../nats/client-jwt.ts'
import type { NatsKeys } from '../nats/nats-keys.ts'
import type { CredentialStore } from '../store/credential-store.ts'
import { isProofOf, lifeSecOf } from './credential-proof.ts'

export type IssueRequest = {
  readonly user: UserId
  readonly device: DeviceId
  readonly publicKey: PublicNkey
  /** base64url of the nkey's signature over `accessToken`, the bearer token as it came. */
  readonly proof: string
  readonly accessToken: string
}

export type CredentialService = {
  /** `proof-refused`, `key-taken`, or whatever `checkDevice` says. */
  readonly issueCredential: (request: IssueRequest) => Promise<Result<Credential>>
}

export type CredentialServiceOptions = {
  readonly store: Pick<CredentialStore, 'loadKeysOfDevice' | 'bindKey' | 'takeIssueTime' | 'countRevocations'>
  readonly keys: Pick<NatsKeys, 'clientsScope' | 'clientsAccount'>
  /** The rooms the user is in as the store has them now. */
  readonly loadScopedRooms: (user: UserId) => Promise<readonly ScopedRoom[]>
  /** Well while the device is signed in and its user not suspended, as the store has it now. */
  readonly checkDevice: (user: UserId, device: DeviceId) => Promise<Result<void>>
  /** WebSocket URLs of the broker, as clients reach it. */
  readonly servers: readonly string[]
  /** 12 hours where nothing is said. */
  readonly lifeMs?: number
}

const countEveryMs = 5_000

export function buildCredentialService(options: CredentialServiceOptions): CredentialService {
  const { store, keys, loadScopedRooms, checkDevice, servers, lifeMs = credentialLife.defaultMs } = options
  let standing = { count: 0, at: Number.NEGATIVE_INFINITY }
  const countStanding = async () => {
    if (Date.now() - standing.at >= countEveryMs) standing = { count: await store.countRevocations(), at: Date.now() }
    return standing.count
  }
  return {
    issueCredential: async ({ user, device, publicKey, proof, accessToken }) => {
      if (!isProofOf(publicKey, accessToken, proof)) return err(appError('proof-refused'))
      // A renewal finds its key bound; asking costs nothing beside a write that waits for the disk.
      const isBound = (await store.loadKeysOfDevice(device)).some((key) => key.publicKey === publicKey)
      if (!isBound && (await store.bindKey({ publicKey, device, user })) === 'taken') return err(appError('key-taken'))
      const lifeSec = lifeSecOf(lifeMs, await countStanding())
      const { issuedAtSec } = await store.takeIssueTime(publicKey, Math.floor(Date.now() / 1_000), lifeSec)
      // Rights are read only now. A revocation that comes before this issue time was preceded by the change that caused
      // it, so we see the change; one that comes after hits this credential. The other order would let one through.
      const checked = await checkDevice(user, device)
      if (!checked.ok) return checked
      const rooms = await loadScopedRooms(user)
      const jwt = buildClientJwt(keys, { user, publicKey, rooms, issuedAtSec, lifeSec })
      const expiresAt = (issuedAtSec + lifeSec) * 1_000
      return ok({ jwt, expiresAt, version: buildScopeVersion(rooms), servers: [...servers] })
    },
  }
}

/** Equal rights, equal version: `GET /sync` says it, and a client that holds another one fetches a new credential. */
export function buildScopeVersion(rooms: readonly ScopedRoom[]): string {
  return createHash('sha256').update(buildScopeTags(rooms).join('\n')).digest('base64url').slice(0, 16)
}
