import { createHmac } from 'node:crypto'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { BrokerSettings } from '../broker-settings.ts'
import { ensureNatsKeys, type NatsKeys } from '../secrets/nats-keys.ts'
import type { BrokerCluster } from './broker-config.ts'
import { ensureBrokerFolder } from './broker-folder.ts'

/**
 * Makes what nats-server starts from; changes nothing that stands. The path of the configuration, or all faults at once.
 * All nodes of a cluster are prepared with the same keys.
 */
export function prepareBroker(settings: BrokerSettings): Result<string, readonly string[]> {
  const { dataDir, routes, clusterPort, tls, ...place } = settings
  const keys = ensureNatsKeys(dataDir)
  if (!keys.ok) return err([`${keys.error.file} ${keys.error.reason}`])
  const { certificate, caFile } = tls
  const cluster =
    routes.length === 0 ? {} : { cluster: buildCluster(keys.value, clusterPort, routes, certificate?.names) }
  const secured = certificate === undefined ? {} : { tls: { ...certificate, caFile } }
  try {
    return ok(ensureBrokerFolder(dataDir, keys.value, { ...place, ...cluster, ...secured }))
  } catch (fault) {
    if (!(fault instanceof Error && 'syscall' in fault)) throw fault
    return err([`NATTER_DATA is "${dataDir}", which cannot be used: ${fault.message}`])
  }
}

/**
 * Nodes know each other by a password made from the operator's key, which nobody else has.
 * @param names those of this node's certificate, where there is one: it is known to the others by its route under one of
 * them, since a certificate is for no address, and they would try the addresses they tell each other for ever (tried)
 */
export function buildCluster(
  keys: NatsKeys,
  port: number,
  routes: readonly string[],
  names: readonly string[] = [],
): BrokerCluster {
  const advertise = routes.find((route) => names.includes(route.replace(/:\d+$/, '')))
  const password = createHmac('sha256', keys.operator.seed).update('routes').digest('hex')
  return { port, routes, password, ...(advertise === undefined ? {} : { advertise }) }
}
