import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { FollowedThread } from '../../common/http-contract/thread-contract.ts'
import type { EventId, RoomId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import { buildTestMongoUrl, testStores } from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawConnection, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, until } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined).each(testStores)('threads on %s', (kind) => {
  let server: TestServer
  let ana: RawPerson
  let ben: RawPerson
  let eve: RawPerson
  beforeAll(async () => {
    server = await startTestServer(kind === 'mongo' ? { MONGODB_URL: buildTestMongoUrl() } : {})
    ana = await createRawPerson(server, 'ana')
    ben = await createRawPerson(server, 'ben')
    eve = await createRawPerson(server, 'eve')
  })
  afterAll(() => server?.stop())

  const answer = (by: RawConnection, room: RoomId, thread: EventId, text: string, also: object = {}) =>
    by.publish(room, { kind: 'message.posted', text, format: 'plain', thread, ...also })
  const page = async (by: RawPerson, room: RoomId, thread: EventId) =>
    (await by.ask('GET', apiPaths.thread(room, thread))).json()
  const followed = async (by: RawPerson): Promise<FollowedThread[]> =>
    (await by.ask('GET', apiPaths.threads())).json().threads
  const rowOf = async (by: RawPerson, room: RoomId) =>
    (await by.ask('GET', apiPaths.sync)).json().rooms.find((row: { room: { id: RoomId } }) => row.room.id === room)

  it('hang on a message, are followed by whom they concern, and are unread on their own', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id, eve.id])).id
    const [mine, his] = [await ana.connect(), await ben.connect()]
    const root = (await mine.say(room, 'what about it?')).id
    await mine.live.flush()
    await answer(his, room, root, 'one')
    await answer(his, room, root, 'two', { mentions: [eve.id] })
    const shown = await answer(his, room, root, 'three', { replyTo: root })
    const all = await page(ana, room, root)
    expect(all.messages.map(({ text, thread }: { text: string; thread: string }) => [text, thread])).toEqual([
      ['one', root],
      ['two', root],
      ['three', root],
    ])
    const history = (await ana.ask('GET', apiPaths.messages(room))).json()
    expect(history.messages.find(({ id }: { id: string }) => id === root).answers).toEqual({
      count: 3,
      lastAt: all.messages.at(-1).at,
      by: [ben.id],
    })
    expect((await followed(ana))[0]).toMatchObject({ room, thread: root, message: { id: root }, unread: 3 })
    expect((await followed(eve))[0], 'from where she was named on').toMatchObject({ thread: root, unread: 2 })
    expect((await followed(ben))[0]).toMatchObject({ thread: root, unread: 0 })
    // Of three answers one is in the room as well.
    expect(await rowOf(ana, room)).toMatchObject({ unread: 1, lastMessage: { id: shown.id, thread: root } })

    const say = (threads: object) =>
      mine.live.publish(subjects.sendRead(room, ana.id), encodeBody({ v: 1, seq: 1, threads }))
    say({ [root]: shown.seq - 1 })
    await until(async () => (await followed(ana))[0]?.unread === 1)
    say({ [root]: 1 })
    expect((await ana.ask('PUT', apiPaths.read(room), { seq: 1, threads: { [root]: shown.seq } })).statusCode).toBe(204)
    expect((await followed(ana))[0]).toMatchObject({ unread: 0, readSeq: shown.seq, lastSeq: shown.seq })

    expect((await ana.ask('DELETE', apiPaths.threadFollow(room, root))).statusCode).toBe(204)
    expect(await followed(ana)).toEqual([])
    await answer(his, room, root, 'four')
    expect((await page(ana, room, root)).messages).toHaveLength(4)
    expect(await followed(ana), 'who has left it stays away').toEqual([])
    expect((await ana.ask('PUT', apiPaths.threadFollow(room, root))).statusCode).toBe(204)
    expect((await followed(ana))[0]).toMatchObject({ thread: root, unread: 0 })

    await his.publish(room, { kind: 'message.removed', message: shown.id })
    await until(async () => (await followed(ana))[0]?.answers.count === 3)
    await mine.publish(room, { kind: 'message.removed', message: root })
    await until(async () => (await followed(eve))[0]?.message?.removedAt !== undefined)
    expect((await page(eve, room, root)).messages, 'what hangs on it stays').toHaveLength(4)
    await Promise.all([mine.live.close(), his.live.close()])
  })

  it('show nobody more than the room does', async () => {
    const room = (await createRoom(server.call, ana.accessToken)).id
    await ana.ask('PATCH', apiPaths.room(room), { history: 'joined' })
    const mine = await ana.connect()
    const [before, later] = [(await mine.say(room, 'before')).id, (await mine.say(room, 'later')).id]
    await answer(mine, room, before, 'early')
    const notThere = await ben.ask('GET', apiPaths.thread(room, before))
    expect([notThere.statusCode, notThere.json().code]).toEqual([404, 'room-unknown'])
    await ana.ask('PUT', apiPaths.member(room, ben.id))
    expect((await ben.ask('GET', apiPaths.thread(room, before))).json().code).toBe('message-unknown')
    expect((await ben.ask('GET', apiPaths.thread(room, later))).json().code).toBe('message-unknown')
    expect((await ben.ask('PUT', apiPaths.threadFollow(room, before))).json().code).toBe('message-unknown')
    const fresh = await answer(mine, room, before, 'fresh', { mentions: [ben.id] })
    expect((await page(ben, room, before)).messages.map(({ id }: { id: string }) => id)).toEqual([fresh.id])
    const [one] = (await followed(ben)).filter((each) => each.room === room)
    expect(one).toMatchObject({ thread: before, answers: { count: 1 }, unread: 1 })
    expect(one?.message, 'not what it hangs on').toBeUndefined()
    await ana.ask('DELETE', apiPaths.member(room, ben.id))
    expect((await followed(ben)).filter((each) => each.room === room)).toEqual([])
    await mine.live.close()
  })

  it('say what an edited message said before, until it is removed, and what is pinned, as far as one may see it', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
    const [mine, his] = [await ana.connect(), await ben.connect()]
    const { id, seq } = await his.say(room, 'first')
    const versions = async (by = ana) => (await by.ask('GET', apiPaths.versions(room, id))).json()
    expect((await versions()).versions).toMatchObject([{ seq, text: 'first' }])
    const edited = await his.publish(room, { kind: 'message.edited', message: id, text: 'second' })
    await his.publish(room, { kind: 'message.edited', message: id, text: 'third' })
    await mine.publish(room, { kind: 'message.pinned', message: id })
    const all = (await versions()).versions
    expect(all.map(({ text }: { text: string }) => text)).toEqual(['first', 'second', 'third'])
    expect([all[0].seq, all[1].seq]).toEqual([seq, edited.seq])
    const pins = async (by = ben) => (await by.ask('GET', apiPaths.pins(room))).json()
    expect(await pins()).toMatchObject({ messages: [{ id, text: 'third' }], hasMoreBefore: false })
    expect((await versions(eve)).code).toBe('room-unknown')
    expect((await pins(eve)).code).toBe('room-unknown')
    await mine.publish(room, { kind: 'message.removed', message: id })
    expect(await versions()).toEqual({ versions: [], removedBy: ana.id })
    expect((await pins()).messages).toEqual([])
    const known = await server.call({ method: 'GET', path: apiPaths.message(room, id), token: ben.accessToken })
    expect(known.json().message).toMatchObject({ id, text: '', removedBy: ana.id })
    await Promise.all([mine.live.close(), his.live.close()])
  })
})
