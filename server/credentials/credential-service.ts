import { createHash } from 'node:crypto'
import { Mutex } from 'async-mutex'
import { appError } from '../../common/app-error.ts'
import { buildScopeTags, credentialLife, type ScopedRoom } from '../../common/credential-scope.ts'
import type { Credential } from '../../common/http-contract/credential-contract.ts'
import type { DeviceId, PublicNkey, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { buildClientJwt } from '../nats/client-jwt.ts'
import type { NatsKeys } from '../secrets/nats-keys.ts'
import type { CredentialStore } from '../store/credential-store.ts'
import { isProofOf, lifeSecOf } from './credential-proof.ts'
import type { PenaltyService } from './penalty-service.ts'

/** Whoever asks has shown that they hold the key. */
export type ProvenRequest = {
  readonly user: UserId
  readonly device: DeviceId
  readonly publicKey: PublicNkey
  /** Of the credential; where nothing is said, as those of people. */
  readonly lifeMs?: number
}
export type IssueRequest = Omit<ProvenRequest, 'lifeMs'> & {
  /** base64url of the nkey's signature over `accessToken`, the bearer token as it came. */
  readonly proof: string
  readonly accessToken: string
}

export type CredentialService = {
  /** `proof-refused`, `key-taken`, `rate-limited` for a user with too many keys, or whatever `checkDevice` says. */
  readonly issueCredential: (request: IssueRequest) => Promise<Result<Credential>>
  /** The same where the key was proven otherwise, or made by the server itself. */
  readonly issueProven: (request: ProvenRequest) => Promise<Result<Credential>>
}

export type CredentialServiceOptions = {
  readonly store: Pick<
    CredentialStore,
    'loadKeysOfDevice' | 'loadKeysOfUser' | 'bindKey' | 'takeIssueTime' | 'countRevocations'
  >
  readonly keys: Pick<NatsKeys, 'clientsScope' | 'clientsAccount'>
  /** How far the user reaches, as the store has it now, and when that ends by itself (ms). */
  readonly loadScope: (user: UserId) => Promise<{ readonly rooms: readonly ScopedRoom[]; readonly until?: number }>
  /** Well while the device is signed in and its user not suspended, as the store has it now. */
  readonly checkDevice: (user: UserId, device: DeviceId) => Promise<Result<void>>
  readonly penalties: Pick<PenaltyService, 'checkHeld'>
  /** WebSocket URLs of the broker, as clients reach it. */
  readonly servers: readonly string[]
  /** 12 hours where nothing is said. */
  readonly lifeMs?: number
}

const countEveryMs = 5_000
/**
 * Keys with a live credential, of all devices of a user. A device has one, so this is room for a hundred sign-ins in the
 * life of a credential. Each is an entry of the claims when it is revoked, and they hold some thousands before they have
 * to cut everybody: nobody may fill them alone.
 */
const maxLiveKeys = 100

export function buildCredentialService(options: CredentialServiceOptions): CredentialService {
  const { store, keys, loadScope, penalties, checkDevice, servers, lifeMs = credentialLife.defaultMs } = options
  let standing = { count: 0, at: Number.NEGATIVE_INFINITY }
  const countStanding = async () => {
    if (Date.now() - standing.at >= countEveryMs) standing = { count: await store.countRevocations(), at: Date.now() }
    return standing.count
  }
  /** New keys come one after the other, or many at once would all find themselves below the limit. They are rare. */
  const binding = new Mutex()

  const takeTime = async ({ publicKey, lifeMs: wanted = lifeMs }: ProvenRequest) => {
    const lifeSec = lifeSecOf(wanted, await countStanding())
    const { issuedAtSec } = await store.takeIssueTime(publicKey, nowSec(), lifeSec)
    return ok({ issuedAtSec, lifeSec })
  }
  const takeTimeOfNewKey = async (request: ProvenRequest) => {
    const { user, device, publicKey } = request
    const live = (await store.loadKeysOfUser(user)).filter((key) => key.lastExpiresAtSec > nowSec())
    if (live.length >= maxLiveKeys) {
      const retryAfterMs = (Math.min(...live.map((key) => key.lastExpiresAtSec)) - nowSec()) * 1_000
      return err(appError('rate-limited', { detail: 'This account made too many keys lately.', retryAfterMs }))
    }
    if ((await store.bindKey({ publicKey, device, user })) === 'taken') return err(appError('key-taken'))
    return await takeTime(request)
  }

  const issueProven: CredentialService['issueProven'] = async (request) => {
    const { user, device, publicKey } = request
    // A renewal finds its key bound; asking costs nothing beside a write that waits for the disk.
    const isBound = (await store.loadKeysOfDevice(device)).some((key) => key.publicKey === publicKey)
    const taken = await (isBound ? takeTime(request) : binding.runExclusive(() => takeTimeOfNewKey(request)))
    if (!taken.ok) return taken
    const { issuedAtSec, lifeSec } = taken.value
    // Rights are read only now. A revocation that comes before this issue time was preceded by the change that caused
    // it, so we see the change; one that comes after hits this credential. The other order would let one through.
    const checked = await checkDevice(user, device)
    if (!checked.ok) return checked
    const held = await penalties.checkHeld(user)
    if (held !== undefined) return err(held)
    const { rooms, until } = await loadScope(user)
    // Whoever may only listen for a while gets back what is theirs when it is over: the next credential has it.
    const endsAtSec = until === undefined ? issuedAtSec + lifeSec : Math.ceil(until / 1_000)
    const shortSec = Math.max(1, Math.min(lifeSec, endsAtSec - issuedAtSec))
    const jwt = buildClientJwt(keys, { user, publicKey, rooms, issuedAtSec, lifeSec: shortSec })
    const expiresAt = (issuedAtSec + shortSec) * 1_000
    return ok({ jwt, expiresAt, version: buildScopeVersion(rooms), servers: [...servers] })
  }
  return {
    issueProven,
    issueCredential: async ({ proof, accessToken, ...request }) =>
      isProofOf(request.publicKey, accessToken, proof) ? issueProven(request) : err(appError('proof-refused')),
  }
}

const nowSec = () => Math.floor(Date.now() / 1_000)

/** Equal rights, equal version: `GET /sync` says it, and a client that holds another one fetches a new credential. */
export function buildScopeVersion(rooms: readonly ScopedRoom[]): string {
  return createHash('sha256').update(buildScopeTags(rooms).join('\n')).digest('base64url').slice(0, 16)
}
