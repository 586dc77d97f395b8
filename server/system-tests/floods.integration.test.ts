import { randomBytes } from 'node:crypto'
import { headers, type NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Credential } from '../../common/http-contract/credential-contract.ts'
import { buildEventId, type RoomId, type UserId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { parseUserNotice, type UserNotice } from '../../common/user-notice.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import { type Flood, startFlood } from '../rigs/flood-rig.ts'
import { connectTestClient, createTestIdentity, type TestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { buildHeaderedPublish } from '../rigs/raw-test-client.ts'
import { createRoom, signUp, startTestServer, type TestServer, until } from '../rigs/test-server.ts'

type Person = { readonly who: TestIdentity; readonly token: string; readonly jwt: () => Promise<string> }

/** Floods by one genuine credential each: the flooder goes, the others hardly notice, nobody else is touched. */
describe.skipIf(natsServerBinary === undefined)('a flood', () => {
  let server: TestServer
  /** Who chat meanwhile, each a few words a second. */
  const others: { readonly who: TestIdentity; readonly connection: NatsConnection }[] = []
  let room: RoomId
  const floods: Flood[] = []

  beforeAll(async () => {
    server = await startTestServer({ NATTER_GUARD: 'on', NATTER_LOG_LEVEL: 'silent' })
    const people = await Promise.all(['ann', 'ben', 'cara', 'dan', 'eve'].map(join))
    const [ann, ...rest] = people
    const members = rest.map(({ who }) => who.user)
    room = (await createRoom(server.call, ann?.token ?? '', members)).id
    for (const { who, jwt } of people) {
      others.push({ who, connection: await connectTestClient(server.nats, who, await jwt()) })
    }
  })
  afterAll(async () => {
    for (const flood of floods) await flood.stop()
    for (const { connection } of others) await connection.close()
    await server?.stop()
  })

  async function join(handle: string): Promise<Person> {
    const session = await signUp(server.call, handle)
    const who = createTestIdentity(session.user.id as UserId)
    const token = session.accessToken
    return { who, token, jwt: async () => (await askCredential(token, who)).json<Credential>().jwt }
  }
  const askCredential = (token: string, who: TestIdentity) =>
    server.call({
      method: 'POST',
      path: apiPaths.credentials,
      token,
      body: { publicKey: who.publicKey, proof: who.key.sign(Buffer.from(token)).toString('base64url') },
    })

  /** How long each of them in turn waits for the acknowledgement of each of some messages, ms, ascending. */
  async function measureAcks(count: number, apartMs = 25): Promise<number[]> {
    const waits: number[] = []
    for (let n = 0; n < count; n++) {
      const id = buildEventId(Date.now(), randomBytes(10))
      const event = { v: 1, kind: 'message.posted', id, at: Date.now(), text: 'tea', format: 'plain' }
      const head = headers()
      head.set('Nats-Msg-Id', id)
      const startedAt = performance.now()
      const sender = others[n % others.length]
      if (sender === undefined) throw new Error('nobody is there')
      const subject = subjects.sendEvent(room, sender.who.user)
      // Sent until it is acknowledged, as an outbox does; what that takes is all part of the wait.
      const ask = () => sender.connection.request(subject, encodeBody(event), { headers: head, timeout: 5_000 })
      await until(async () => ((await ask().catch(() => undefined))?.json<{ seq?: number }>().seq ?? 0) > 0)
      waits.push(performance.now() - startedAt)
      await new Promise((next) => setTimeout(next, apartMs))
    }
    return waits.sort((a, b) => a - b)
  }
  const p99 = (waits: readonly number[]) => waits[Math.ceil(waits.length * 0.99) - 1] ?? 0

  const victim = () => others[0]?.who.user ?? ('' as UserId)
  const kinds: Readonly<Record<string, (me: UserId, own: RoomId) => string>> = {
    'of stored events': (me, own) => `PUB ${subjects.sendEvent(own, me)} 2\r\n{}\r\n`,
    'of typing': (me, own) => `PUB ${subjects.roomTyping(own, me)} 21\r\n{"v":1,"typing":true}\r\n`,
    'of publishes the broker forbids': () => `PUB ${subjects.sendEvent(room, victim())} 2\r\n{}\r\n`,
    'of publishes the stream refuses, with a wildcard to walk': (me, own) =>
      buildHeaderedPublish(
        subjects.sendEvent(own, me),
        ['Nats-Expected-Last-Subject-Sequence: 99', 'Nats-Expected-Last-Subject-Sequence-Subject: send.*.*.*.event'],
        '{}',
      ),
    'of presence that nobody answers': (me) =>
      `PUB ${subjects.sendPresence(me)} ${subjects.inboxPrefix(me)}.x 2\r\n{}\r\n`,
    'of answers aimed at somebody else': (me, own) =>
      `PUB ${subjects.sendEvent(own, me)} ${subjects.userTopic(victim(), 'credentials')} 2\r\n{}\r\n`,
  }

  it.each(Object.entries(kinds))(
    '%s: the flooder is gone within a second, and the others go on',
    async (what, lineOf) => {
      const mallory = await join(`mal${randomBytes(4).toString('hex')}`)
      const own = (await createRoom(server.call, mallory.token)).id
      const rest = p99(await measureAcks(100))
      const jwt = await mallory.jwt()
      const notices: UserNotice[] = []
      const ear = await connectTestClient(server.nats, mallory.who, jwt)
      ear.subscribe(subjects.userTopic(mallory.who.user, 'notices'), {
        callback: (_, { data }) => {
          const notice = parseUserNotice(data)
          if (notice?.kind === 'muted') notices.push(notice)
        },
      })
      await ear.flush()
      const flood = startFlood({ nats: server.nats, who: mallory.who, jwt, line: lineOf(mallory.who.user, own) })
      floods.push(flood)
      const begunAt = await flood.begun
      const during = measureAcks(40)
      const goneAt = await flood.refused
      await flood.stop()
      const worst = (await during).at(-1) ?? 0
      const after = p99(await measureAcks(100))
      const mb = (flood.sentBytes() / 2 ** 20).toFixed(1)
      console.log(
        `${what}: gone after ${Math.round(goneAt - begunAt)} ms and ${mb} MB; others' p99 ${rest.toFixed(1)} ms at rest, ` +
          `worst ${worst.toFixed(1)} ms meanwhile, p99 ${after.toFixed(1)} ms afterwards`,
      )
      // A second on a machine that has nothing else to do; tests share theirs.
      expect(goneAt - begunAt).toBeLessThan(5_000)
      expect(after).toBeLessThan(Math.max(2 * rest, 1_000))
      expect(ear.isClosed()).toBe(true)
      // Told why, and until when nothing will be given.
      expect(notices.at(-1)).toMatchObject({ kind: 'muted' })
      const refused = await askCredential(mallory.token, mallory.who)
      expect(refused.statusCode).toBe(429)
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(10)
      expect(others.some(({ connection }) => connection.isClosed())).toBe(false)
    },
    // Two hundred and forty words, each as soon as the one before is acknowledged.
    180_000,
  )

  it('of subscriptions, which no counter tells: the flooder goes within seconds', async () => {
    const mallory = await join('malsub')
    const line = `SUB ${subjects.inboxPrefix(mallory.who.user)}.x 1\r\nUNSUB 1\r\n`
    const about = { nats: server.nats, who: mallory.who, jwt: await mallory.jwt(), line, connections: 5 }
    const flood = startFlood(about)
    floods.push(flood)
    const begunAt = await flood.begun
    const goneAt = await flood.refused
    console.log(`of subscriptions: gone after ${Math.round(goneAt - begunAt)} ms`)
    await flood.stop()
    expect((await askCredential(mallory.token, mallory.who)).statusCode).toBe(429)
    expect(others.some(({ connection }) => connection.isClosed())).toBe(false)
  })

  it('of connections leaves the five newest, and the credential as it is', async () => {
    const mallory = await join('malcontent')
    const flood = startFlood({
      nats: server.nats,
      who: mallory.who,
      jwt: await mallory.jwt(),
      line: '',
      connections: 200,
    })
    floods.push(flood)
    await flood.begun
    await until(() => flood.closed() >= 195)
    const again = await connectTestClient(server.nats, mallory.who, await mallory.jwt())
    await again.flush()
    await until(() => flood.closed() === 196)
    expect(again.isClosed()).toBe(false)
    await again.close()
    await flood.stop()
  })

  it('of one who is no flood is none: two hundred messages at once, five devices, and all said again', async () => {
    const bea = await join('bea')
    const own = (await createRoom(server.call, bea.token)).id
    const jwt = await bea.jwt()
    const devices = await Promise.all(Array.from({ length: 5 }, () => connectTestClient(server.nats, bea.who, jwt)))
    const [first] = devices
    for (let n = 0; n < 1_000; n++) first?.publish(subjects.sendRead(own, bea.who.user), encodeBody({ v: 1, seq: n }))
    for (let n = 0; n < 190; n++) {
      const id = buildEventId(Date.now(), randomBytes(10))
      const head = headers()
      head.set('Nats-Msg-Id', id)
      const event = { v: 1, kind: 'message.posted', id, at: Date.now(), text: 'tea', format: 'plain' }
      await first?.request(subjects.sendEvent(own, bea.who.user), encodeBody(event), { headers: head, timeout: 20_000 })
    }
    // Several looks of the guard, and the archiver has counted all of it.
    await new Promise((next) => setTimeout(next, 1_500))
    expect(devices.map((device) => device.isClosed())).toEqual(devices.map(() => false))
    expect((await askCredential(bea.token, bea.who)).json<Credential>().jwt).toContain('.')
    for (const device of devices) await device.close()
  })

  it('that is none yet mutes: the rooms can be heard, nothing can be said, and it ends by itself', async () => {
    const tom = await join('tom')
    const own = (await createRoom(server.call, tom.token)).id
    const before = await connectTestClient(server.nats, tom.who, await tom.jwt())
    const notices: UserNotice[] = []
    before.subscribe(subjects.userTopic(tom.who.user, 'notices'), {
      callback: (_, { data }) => {
        const notice = parseUserNotice(data)
        if (notice?.kind === 'muted') notices.push(notice)
      },
    })
    const say = async () => {
      const id = buildEventId(Date.now(), randomBytes(10))
      const head = headers()
      head.set('Nats-Msg-Id', id)
      const event = { v: 1, kind: 'message.posted', id, at: Date.now(), text: 'tea', format: 'plain' }
      const subject = subjects.sendEvent(own, tom.who.user)
      await before.request(subject, encodeBody(event), { headers: head, timeout: 20_000 }).catch(() => undefined)
    }
    // Many at once: one after the other a slow machine says no more in a second than is anybody's to say.
    for (let lot = 0; lot < 15 && !before.isClosed(); lot++) await Promise.all(Array.from({ length: 20 }, say))
    await until(() => before.isClosed())
    expect(notices).toMatchObject([{ kind: 'muted', reason: 'too-many-events' }])
    const muted = (await askCredential(tom.token, tom.who)).json<Credential>()
    const until_ = notices[0]?.kind === 'muted' ? notices[0].until : 0
    // It ends when the mute does, so that the next one gives back what was taken.
    expect(Math.abs(muted.expiresAt - until_)).toBeLessThan(2_000)
    const sync = await server.call({ path: apiPaths.sync, token: tom.token })
    expect(sync.json().credentialVersion).toBe(muted.version)
    const after = await connectTestClient(server.nats, tom.who, muted.jwt)
    const heard = after.subscribe(subjects.roomAll(own), { max: 1 })
    await after.flush()
    await expect(
      after.request(subjects.sendEvent(own, tom.who.user), encodeBody({}), { timeout: 2_000 }),
    ).rejects.toThrow(/permission/i)
    heard.unsubscribe()
    await after.close()
  })
})
