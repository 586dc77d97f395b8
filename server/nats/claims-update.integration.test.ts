import { randomBytes } from 'node:crypto'
import type { NatsConnection } from 'nats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PublicNkey } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { connectTestBackbone } from '../rigs/archiver-test-rig.ts'
import { buildTestJwt, connectTestClient, createTestIdentity, createTestRoom } from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { buildBackboneJwt, buildClientsJwt } from './account-claims.ts'
import { connectSystem } from './broker-connection.ts'
import { buildClaimsUpdate } from './claims-update.ts'
import { buildClientJwt } from './client-jwt.ts'

describe.skipIf(natsServerBinary === undefined)('claims in the broker', () => {
  let nats: TestNats
  let system: NatsConnection
  beforeAll(async () => {
    nats = await startTestNats()
    const connected = await connectSystem({ servers: nats.tcpUrl, keys: nats.keys, name: 'test' })
    if (!connected.ok) throw connected.error.cause
    system = connected.value
  })
  afterAll(async () => {
    await system?.close()
    await nats?.stop()
  })

  it('stand as they were seeded, and as they were put last', async () => {
    const { putClaims, loadClaims } = buildClaimsUpdate(system)
    const account = nats.keys.clientsAccount.publicKey
    const seeded = buildClientsJwt(nats.keys, { revocations: new Map(), version: 0, pass: 0 })
    expect(await loadClaims(account)).toEqual({ ok: true, value: { said: [seeded], missing: [] } })
    const next = buildClientsJwt(nats.keys, { revocations: new Map(), version: 1, pass: 0 })
    expect(await putClaims(next)).toEqual({ ok: true, value: { said: [], missing: [] } })
    expect(await loadClaims(account)).toEqual({ ok: true, value: { said: [next], missing: [] } })
  })

  it('are refused when they are not signed by the operator', async () => {
    const { putClaims } = buildClaimsUpdate(system)
    const foreign = { ...nats.keys, operator: createTestIdentity().key }
    expect((await putClaims(buildBackboneJwt(foreign))).ok).toBe(false)
    expect((await putClaims('no jwt')).ok).toBe(false)
  })

  // The hazard the lease and the repeated look of the pusher stand against: nats-server takes whatever comes last.
  it('of an older version undo newer ones if they are put later', async () => {
    const { putClaims } = buildClaimsUpdate(system)
    const mallory = createTestIdentity()
    const jwt = buildTestJwt(nats, mallory, [])
    const revoked = new Map([[mallory.publicKey, Math.floor(Date.now() / 1_000)]])
    await putClaims(buildClientsJwt(nats.keys, { revocations: revoked, version: 8, pass: 0 }))
    await expect(connectTestClient(nats, mallory, jwt)).rejects.toThrow(/Authorization/i)
    await putClaims(buildClientsJwt(nats.keys, { revocations: new Map(), version: 7, pass: 0 }))
    const back = await connectTestClient(nats, mallory, jwt)
    await back.close()
  })

  // Beside pushes without a pause some of a hundred are deaf: for good, were it not for what the pusher says once more.
  it('leave nobody deaf whose subscription came in the middle of a push, once they are said again', async () => {
    const { putClaims } = buildClaimsUpdate(system)
    const backbone = await connectTestBackbone(nats)
    const claims = (version: number, pass: number) =>
      buildClientsJwt(nats.keys, { revocations: new Map(), version, pass })
    let isOver = false
    const pushing = (async () => {
      let version = 20
      for (; !isOver; version++) await putClaims(claims(version, 0))
      return version
    })()
    const room = createTestRoom()
    const topics = ['rooms', 'contacts', 'settings', 'notices', 'inbox'] as const
    const clients: NatsConnection[] = []
    const own: string[] = []
    const heard = new Set<string>()
    for (let count = 0; count < 100; count++) {
      const who = createTestIdentity()
      const client = await connectTestClient(nats, who, buildTestJwt(nats, who, [{ room, role: 'member' }]))
      client.subscribe(subjects.roomAll(room), { callback: () => void heard.add(`room ${who.user}`) })
      for (const subject of topics.map((topic) => subjects.userTopic(who.user, topic))) {
        client.subscribe(subject, { callback: () => void heard.add(subject) })
        own.push(subject)
      }
      await client.flush()
      clients.push(client)
    }
    isOver = true
    const version = await pushing
    await putClaims(claims(version, 0))
    await putClaims(claims(version, 1))
    for (const subject of [...own, subjects.roomEvent(room, 'system')]) backbone.publish(subject)
    await backbone.flush()
    for (const client of clients) await client.flush()
    expect(heard.size).toBe(own.length + clients.length)
    await Promise.all([backbone, ...clients].map((one) => one.close()))
  })

  it('hold more revocations than fit by revoking everybody up to the oldest that were left out', async () => {
    const { putClaims } = buildClaimsUpdate(system)
    const nowSec = Math.floor(Date.now() / 1_000)
    const old = createTestIdentity()
    const [early, late] = [nowSec - 600, nowSec - 60]
    const revocations = new Map([[old.publicKey, early]])
    for (let count = 0; count < 9_000; count++) {
      revocations.set(`U${randomBytes(35).toString('hex').toUpperCase().slice(0, 55)}` as PublicNkey, late)
    }
    expect((await putClaims(buildClientsJwt(nats.keys, { revocations, version: 9, pass: 0 }))).ok).toBe(true)
    const bystander = createTestIdentity()
    const issue = (who: typeof old, issuedAtSec: number) =>
      buildClientJwt(nats.keys, { ...who, rooms: [], issuedAtSec, lifeSec: 3_600 })
    await expect(connectTestClient(nats, old, issue(old, early))).rejects.toThrow(/Authorization/i)
    await expect(connectTestClient(nats, bystander, issue(bystander, late))).rejects.toThrow(/Authorization/i)
    await (await connectTestClient(nats, bystander, issue(bystander, late + 1))).close()
  })

  it('survive a restart: what was seeded is not put over them', async () => {
    const { putClaims } = buildClaimsUpdate(system)
    const mallory = createTestIdentity()
    const jwt = buildTestJwt(nats, mallory, [])
    const revoked = new Map([[mallory.publicKey, Math.floor(Date.now() / 1_000)]])
    await putClaims(buildClientsJwt(nats.keys, { revocations: revoked, version: 10, pass: 1 }))
    await nats.restart()
    await expect(connectTestClient(nats, mallory, jwt)).rejects.toThrow(/Authorization/i)
  })
})
