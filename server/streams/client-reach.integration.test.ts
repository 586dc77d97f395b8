import { randomBytes } from 'node:crypto'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from 'nats'
import { headers, type MsgHdrs, type NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildEventId } from '../../common/ids.ts'
import { streams, subjects } from '../../common/subjects.ts'
import { parseUserHint } from '../../common/user-hint.ts'
import { connectBackbone } from '../nats/broker-connection.ts'
import {
  buildTestAuthenticator,
  buildTestJwt,
  connectTestClient,
  createTestIdentity,
  createTestRoom,
} from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { ensureStreams } from './ensure-streams.ts'
import { defaultStreamOptions } from './event-streams.ts'

const newId = () => buildEventId(Date.now(), randomBytes(10))

/** What a raw NATS client can do with Alice's credential: the broker alone stands in its way. */
describe.skipIf(natsServerBinary === undefined)('a client with the credential of one user', () => {
  const alice = createTestIdentity()
  const bob = createTestIdentity()
  const shared = createTestRoom(0)
  const bobsRoom = createTestRoom(0)
  let nats: TestNats
  let backbone: NatsConnection
  let client: NatsConnection
  let bobsClient: NatsConnection

  beforeAll(async () => {
    nats = await startTestNats()
    const connected = await connectBackbone({ servers: nats.tcpUrl, keys: nats.keys, name: 'test' })
    if (!connected.ok) throw connected.error.cause
    backbone = connected.value
    expect((await ensureStreams(backbone, defaultStreamOptions)).ok).toBe(true)
    client = await connectTestClient(nats, alice, buildTestJwt(nats, alice, [{ room: shared, role: 'member' }]))
    const bobsRooms = [shared, bobsRoom].map((room) => ({ room, role: 'member' as const }))
    bobsClient = await connectTestClient(nats, bob, buildTestJwt(nats, bob, bobsRooms))
  })
  afterAll(async () => {
    await client?.close()
    await bobsClient?.close()
    await backbone?.close()
    await nats?.stop()
  })

  /** The broker's answer to SUB comes before the one to PING, so after a flush it is known. */
  async function isSubscribable(subject: string, from = client): Promise<boolean> {
    let refused = false
    const subscription = from.subscribe(subject, {
      callback: (error) => {
        if (error !== null) refused = true
      },
    })
    await from.flush()
    subscription.unsubscribe()
    return !refused
  }

  type Attempt = { readonly reply?: string; readonly headers?: MsgHdrs }

  /** Publishes and says which of its effects reached BACKBONE: subjects heard there, and what each stream now holds. */
  async function attempt(subject: string, options: Attempt = {}, from = client) {
    const data = newId()
    const heard: string[] = []
    const ears = backbone.subscribe('>', {
      callback: (_, said) => {
        if (said.string() === data) heard.push(said.subject)
      },
    })
    await backbone.flush()
    const before = await countStored()
    from.publish(subject, data, options)
    await from.flush()
    // Stored in order of arrival: once this is acknowledged, whatever the attempt stored is counted.
    await Promise.all([...before.keys()].map((name, shard) => publishSentinel(name, shard)))
    ears.unsubscribe()
    const after = await countStored()
    const stored = [...after].map(([name, count]) => [name, count - (before.get(name) ?? 0) - 1] as const)
    return {
      reached: heard.includes(subject),
      stored: Object.fromEntries(stored.filter(([, count]) => count !== 0)),
    }
  }

  const sentinelRooms = Array.from({ length: defaultStreamOptions.shards }, (_, shard) => createTestRoom(shard))
  async function publishSentinel(name: string, shard: number) {
    const room = sentinelRooms[shard] ?? shared
    const ack = await jetstream(backbone).publish(subjects.sendEvent(room, 'system'), 'sentinel')
    expect(ack.stream).toBe(name)
  }
  async function countStored(): Promise<Map<string, number>> {
    const manager = await jetstreamManager(backbone)
    const names = sentinelRooms.map((_, shard) => streams.events(shard))
    const infos = await Promise.all(names.map((name) => manager.streams.info(name)))
    return new Map(infos.map((info) => [info.config.name, info.state.messages]))
  }

  const nothing = { reached: false, stored: {} }
  const ownEvent = { reached: true, stored: { [streams.events(0)]: 1 } }

  it('can say its own event in its own room, and hears the room', async () => {
    expect(await attempt(subjects.sendEvent(shared, alice.user))).toEqual(ownEvent)
    expect(await isSubscribable(subjects.roomAll(shared))).toBe(true)
    expect(await isSubscribable(subjects.userAll(alice.user))).toBe(true)
  })

  it('cannot subscribe to a room the user is not in', async () => {
    expect(await isSubscribable(subjects.roomAll(bobsRoom))).toBe(false)
    expect(await isSubscribable(subjects.roomEvent(bobsRoom, bob.user))).toBe(false)
    expect(await isSubscribable('room.>')).toBe(false)
    expect(await isSubscribable('room.0.*.>')).toBe(false)
    expect(await isSubscribable(`room.*.${shared.slice(2)}.>`)).toBe(false)
  })

  it('cannot publish into a room the user is not in', async () => {
    expect(await attempt(subjects.sendEvent(bobsRoom, alice.user))).toEqual(nothing)
    expect(await attempt(subjects.sendRead(bobsRoom, alice.user))).toEqual(nothing)
    expect(await attempt(subjects.roomTyping(bobsRoom, alice.user))).toEqual(nothing)
  })

  it('cannot publish as another user, nor as the system', async () => {
    expect(await attempt(subjects.sendEvent(shared, bob.user))).toEqual(nothing)
    expect(await attempt(subjects.sendEvent(shared, 'system'))).toEqual(nothing)
    expect(await attempt(subjects.sendRead(shared, bob.user))).toEqual(nothing)
    expect(await attempt(subjects.sendPresence(bob.user))).toEqual(nothing)
  })

  it('cannot publish what only streams and servers say', async () => {
    const heard: string[] = []
    const ears = bobsClient.subscribe(subjects.roomAll(shared), {
      callback: (_, said) => void heard.push(said.subject),
    })
    await bobsClient.flush()
    for (const subject of [
      subjects.roomEvent(shared, alice.user),
      subjects.roomEvent(shared, bob.user),
      subjects.roomEvent(shared, 'system'),
      subjects.roomPresence(shared),
      subjects.roomHead(shared),
      subjects.roomTyping(shared, bob.user),
      subjects.userTopic(bob.user, 'credentials'),
      subjects.userTopic(alice.user, 'rooms'),
    ]) {
      expect(await attempt(subject), subject).toEqual(nothing)
    }
    expect((await attempt(subjects.roomTyping(shared, alice.user))).stored).toEqual({})
    await bobsClient.flush()
    ears.unsubscribe()
    expect(heard).toEqual([subjects.roomTyping(shared, alice.user)])
  })

  it('cannot reach JetStream nor the system', async () => {
    for (const subject of [
      '$JS.API.INFO',
      '$JS.API.STREAM.INFO.EVENTS-0',
      '$JS.API.STREAM.PURGE.EVENTS-0',
      '$JS.API.STREAM.MSG.GET.EVENTS-0',
      '$JS.API.CONSUMER.CREATE.EVENTS-0',
      '$SYS.REQ.USER.INFO',
      '$SYS.REQ.SERVER.PING',
      '$SYS.REQ.CLAIMS.UPDATE',
    ]) {
      await expect(client.request(subject, '', { timeout: 2_000 }), subject).rejects.toThrow(/permissions violation/i)
      expect(await isSubscribable(subject), subject).toBe(false)
    }
    expect(await isSubscribable('$JS.>')).toBe(false)
    expect(await isSubscribable('$SYS.>')).toBe(false)
  })

  it('cannot listen to everything, to another user or to anothers answers', async () => {
    for (const subject of [
      '>',
      '*.>',
      'user.>',
      'user.*.rooms',
      subjects.userAll(bob.user),
      '_INBOX.>',
      '_INBOX.*.>',
      `${subjects.inboxPrefix(bob.user)}.>`,
      'send.>',
      subjects.sendEvent(shared, bob.user),
      `send.${shared}.*.event`,
      'send.presence.*',
      '_R_.>',
    ]) {
      expect(await isSubscribable(subject), subject).toBe(false)
    }
  })

  describe('with a reply subject that is somebody elses', () => {
    it.each([
      ['an event of another user in their room', subjects.sendEvent(bobsRoom, bob.user)],
      ['the same with user before room', `send.${bob.user}.${bobsRoom}.event`],
      ['a system event', subjects.sendEvent(shared, 'system')],
      ['a purge', '$JS.API.STREAM.PURGE.EVENTS-0'],
      ['a removal', '$JS.API.STREAM.DELETE.EVENTS-0'],
      ['a receipt of another user', subjects.sendRead(shared, bob.user)],
      ['claims', '$SYS.REQ.CLAIMS.UPDATE'],
    ])('%s: only its own event is stored', async (_, reply) => {
      const answers: string[] = []
      const ears = backbone.subscribe(reply, { callback: (_error, said) => void answers.push(said.subject) })
      expect(await attempt(subjects.sendEvent(shared, alice.user), { reply })).toEqual(ownEvent)
      await backbone.flush()
      ears.unsubscribe()
      expect(answers).toEqual([])
      const manager = await jetstreamManager(backbone)
      for (const subject of [subjects.sendEvent(bobsRoom, bob.user), subjects.sendEvent(shared, 'system')]) {
        expect(await manager.streams.getMessage(streams.events(0), { last_by_subj: subject })).toBeNull()
      }
      expect((await manager.streams.info(streams.reads(0))).state.messages).toBe(0)
    })

    // Why a live event counts only with each of the brokers headers once: the acknowledgement goes where the sender
    // says, asking no permission, under the subject of somebody else. It comes without a sequence.
    it('a room event of another user: what members hear carries no sequence', async () => {
      const heard = bobsClient.subscribe(subjects.roomEvent(shared, bob.user), { max: 1 })
      await bobsClient.flush()
      client.publish(subjects.sendEvent(shared, alice.user), 'x', { reply: subjects.roomEvent(shared, bob.user) })
      await client.flush()
      for await (const message of heard) {
        expect(message.headers?.has('Nats-Sequence') ?? false).toBe(false)
        expect(JSON.parse(message.string())).toMatchObject({ stream: streams.events(0) })
      }
    })

    it('a hint to another user: what they hear is none', async () => {
      const subject = subjects.userTopic(bob.user, 'credentials')
      const heard = bobsClient.subscribe(subject, { max: 1 })
      await bobsClient.flush()
      client.publish(subjects.sendEvent(shared, alice.user), 'x', { reply: subject })
      await client.flush()
      for await (const message of heard) expect(parseUserHint(message.data)).toBeUndefined()
    })
  })

  describe('with a header that asks something of the stream', () => {
    it.each([
      ['Nats-Rollup', 'all'],
      ['Nats-Rollup', 'sub'],
      ['Nats-TTL', '1s'],
      ['Nats-Incr', '+1'],
      ['Nats-Schedule', '@every 1s'],
      ['Nats-Batch-Id', 'batch'],
      ['Nats-Batch-Commit', '1'],
      ['Nats-Marker-Reason', 'Purge'],
      ['KV-Operation', 'PURGE'],
      ['Nats-Expected-Last-Sequence', '1'],
      ['Nats-Expected-Stream', 'EVENTS-1'],
    ])('%s: %s changes nothing but by its own event', async (name, value) => {
      const added = headers()
      added.set(name, value)
      const { stored } = await attempt(subjects.sendEvent(shared, alice.user), { headers: added })
      expect([{}, ownEvent.stored]).toContainEqual(stored)
    })

    it('has a forged sequence handed on before the true one, so nobody may read the first', async () => {
      const heard = bobsClient.subscribe(subjects.roomEvent(shared, alice.user), { max: 1 })
      await bobsClient.flush()
      const forged = headers()
      forged.set('Nats-Sequence', '1')
      const ack = await jetstream(client).publish(subjects.sendEvent(shared, alice.user), 'x', { headers: forged })
      for await (const message of heard) {
        expect(message.headers?.values('Nats-Sequence')).toEqual(['1', String(ack.seq)])
        expect(message.headers?.get('Nats-Sequence')).toBe('1')
      }
    })

    it('cannot have itself traced to where it may not publish', async () => {
      const traced = headers()
      traced.set('Nats-Trace-Dest', subjects.roomEvent(shared, bob.user))
      const heard: string[] = []
      const ears = bobsClient.subscribe(subjects.roomEvent(shared, bob.user), {
        callback: (_, said) => void heard.push(said.string()),
      })
      await bobsClient.flush()
      await attempt(subjects.sendEvent(shared, alice.user), { headers: traced })
      await bobsClient.flush()
      ears.unsubscribe()
      expect(heard).toEqual([])
    })
  })

  it('cannot sign in over TCP', async () => {
    const jwt = buildTestJwt(nats, alice, [{ room: shared, role: 'member' }])
    const authenticator = buildTestAuthenticator(alice, jwt)
    await expect(connect({ servers: nats.tcpUrl, authenticator, reconnect: false })).rejects.toThrow(/Authorization/i)
  })

  it('cannot sign in without the key of the credential', async () => {
    const jwt = buildTestJwt(nats, alice, [])
    const thief = { ...createTestIdentity(), publicKey: alice.publicKey }
    await expect(connectTestClient(nats, thief, jwt)).rejects.toThrow(/Authorization/i)
  })

  it('cannot hold more subscriptions than its limit', async () => {
    const crowd = createTestIdentity()
    const crowded = await connectTestClient(nats, crowd, buildTestJwt(nats, crowd, []))
    const refused = new Promise<string>((say) => {
      void (async () => {
        for await (const status of crowded.status()) if (status.type === 'error') say(status.error.message)
      })()
    })
    for (let count = 0; count <= 1_100; count++) crowded.subscribe(`${subjects.userAll(crowd.user)}`)
    expect(await refused).toMatch(/maximum subscriptions exceeded/i)
    await crowded.close()
  })

  describe('as a listener or one who may only hear', () => {
    it('reads and marks read, but does not write', async () => {
      const carol = createTestIdentity()
      const listener = await connectTestClient(
        nats,
        carol,
        buildTestJwt(nats, carol, [{ room: shared, role: 'listener' }]),
      )
      expect(await isSubscribable(subjects.roomAll(shared), listener)).toBe(true)
      expect(await attempt(subjects.sendEvent(shared, carol.user), {}, listener)).toEqual(nothing)
      expect(await attempt(subjects.roomTyping(shared, carol.user), {}, listener)).toEqual(nothing)
      expect(await attempt(subjects.sendRead(shared, carol.user), {}, listener)).toEqual({ reached: true, stored: {} })
      await listener.close()
    })

    it('hears when muted, and says nothing at all', async () => {
      const dave = createTestIdentity()
      const jwt = buildTestJwt(nats, dave, [{ room: shared, role: 'owner', muted: true }])
      const muted = await connectTestClient(nats, dave, jwt)
      expect(await isSubscribable(subjects.roomAll(shared), muted)).toBe(true)
      expect(await attempt(subjects.sendEvent(shared, dave.user), {}, muted)).toEqual(nothing)
      expect(await attempt(subjects.sendRead(shared, dave.user), {}, muted)).toEqual(nothing)
      expect(await attempt(subjects.sendPresence(dave.user), {}, muted)).toEqual({ reached: true, stored: {} })
      await muted.close()
    })

    it('in no room at all reaches only what is its own', async () => {
      const erin = createTestIdentity()
      const alone = await connectTestClient(nats, erin, buildTestJwt(nats, erin, []))
      expect(await isSubscribable(subjects.roomAll(shared), alone)).toBe(false)
      expect(await isSubscribable('>', alone)).toBe(false)
      expect(await attempt(subjects.sendEvent(shared, erin.user), {}, alone)).toEqual(nothing)
      expect(await isSubscribable(subjects.userAll(erin.user), alone)).toBe(true)
      await alone.close()
    })
  })

  it('in a thousand rooms signs in, and speaks in the last of them', async () => {
    const frank = createTestIdentity()
    const rooms = Array.from({ length: 1_000 }, (_, index) => createTestRoom(index % 8))
    const jwt = buildTestJwt(
      nats,
      frank,
      rooms.map((room) => ({ room, role: 'member' })),
    )
    expect(jwt.length).toBeLessThan(40_000)
    const busy = await connectTestClient(nats, frank, jwt)
    const last = rooms.at(-1) ?? shared
    const ack = await jetstream(busy).publish(subjects.sendEvent(last, frank.user), 'x', { msgID: newId() })
    expect(ack.stream).toBe(streams.events(7))
    await busy.close()
  })
})
