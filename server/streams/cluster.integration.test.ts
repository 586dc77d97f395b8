import { jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { streams } from '../../common/subjects.ts'
import { findFreePort } from '../../test-kit/free-port.ts'
import { buildClientsJwt } from '../nats/account-claims.ts'
import { connectBackbone, connectSystem } from '../nats/broker-connection.ts'
import { buildClaimsUpdate } from '../nats/claims-update.ts'
import { buildCluster } from '../nats/prepare-broker.ts'
import { buildTestJwt, connectTestClient, createTestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { buildEventsStream, defaultStreamOptions } from './event-streams.ts'

describe.skipIf(natsServerBinary === undefined)('a cluster of three nodes', () => {
  const nodes: TestNats[] = []
  beforeAll(async () => {
    const seed = await startTestNats()
    const { keys, dataDir } = seed
    const ports = await Promise.all([1, 2, 3].map(() => findFreePort()))
    const routes = ports.map((port) => `127.0.0.1:${port}`)
    for (const [index, port] of ports.entries()) {
      const place = { serverName: `nats-${index + 1}`, cluster: buildCluster(keys, port, routes) }
      nodes.push(await startTestNats(place, dataDir))
    }
    await seed.stop()
  })
  afterAll(async () => {
    for (const node of nodes) await node.stop()
  })

  it('keeps a stream three times', async () => {
    const [first] = nodes
    if (first === undefined) throw new Error('no node')
    const backbone = await connectBackbone({
      servers: nodes.map((node) => node.tcpUrl),
      keys: first.keys,
      name: 'test',
    })
    if (!backbone.ok) throw backbone.error.cause
    const manager = await jetstreamManager(backbone.value, { checkAPI: false })
    const wanted = buildEventsStream(0, { ...defaultStreamOptions, replicas: 3 })
    await vi.waitFor(async () => expect((await manager.streams.add(wanted)).config.num_replicas).toBe(3), {
      timeout: 30_000,
      interval: 250,
    })
    await vi.waitFor(
      async () => {
        const { cluster } = await manager.streams.info(streams.events(0))
        expect(cluster?.replicas?.filter((replica) => replica.current)).toHaveLength(2)
      },
      { timeout: 30_000, interval: 250 },
    )
    await backbone.value.close()
  })

  it('says of claims which node has not taken them, and a node that was away takes them from its neighbours', async () => {
    const [first, second, third] = nodes
    if (first === undefined || second === undefined || third === undefined) throw new Error('no nodes')
    const system = await connectSystem({ servers: first.tcpUrl, keys: first.keys, name: 'test' })
    if (!system.ok) throw system.error.cause
    const mallory = createTestIdentity()
    const jwt = buildTestJwt(first, mallory, [])
    const { putClaims, loadClaims } = buildClaimsUpdate(system.value)
    const account = first.keys.clientsAccount.publicKey
    await vi.waitFor(
      async () => expect(await loadClaims(account)).toMatchObject({ value: { said: { length: 3 } } }),
      20_000,
    )
    const revoked = new Map([[mallory.publicKey, Math.floor(Date.now() / 1_000)]])
    const claims = buildClientsJwt(first.keys, { revocations: revoked, version: 1, pass: 0 })

    await third.kill()
    expect(await putClaims(claims)).toMatchObject({ ok: true, value: { missing: ['nats-3'] } })
    await expect(connectTestClient(second, mallory, jwt)).rejects.toThrow(/Authorization/i)
    await third.restart()
    await vi.waitFor(
      async () =>
        expect(await loadClaims(account)).toMatchObject({ value: { said: [claims, claims, claims], missing: [] } }),
      {
        timeout: 40_000,
        interval: 500,
      },
    )
    await expect(connectTestClient(third, mallory, jwt)).rejects.toThrow(/Authorization/i)
    await system.value.close()
  })
})
