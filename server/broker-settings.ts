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

const isRoute = (text: string): text is string => /^[\w.-]+:\d{1,5}$/.test(text)

const brokerSchema = z.object({
  ...placeSettings,
  ...syncSetting,
  NATTER_NATS_NAME: z
    .string()
    .default('natter')
    .refine((text) => /^[\w-]{1,64}$/.test(text), {
      error: (issue) => `is "${String(issue.input)}"; give letters, digits, - and _, like nats-1`,
    }),
  NATTER_NATS_ROUTES: list(isRoute, 'host:port of every node, like nats-2:6222').optional(),
  NATTER_NATS_CLUSTER_PORT: port(6222),
})

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
}

/** Reads the environment for the broker, as `server-config.ts` does for the server. */
export function parseBrokerSettings(env: Environment): Result<BrokerSettings, readonly string[]> {
  const parsed = parseSettings(brokerSchema, env, findTwins(env))
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
  })
}

function findTwins(env: Environment): readonly string[] {
  const { NATTER_NATS_PORT: tcp, NATTER_NATS_WS_PORT: webSocket } = keepGiven(env)
  const one = placeSettings.NATTER_NATS_PORT.safeParse(tcp)
  const other = placeSettings.NATTER_NATS_WS_PORT.safeParse(webSocket)
  if (!one.success || one.data !== other.data) return []
  return [`NATTER_NATS_PORT and NATTER_NATS_WS_PORT are both ${one.data}; give each a port of its own.`]
}
