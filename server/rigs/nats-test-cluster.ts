import { findFreePort } from '../../test-kit/free-port.ts'
import { buildCluster } from '../nats/prepare-broker.ts'
import { startTestNats, type TestNats } from './nats-test-server.ts'

/** Three nodes that know each other, with the same keys. */
export async function startTestCluster(): Promise<{
  readonly nodes: readonly [TestNats, TestNats, TestNats]
  readonly stop: () => Promise<void>
}> {
  const seed = await startTestNats()
  const ports = await Promise.all([1, 2, 3].map(() => findFreePort()))
  const routes = ports.map((port) => `127.0.0.1:${port}`)
  const nodes: TestNats[] = []
  const stop = async () => {
    for (const node of nodes) await node.stop()
  }
  try {
    for (const [index, port] of ports.entries()) {
      const place = { serverName: `nats-${index + 1}`, cluster: buildCluster(seed.keys, port, routes) }
      nodes.push(await startTestNats(place, seed.dataDir))
    }
  } catch (error) {
    await stop()
    throw error
  } finally {
    await seed.stop()
  }
  const [one, two, three] = nodes
  if (one === undefined || two === undefined || three === undefined) throw new Error('no three nodes')
  return { nodes: [one, two, three], stop }
}
