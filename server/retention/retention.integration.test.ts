import { randomBytes } from 'node:crypto'
import { jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { buildEventId, type RoomId, shardOf } from '../../common/ids.ts'
import { streams, subjects } from '../../common/subjects.ts'
import { connectBackbone } from '../nats/broker-connection.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, until } from '../rigs/test-server.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { buildAuthorPurge } from '../streams/author-purge.ts'
import { buildMemberPublisher } from '../streams/member-publisher.ts'
import { buildOldWordEraser } from './old-word-eraser.ts'
import { buildRetention } from './retention-service.ts'

const dayMs = 86_400_000

/** `NATTER_RETENTION_MESSAGES=100000`: how long it takes to remove so many of one room; printed, and bound to nothing. */
const shown = Number(process.env.NATTER_RETENTION_MESSAGES ?? 0)

/** On a whole server whose clock is ahead where it asks how old something is: what is said here was said just now. */
describe.skipIf(natsServerBinary === undefined)('what is older than it may be', () => {
  let server: TestServer
  let store: Store
  let ana: RawPerson
  beforeAll(async () => {
    server = await startTestServer()
    store = await openStore({ dataDir: server.nats.dataDir })
    ana = await createRawPerson(server, 'ana')
  })
  afterAll(async () => {
    await store?.close()
    await server?.stop()
  })

  const pagesOf = async (room: RoomId, by = ana) => (await by.ask('GET', apiPaths.messages(room))).json()
  const textsOf = async (room: RoomId) => (await pagesOf(room)).messages.map((one: { text: string }) => one.text)
  const inDays = async (days: number, backbone: Parameters<typeof buildAuthorPurge>[0], holder = 'test') => {
    const { services } = server.run
    const now = () => Date.now() + days * dayMs
    const purge = buildAuthorPurge(backbone)
    return buildRetention({
      ...{ records: store.records, leases: store.leases, rooms: store.rooms, holder, now },
      loadServerDays: async () => (await services.settings.load()).retentionDays,
      erase: buildOldWordEraser({
        ...{ records: store.records, history: store.history, now },
        reach: async (shard) => (await services.barrier.reach(shard)).complete,
        removeMessages: services.changer.removeMessages,
        sayErased: (room, erased) =>
          services.changer.change(room, () => ({ ok: true, value: { kind: 'messages.erased', ...erased } })),
        purge: async (room, author, upToSeq) =>
          purge(shardOf(room), author, await store.shards.loadPlace(shardOf(room)), { room, upToSeq }),
      }),
    })
  }

  it('goes from archive and stream, by the server’s setting or the room’s own, once, and the room is told', async () => {
    const backbone = await connectBackbone({ servers: server.nats.tcpUrl, keys: server.nats.keys, name: 'test' })
    if (!backbone.ok) throw new Error('no connection')
    const manager = await jetstreamManager(backbone.value)
    const heldBy = async (room: RoomId, author: string) => {
      const filter = `send.${room}.${author}.event`
      const info = await manager.streams.info(streams.events(shardOf(room)), { subjects_filter: filter })
      return Object.values(info.state.subjects ?? {}).reduce((sum, count) => sum + count, 0)
    }
    const ben = await createRawPerson(server, 'ben')
    const rooms = await Promise.all([1, 2, 3].map(() => createRoom(server.call, ana.accessToken, [ben.id])))
    const [short, long, usual] = rooms.map(({ id }) => id) as [RoomId, RoomId, RoomId]
    const speaking = await Promise.all([ana.connect(), ben.connect()])
    const live = speaking[1].live
    const heard = live.subscribe(subjects.roomEvent(short, 'system'))
    await live.flush()
    for (const room of [short, long, usual]) {
      for (let one = 0; one < 3; one++) for (const { say } of speaking) await say(room, `words ${one}`)
      await until(async () => (await textsOf(room)).length === 6)
    }
    // Nothing is set: nothing is looked for.
    const early = await inDays(10, backbone.value)
    expect(await early.pass()).toBeUndefined()
    const { retention } = server.run.services
    await retention.setRoomDays(short, 2)
    expect(await (await inDays(1, backbone.value)).pass()).toMatchObject({ messages: 0, failed: 0 })
    expect(await heldBy(short, ana.id)).toBe(3)
    expect(await (await inDays(3, backbone.value)).pass()).toEqual({ rooms: 1, messages: 6, failed: 0 })
    expect(await heldBy(short, ana.id)).toBe(0)
    expect(await heldBy(short, ben.id)).toBe(0)
    const kinds: string[] = []
    for await (const { data } of heard) {
      kinds.push(JSON.parse(new TextDecoder().decode(data)).kind)
      if (kinds.length === 7) break
    }
    expect(kinds).toEqual([...Array(6).fill('message.removed'), 'messages.erased'])
    await until(async () => (await textsOf(short)).every((text: string) => text === ''))
    const { notices } = await pagesOf(short)
    expect(notices.at(-1)).toMatchObject({ event: { kind: 'messages.erased', before: expect.any(Number) } })
    // Again: there is nothing left, and nobody is told twice.
    expect(await (await inDays(3, backbone.value)).pass()).toMatchObject({ messages: 0 })
    expect(await textsOf(long)).toHaveLength(6)
    expect((await textsOf(long))[0]).toBe('words 0')

    await retention.setRoomDays(long, 30)
    await ana.ask('PATCH', apiPaths.serverSettings, { retentionDays: 7 })
    await until(async () => (await server.run.services.settings.load()).retentionDays === 7)
    // Two copies at once: one is at it.
    const both = await Promise.all(['one', 'two'].map(async (name) => (await inDays(8, backbone.value, name)).pass()))
    expect(both.filter((pass) => pass !== undefined)).toHaveLength(1)
    await until(async () => (await textsOf(usual)).every((text: string) => text === ''))
    expect((await textsOf(long)).every((text: string) => text !== '')).toBe(true)
    const kept = (await ana.ask('GET', apiPaths.keptData)).json()
    expect(kept.retentionDays).toBe(7)
    // Whoever thinks about making an account may know it too.
    expect((await server.call({ path: apiPaths.keptData })).json()).toEqual(kept)
    expect(kept.kept).toContainEqual(expect.objectContaining({ what: 'messages', forMs: 7 * dayMs }))
    expect(kept.kept).toContainEqual(expect.objectContaining({ what: 'files', forMs: 7 * dayMs }))
    await ana.ask('PATCH', apiPaths.serverSettings, { retentionDays: null })
    await Promise.all([...speaking.map((one) => one.live.close()), backbone.value.close()])
  })

  it.skipIf(shown === 0)(
    'goes in passes of some seconds, however much it is',
    async () => {
      const backbone = await connectBackbone({ servers: server.nats.tcpUrl, keys: server.nats.keys, name: 'test' })
      if (!backbone.ok) throw new Error('no connection')
      const room = (await createRoom(server.call, ana.accessToken)).id
      const publish = buildMemberPublisher(backbone.value)
      for (let made = 0; made < shown; made += 100) {
        const ids = Array.from({ length: 100 }, () => buildEventId(Date.now(), randomBytes(10)))
        await Promise.all(
          ids.map((id) =>
            publish(room, ana.id, { v: 1, kind: 'message.posted', id, at: Date.now(), text: 'words', format: 'plain' }),
          ),
        )
      }
      await until(async () => (await server.run.services.barrier.reach(shardOf(room))).complete)
      await server.run.services.retention.setRoomDays(room, 1)
      const startedAt = performance.now()
      const passes: number[] = []
      for (let messages = 0; messages < shown; ) {
        const at = performance.now()
        messages += (await (await inDays(2, backbone.value)).pass())?.messages ?? 0
        passes.push(performance.now() - at)
      }
      const seconds = (performance.now() - startedAt) / 1_000
      const longest = Math.max(...passes) / 1_000
      console.log(
        `${shown} messages in ${seconds.toFixed(1)} s, ${passes.length} passes, the longest ${longest.toFixed(1)} s`,
      )
      await backbone.value.close()
    },
    1_800_000,
  )
})
