import { type ConnectionOptions, connect, errors, type NatsConnection } from 'nats'
import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { BrokerTls } from '../broker-address.ts'
import type { NatsKeys } from '../secrets/nats-keys.ts'
import { mapNatsError } from './nats-error.ts'
import { encodeJwt } from './nats-jwt.ts'
import type { NkeyPair } from './nkey.ts'

export type BrokerConnectionOptions = {
  /** One URL or several of a cluster: `nats://host:port`. */
  readonly servers: string | readonly string[]
  readonly keys: NatsKeys
  /** Shown by the broker beside the connection, e.g. `natter-api`. */
  readonly name: string
  /** How long to wait for a broker that is not up yet; 30 s where nothing is said. */
  readonly waitMs?: number
  /** `as-offered` where nothing is said. */
  readonly tls?: BrokerTls
}

/** Into `BACKBONE`, where the streams are. Once it stands it reconnects for ever. */
export function connectBackbone(options: BrokerConnectionOptions): Promise<Result<NatsConnection>> {
  const { backboneAccount, backboneUser } = options.keys
  return connectAs(options, { account: backboneAccount, user: backboneUser, label: 'backbone' })
}

/** Into the system account: pushing claims, counters of connections, kicking. */
export function connectSystem(options: BrokerConnectionOptions): Promise<Result<NatsConnection>> {
  const { systemAccount, systemUser } = options.keys
  return connectAs(options, { account: systemAccount, user: systemUser, label: 'system' })
}

type Identity = { readonly account: NkeyPair; readonly user: NkeyPair; readonly label: string }

async function connectAs(options: BrokerConnectionOptions, identity: Identity): Promise<Result<NatsConnection>> {
  const deadline = Date.now() + (options.waitMs ?? 30_000)
  for (;;) {
    try {
      return ok(
        await connect({
          servers: typeof options.servers === 'string' ? options.servers : [...options.servers],
          name: options.name,
          authenticator: buildAuthenticator(identity),
          maxReconnectAttempts: -1,
          reconnectTimeWait: 250,
          reconnectJitter: 250,
          // A node that is just starting may refuse us before it has the accounts; that is no reason to give up.
          ignoreAuthErrorAbort: true,
          timeout: 5_000,
          ...buildTlsOptions(options.tls),
        }),
      )
    } catch (cause) {
      if (cause instanceof errors.AuthorizationError) {
        const detail = 'The broker does not know our keys: its data folder is not the one these keys were made for.'
        return err(appError('nats-unavailable', { detail, cause }))
      }
      const refused = describeTlsFault(cause)
      const error =
        refused === undefined ? mapNatsError(cause) : appError('nats-unavailable', { detail: refused, cause })
      if (Date.now() >= deadline) return err(error)
      await new Promise((next) => setTimeout(next, 200))
    }
  }
}

/** The authority is read anew at each connect, so one that is replaced needs no restart. */
function buildTlsOptions(
  tls: BrokerTls = { kind: 'as-offered' },
): Pick<ConnectionOptions, 'tls' | 'ignoreClusterUpdates'> {
  if (tls.kind === 'as-offered') return {}
  if (tls.kind === 'never') return { tls: null }
  // Nodes tell each other's addresses, and certificates are for names: only those that were named to us are taken.
  return { tls: tls.caFile === undefined ? {} : { caFile: tls.caFile }, ignoreClusterUpdates: true }
}

const unbelieved =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/

/** What helps where the broker's certificate is the reason; undefined where it is not. */
function describeTlsFault(fault: unknown): string | undefined {
  const chain = [fault, fault instanceof Error ? fault.cause : undefined].filter((one) => one instanceof Error)
  const code = chain.map((one) => ('code' in one ? String(one.code) : '')).find((one) => unbelieved.test(one))
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return "The broker's certificate is for other names: name it in NATTER_NATS_URL as its certificate does."
  }
  if (code === 'CERT_HAS_EXPIRED') return "The broker's certificate has expired: put a renewed one there."
  if (code !== undefined) {
    return `The broker's certificate is not believed (${code}): name the file of its authority in NATTER_TLS_CA.`
  }
  if (chain.some(({ message }) => message.includes("does not support 'tls'"))) {
    return 'The broker offers no TLS: give it NATTER_TLS_CERT and NATTER_TLS_KEY too.'
  }
  return undefined
}

/** Signs a fresh JWT for each attempt: nothing to store, nothing that expires. */
function buildAuthenticator({ account, user, label }: Identity) {
  return (nonce?: string) => ({
    jwt: encodeJwt(account, {
      iat: Math.floor(Date.now() / 1_000),
      sub: user.publicKey,
      name: label,
      nats: { type: 'user', version: 2, subs: -1, data: -1, payload: -1, allowed_connection_types: ['STANDARD'] },
    }),
    nkey: user.publicKey,
    sig: user.sign(Buffer.from(nonce ?? '')).toString('base64'),
  })
}
