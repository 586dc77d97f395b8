import { z } from 'zod'
import type { Result } from '../common/result.ts'
import { ok } from '../common/result.ts'
import {
  type BrokerSync,
  type Environment,
  keepGiven,
  list,
  parseSettings,
  placeSettings,
  port,
  syncSetting,
} from './setting-schemas.ts'
import { readTlsSettings, type TlsSettings, tlsSchemas } from './tls-settings.ts'

const isRoute = (text: string): text is string => /^[\w.-]+:\d{1,5}$/.test(text)

const brokerSchema = z.object({
  ...placeSettings,
  ...syncSetting,
  ...tlsSchemas,
  NATTER_NATS_NAME: z
    .string()
    .default('natter')
    .refine((text) => /^[\w-]{1,64}$/.test(text), {
      error: (issue) => `is "${String(issue.input)}"; give letters, digits, - and _, like nats-1`,
    }),
  NATTER_NATS_ROUTES: list(isRoute, 'host:port of every node, like nats-2:6222').optional(),
  NATTER_NATS_CLUSTER_PORT: port(6222),
})

export const brokerSettingNames: readonly string[] = Object.keys(brokerSchema.shape)

/** What nats-server is prepared from. */
export type BrokerSettings = {
  readonly dataDir: string
  readonly host: string
  readonly tcpPort: number
  readonly webSocketPort: number
  /** This node's own name. */
  readonly serverName: string
  /** `host:port` of every node of a cluster; none: a broker that stands alone. */
  readonly routes: readonly string[]
  readonly clusterPort: number
  readonly sync: BrokerSync
  readonly tls: TlsSettings
}

/** Reads the environment for the broker, as `server-config.ts` does for the server. */
export function parseBrokerSettings(env: Environment): Result<BrokerSettings, readonly string[]> {
  const given = keepGiven(env)
  const tls = readTlsSettings(given, process.cwd(), Date.now())
  const faults = [...findTwins(env), ...tls.faults, ...findRouteFaults(given.NATTER_NATS_ROUTES, tls.settings)]
  const parsed = parseSettings(brokerSchema, env, faults)
  if (!parsed.ok) return parsed
  const { value } = parsed
  return ok({
    dataDir: value.NATTER_DATA,
    host: value.NATTER_HOST,
    tcpPort: value.NATTER_NATS_PORT,
    webSocketPort: value.NATTER_NATS_WS_PORT,
    serverName: value.NATTER_NATS_NAME,
    routes: value.NATTER_NATS_ROUTES ?? [],
    clusterPort: value.NATTER_NATS_CLUSTER_PORT,
    sync: value.NATTER_NATS_SYNC,
    tls: tls.settings,
  })
}

/** Nodes of a cluster sign in to each other with their certificates, so these must be of an authority that all know. */
function findRouteFaults(routes: string | undefined, { certificate, caFile }: TlsSettings): readonly string[] {
  if (routes === undefined || certificate === undefined) return []
  const help = 'give each node one of an authority of your own (npm run certificates makes them)'
  return [
    ...(caFile === undefined
      ? [`NATTER_TLS_CA is not set, and NATTER_NATS_ROUTES is: nodes must know each other's authority; ${help}.`]
      : []),
    ...(certificate.provesClient
      ? []
      : [`NATTER_TLS_CERT: ${certificate.certFile} is for servers only, and nodes connect to each other; ${help}.`]),
  ]
}

function findTwins(env: Environment): readonly string[] {
  const { NATTER_NATS_PORT: tcp, NATTER_NATS_WS_PORT: webSocket } = keepGiven(env)
  const one = placeSettings.NATTER_NATS_PORT.safeParse(tcp)
  const other = placeSettings.NATTER_NATS_WS_PORT.safeParse(webSocket)
  if (!one.success || one.data !== other.data) return []
  return [`NATTER_NATS_PORT and NATTER_NATS_WS_PORT are both ${one.data}; give each a port of its own.`]
}
