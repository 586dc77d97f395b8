import { readFileSync } from 'node:fs'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { WsConnectionOptions } from 'nats.ws'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import { findFreePort } from '../../test-kit/free-port.ts'
import type { BrokerTls } from '../broker-address.ts'
import { buildTestJwt, connectTestClient, createTestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { createTestCertificates, type TestCertificates } from '../rigs/test-certificates.ts'
import { connectBackbone, connectSystem } from './broker-connection.ts'
import type { BrokerPlace } from './broker-folder.ts'
import { buildClaimsUpdate } from './claims-update.ts'
import { buildCluster } from './prepare-broker.ts'

describe.skipIf(natsServerBinary === undefined)('a broker with a certificate', () => {
  let certificates: TestCertificates
  let strangers: TestCertificates
  const nodes: TestNats[] = []
  beforeAll(async () => {
    certificates = await createTestCertificates('nats-1', 'nats-2')
    strangers = await createTestCertificates('nats-3')
  })
  afterAll(() => {
    certificates.remove()
    strangers.remove()
  })
  afterEach(async () => {
    for (const node of nodes.splice(0)) await node.stop()
  })

  const start = async (place: Partial<BrokerPlace>, copyKeysFrom?: string) => {
    const node = await startTestNats(place, copyKeysFrom)
    nodes.push(node)
    return node
  }
  const wsFactory: NonNullable<WsConnectionOptions['wsFactory']> = async (url) => ({
    socket: new NodeWebSocket(url, { ca: readFileSync(certificates.caFile) }) as unknown as WebSocket,
    encrypted: true,
  })
  const enter = (nats: TestNats, scheme: 'ws' | 'wss') => {
    const who = createTestIdentity()
    const server = { wsUrl: `${scheme}://localhost:${nats.wsPort}` }
    return connectTestClient(server, who, buildTestJwt(nats, who, []), { wsFactory, timeout: 3_000 })
  }
  const dial = (nats: TestNats, tls: BrokerTls) => {
    const servers = `nats://localhost:${nats.tcpPort}`
    return connectBackbone({ servers, keys: nats.keys, name: 'test', waitMs: 0, tls })
  }
  const outcomeOf = async (nats: TestNats, tls: BrokerTls) => {
    const connected = await dial(nats, tls)
    if (connected.ok) await connected.value.close()
    return connected.ok ? 'connected' : connected.error.detail
  }

  it('lets browsers in over wss alone, and its own machine by the loopback as before', async () => {
    const nats = await start({ tls: certificates.of('nats-1') })
    const client = await enter(nats, 'wss')
    await client.flush()
    await client.close()
    await expect(enter(nats, 'ws')).rejects.toThrow()
    expect(await outcomeOf(nats, { kind: 'never' })).toBe('connected')
    expect(await outcomeOf(nats, { kind: 'always', caFile: certificates.caFile })).toMatch(/offers no TLS/)
  })

  it('offers TLS to control planes where others can reach it', async () => {
    const nats = await start({ host: '0.0.0.0', tls: certificates.of('nats-1') })
    expect(await outcomeOf(nats, { kind: 'always', caFile: certificates.caFile })).toBe('connected')
    expect(await outcomeOf(nats, { kind: 'never' })).toBe('connected')
    expect(await outcomeOf(nats, { kind: 'always' })).toMatch(/is not believed \(\w+\): name .* NATTER_TLS_CA/)
    expect(await outcomeOf(nats, { kind: 'always', caFile: strangers.caFile })).toMatch(/NATTER_TLS_CA/)
  })

  it('in a cluster takes nothing in the clear, and no node that another authority vouches for', async () => {
    const seed = await startTestNats()
    const ports = await Promise.all([1, 2, 3].map(() => findFreePort()))
    const routes = ports.map((port) => `localhost:${port}`)
    const join = (index: number, own: TestCertificates) => {
      const name = `nats-${index + 1}`
      const cluster = buildCluster(seed.keys, ports[index] ?? 0, routes)
      return start({ serverName: name, cluster, tls: { ...own.of(name), caFile: own.caFile } }, seed.dataDir)
    }
    const first = await join(0, certificates)
    await join(1, certificates)
    await join(2, strangers)
    await seed.stop()

    expect(await outcomeOf(first, { kind: 'never' })).not.toBe('connected')
    const tls: BrokerTls = { kind: 'always', caFile: certificates.caFile }
    const servers = `nats://localhost:${first.tcpPort}`
    const system = await connectSystem({ servers, keys: first.keys, name: 'test', tls })
    if (!system.ok) throw system.error.cause
    const { loadClaims } = buildClaimsUpdate(system.value)
    // Those that answer are in the cluster: two, however long one waits for the third.
    await vi.waitFor(
      async () =>
        expect(await loadClaims(first.keys.clientsAccount.publicKey)).toMatchObject({ value: { said: { length: 2 } } }),
      { timeout: 30_000, interval: 200 },
    )
    await system.value.close()
  })

  it('shows a certificate that is replaced once it is told to read it again, and cuts nobody', async () => {
    const port = await findFreePort()
    const cluster = { port, routes: [`localhost:${port}`], password: 'of-one-node' }
    const nats = await start({ cluster, tls: { ...certificates.of('nats-1'), caFile: certificates.caFile } })
    const client = await enter(nats, 'wss')
    const before = await serialAt(nats.wsPort)
    await certificates.renew()
    process.kill(nats.pid() ?? 0, 'SIGHUP')
    await vi.waitFor(async () => expect(await serialAt(nats.wsPort)).not.toBe(before), {
      timeout: 20_000,
      interval: 50,
    })
    await client.flush()
    expect(client.isClosed()).toBe(false)
    await client.close()
    expect(await outcomeOf(nats, { kind: 'always', caFile: certificates.caFile })).toBe('connected')
  })
})

function serialAt(port: number): Promise<string> {
  return new Promise((answer, refuse) => {
    const socket: TLSSocket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      answer(socket.getPeerCertificate().serialNumber)
      socket.destroy()
    })
    socket.on('error', refuse)
  })
}
