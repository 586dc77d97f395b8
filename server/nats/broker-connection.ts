import { connect, errors, type NatsConnection } from 'nats'
import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
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
        }),
      )
    } catch (cause) {
      if (cause instanceof errors.AuthorizationError) {
        const detail = 'The broker does not know our keys: its data folder is not the one these keys were made for.'
        return err(appError('nats-unavailable', { detail, cause }))
      }
      const error = mapNatsError(cause)
      if (Date.now() >= deadline) return err(error)
      await new Promise((next) => setTimeout(next, 200))
    }
  }
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
