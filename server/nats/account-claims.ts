import { z } from 'zod'
import { clientTemplate } from '../../common/credential-scope.ts'
import { parsePublicNkey, type RevokedKey } from '../../common/ids.ts'
import { doors } from '../../common/subjects.ts'
import type { NatsKeys } from '../secrets/nats-keys.ts'
import { encodeJwt, parseJwtBody } from './nats-jwt.ts'

/**
 * The claims of the operator and its three accounts. Every limit is written out: the broker reads a missing one as
 * zero in JetStream and as "none allowed" elsewhere. Nothing here reads a clock: equal input gives equal bytes, so
 * every copy of the server builds the same JWT and a push of what stands already is seen as such.
 */
const unlimited = -1
/** 2026-01-01. Issue times count up from here, by version instead of by clock; see `buildClientsJwt`. */
const originSec = 1_767_225_600

const noJetStream = {
  mem_storage: 0,
  disk_storage: 0,
  streams: 0,
  consumer: 0,
  max_ack_pending: 0,
  mem_max_stream_bytes: 0,
  disk_max_stream_bytes: 0,
  max_bytes_required: false,
}

// JetStream reads 0 storage as "off" and -1 as "as much as the server has"; how much that is stands in its config.
const wholeJetStream = {
  mem_storage: unlimited,
  disk_storage: unlimited,
  streams: unlimited,
  consumer: unlimited,
  max_ack_pending: unlimited,
  mem_max_stream_bytes: unlimited,
  disk_max_stream_bytes: unlimited,
  max_bytes_required: true,
}

const plainAccount = {
  subs: unlimited,
  data: unlimited,
  payload: clientTemplate.maxPayloadBytes,
  conn: unlimited,
  leaf: 0,
  imports: 0,
  exports: 0,
  wildcards: true,
  disallow_bearer: true,
}

export function buildOperatorJwt(keys: NatsKeys): string {
  return encodeJwt(keys.operator, {
    iat: originSec,
    sub: keys.operator.publicKey,
    name: 'natter',
    nats: { type: 'operator', version: 2, system_account: keys.systemAccount.publicKey },
  })
}

export function buildSystemJwt(keys: NatsKeys): string {
  const limits = { ...plainAccount, ...noJetStream }
  return buildAccountJwt(keys, { sub: keys.systemAccount.publicKey, name: 'SYSTEM', iat: originSec, nats: { limits } })
}

/**
 * `BACKBONE` holds the streams. Its three doors are private (`token_req`): an account opens one only with an activation
 * signed by BACKBONE, so not even another account of the same operator gets in by naming the subject.
 */
export function buildBackboneJwt(keys: NatsKeys): string {
  const nats = {
    limits: { ...plainAccount, ...wholeJetStream, exports: 3 },
    exports: [
      { name: 'send', subject: doors.serviceIn, type: 'service', token_req: true, response_type: 'Singleton' },
      { name: 'rooms', subject: doors.roomsOut, type: 'stream', token_req: true },
      { name: 'users', subject: doors.usersOut, type: 'stream', token_req: true },
    ],
  }
  return buildAccountJwt(keys, { sub: keys.backboneAccount.publicKey, name: 'BACKBONE', iat: originSec, nats })
}

/** Instead of a key: whoever was issued a credential up to then. */
const everybody = '*'
/** Who is revoked since when (seconds since the epoch). */
export type RevocationMap = ReadonlyMap<RevokedKey, number>

/** Up to when what was issued for the key is refused, by its own entry or by that for everybody. */
export function revokedUpTo(revocations: RevocationMap, publicKey: RevokedKey): number {
  return Math.max(revocations.get(publicKey) ?? 0, revocations.get(everybody) ?? 0)
}

/** The broker reads no JWT above 1 MiB (tried), and each entry takes 95 bytes of it. */
export const maxRevocations = 8_000
export const revocationBytes = 95

export type ClientsState = {
  readonly revocations: RevocationMap
  /** Rises with each change of the revocations. */
  readonly version: number
  /** 0 to 3: the same version said again. The broker passes over bytes it has already, so a repetition must differ. */
  readonly pass: number
}

const passes = 4
/** Inside the door for users, and nobody's: no client may listen there, and nobody says anything. */
const nobodys = 'user.-.again'

/**
 * `CLIENTS` holds the clients: three doors, one scoped signing key, no JetStream.
 *
 * While the broker takes claims in, the doors are away for a moment, and a subscription that comes just then would hear
 * nothing for as long as it stands (tried: 38 of 867 beside pushes without a pause). It looks at all subscriptions again where
 * the streams that come in are others than before. So every other pass has one more, of which nothing comes.
 *
 * The issue time is made from version and pass, not from a clock: nodes of a cluster compare their copies by it and keep
 * the later one, and versions change more than once a second.
 */
export function buildClientsJwt(keys: NatsKeys, state: ClientsState): string {
  const nats = {
    limits: { ...plainAccount, ...noJetStream, imports: 4 },
    imports: [
      buildImport(keys, 'send', doors.serviceIn, 'service'),
      buildImport(keys, 'rooms', doors.roomsOut, 'stream'),
      buildImport(keys, 'users', doors.usersOut, 'stream'),
      ...(state.pass % 2 === 0 ? [] : [buildImport(keys, 'again', nobodys, 'stream')]),
    ],
    signing_keys: [buildClientScope(keys.clientsScope.publicKey)],
    revocations: buildRevocations(state.revocations),
  }
  const iat = originSec + state.version * passes + state.pass
  return buildAccountJwt(keys, { sub: keys.clientsAccount.publicKey, name: 'CLIENTS', iat, nats })
}

/**
 * Past what fits, the oldest entries become one for everybody: all that was issued up to the newest of them is refused.
 * That cuts people who did nothing, who come back with a new credential; leaving entries out would let others in.
 */
function buildRevocations(revocations: RevocationMap): Record<string, number> {
  const named = [...revocations].filter(([key]) => key !== everybody)
  const byAge = named.sort(([a, atA], [b, atB]) => atB - atA || (a < b ? -1 : 1))
  const kept = byAge.slice(0, maxRevocations).sort(([a], [b]) => (a < b ? -1 : 1))
  // One for everybody may stand already: learnt by a store that was restored to before those it was made of.
  const everybodySec = Math.max(revocations.get(everybody) ?? 0, byAge[maxRevocations]?.[1] ?? 0)
  return { ...(everybodySec === 0 ? {} : { [everybody]: everybodySec }), ...Object.fromEntries(kept) }
}

const clientsClaimsSchema = z.object({
  iat: z.int(),
  nats: z.object({ revocations: z.record(z.string(), z.int()).optional() }),
})

/** What `buildClientsJwt` was told, read back from claims that stand in the broker; undefined for anything else. */
export function parseClientsJwt(jwt: string): ClientsState | undefined {
  const claims = clientsClaimsSchema.safeParse(parseJwtBody(jwt))
  if (!claims.success) return undefined
  const count = claims.data.iat - originSec
  const revocations = new Map<RevokedKey, number>()
  for (const [publicKey, atSec] of Object.entries(claims.data.nats.revocations ?? {})) {
    const known = publicKey === everybody ? everybody : parsePublicNkey(publicKey)
    if (known !== undefined) revocations.set(known, atSec)
  }
  return { revocations, version: Math.floor(count / passes), pass: count % passes }
}

function buildClientScope(publicKey: string) {
  return {
    kind: 'user_scope',
    key: publicKey,
    role: 'client',
    template: {
      pub: { allow: clientTemplate.publish },
      sub: { allow: clientTemplate.subscribe },
      subs: clientTemplate.maxSubscriptions,
      data: unlimited,
      payload: clientTemplate.maxPayloadBytes,
      allowed_connection_types: ['WEBSOCKET'],
    },
    description: '',
  }
}

function buildImport(keys: NatsKeys, name: string, subject: string, type: 'service' | 'stream') {
  const token = encodeJwt(keys.backboneAccount, {
    iat: originSec,
    sub: keys.clientsAccount.publicKey,
    name,
    nats: { type: 'activation', version: 2, subject, kind: type },
  })
  return { name, subject, account: keys.backboneAccount.publicKey, token, type }
}

type AccountFields = { readonly sub: string; readonly name: string; readonly iat: number; readonly nats: object }

function buildAccountJwt(keys: NatsKeys, { nats, ...envelope }: AccountFields): string {
  return encodeJwt(keys.operator, { ...envelope, nats: { type: 'account', version: 2, ...nats } })
}
