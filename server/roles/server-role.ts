import type { Registry } from 'prom-client'
import type { BrokerLink } from '../broker-link.ts'
import type { Services } from '../build-services.ts'
import type { ApiServer } from '../plugins/api-server.ts'
import type { NatsKeys } from '../secrets/nats-keys.ts'
import type { ServerSecrets } from '../secrets/server-secrets.ts'
import type { ServerConfig } from '../server-config.ts'
import type { Trouble } from '../server-health.ts'
import type { Store } from '../store/store-port.ts'

/** What every role finds when it starts. A role takes of it what it uses. */
export type RoleContext = {
  readonly config: ServerConfig
  readonly version: string
  readonly secrets: ServerSecrets
  readonly natsKeys: NatsKeys
  readonly store: Store
  readonly services: Services
  readonly broker: Pick<BrokerLink, 'ports' | 'up'>
  readonly shards: number
  readonly registry: Registry
  /** Not listening yet; it has `/healthz`, `/readyz` and `/metrics`, whatever the roles. */
  readonly app: ApiServer
}

/** A connection that stands, with the streams in order. */
export type Backbone = NonNullable<Awaited<BrokerLink['up']>>

export type RunningRole = {
  /** Finishes what is under way. The broker and the store are still there. */
  readonly stop: () => Promise<void>
  /** What this copy's part lacks; none: all is well. */
  readonly check?: () => Promise<readonly Trouble[]>
}

/**
 * One thing a server does, on its own or beside others, in one copy or several. `at-once`: before the server listens, the
 * broker may be away. `with-broker`: as soon as the broker is there. A start that throws is tried again.
 */
export type ServerRole =
  | { readonly starts: 'at-once'; readonly start: (context: RoleContext) => Promise<RunningRole> }
  | {
      readonly starts: 'with-broker'
      readonly start: (context: RoleContext, backbone: Backbone) => Promise<RunningRole>
    }
