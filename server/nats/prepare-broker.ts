import { createHmac } from 'node:crypto'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { BrokerCluster } from './broker-config.ts'
import { type BrokerPlace, ensureBrokerFolder } from './broker-folder.ts'
import { ensureNatsKeys, type NatsKeys } from './nats-keys.ts'

/**
 * Makes what nats-server starts from, as the environment says; changes nothing that stands. The path of the
 * configuration, or all faults at once.
 *
 * A node of a cluster is told `NATTER_NATS_NAME` (its own), `NATTER_NATS_CLUSTER_PORT` and `NATTER_NATS_ROUTES`
 * (`host:port` of every node, with commas between). All nodes are prepared with the same keys.
 */
export function prepareBroker(env: Readonly<Record<string, string | undefined>>): Result<string, readonly string[]> {
  const faults: string[] = []
  const readPort = (name: string, preset: number) => {
    const text = env[name] || String(preset)
    const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
    if (port < 1 || port > 65_535) faults.push(`${name} is "${text}"; give a port from 1 to 65535, like ${preset}.`)
    return port
  }
  const dataFolder = env.NATTER_DATA || 'data'
  const tcpPort = readPort('NATTER_NATS_PORT', 8482)
  const webSocketPort = readPort('NATTER_NATS_WS_PORT', 8481)
  if (tcpPort === webSocketPort) {
    faults.push(`NATTER_NATS_PORT and NATTER_NATS_WS_PORT are both ${tcpPort}; give each a port of its own.`)
  }
  const serverName = env.NATTER_NATS_NAME || 'natter'
  if (!/^[\w-]{1,64}$/.test(serverName)) {
    faults.push(`NATTER_NATS_NAME is "${serverName}"; give letters, digits, - and _, like nats-1.`)
  }
  const routes = (env.NATTER_NATS_ROUTES || '').split(',').filter((route) => route !== '')
  for (const route of routes) {
    if (!/^[\w.-]+:\d{1,5}$/.test(route))
      faults.push(`NATTER_NATS_ROUTES has "${route}"; give host:port, like nats-2:6222.`)
  }
  const clusterPort = routes.length === 0 ? 0 : readPort('NATTER_NATS_CLUSTER_PORT', 6222)
  if (faults.length > 0) return err(faults)
  const keys = ensureNatsKeys(dataFolder)
  if (!keys.ok) return err([`${keys.error.file} ${keys.error.reason}`])
  const place: BrokerPlace = { serverName, host: env.NATTER_HOST || '127.0.0.1', tcpPort, webSocketPort }
  const cluster = buildCluster(keys.value, clusterPort, routes)
  try {
    return ok(ensureBrokerFolder(dataFolder, keys.value, routes.length === 0 ? place : { ...place, cluster }))
  } catch (fault) {
    if (!(fault instanceof Error && 'syscall' in fault)) throw fault
    return err([`NATTER_DATA is "${dataFolder}", which cannot be used: ${fault.message}`])
  }
}

/** Nodes know each other by a password made from the operator's key, which nobody else has. */
export function buildCluster(keys: NatsKeys, port: number, routes: readonly string[]): BrokerCluster {
  return { port, routes, password: createHmac('sha256', keys.operator.seed).update('routes').digest('hex') }
}
