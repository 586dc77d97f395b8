import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { RoomId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, until } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('what people let others see', () => {
  let server: TestServer
  let ana: RawPerson
  let ben: RawPerson
  beforeAll(async () => {
    server = await startTestServer({ NATTER_CONTACTS: 'request' })
    ana = await createRawPerson(server, 'ana')
    ben = await createRawPerson(server, 'ben')
    await ana.ask('POST', apiPaths.contactRequests, { handle: 'ben' })
    await ben.ask('POST', apiPaths.contactRequests, { handle: 'ana' })
  })
  afterAll(() => server?.stop())
  const patch = (body: object) => ana.ask('PATCH', apiPaths.me, body)
  /** What Ben is told of Ana, who is not there. */
  const seen = async () =>
    (await ben.ask('GET', apiPaths.sync)).json().presence.find(({ user }: { user: string }) => user === ana.id)

  it('is all of it at first, and each switch stands by itself', async () => {
    const all = { receipts: true, typing: true, lastSeen: true }
    expect((await ana.ask('GET', apiPaths.me)).json().privacy).toEqual(all)
    expect((await patch({ privacy: { typing: false } })).json().privacy).toEqual({ ...all, typing: false })
    expect((await patch({ privacy: { receipts: false } })).json().privacy).toEqual({
      ...all,
      receipts: false,
      typing: false,
    })
    expect((await ana.ask('GET', apiPaths.sync)).json().me.privacy).toMatchObject({ typing: false })
    expect((await patch({ privacy: { typing: true, receipts: true } })).json().privacy).toEqual(all)
    expect((await patch({ privacy: { mood: false } })).statusCode).toBe(400)
    expect((await ben.ask('GET', apiPaths.user(ana.id))).json().privacy, 'nobody else learns of it').toBeUndefined()
  })

  it('loses none of the switches that several devices turn at once', async () => {
    const all = { receipts: true, typing: true, lastSeen: true }
    for (const on of [false, true, false, true]) {
      const turned = (Object.keys(all) as (keyof typeof all)[]).map((name) => patch({ privacy: { [name]: on } }))
      for (const answer of await Promise.all(turned)) expect(answer.statusCode).toBe(200)
      const { privacy } = (await ana.ask('GET', apiPaths.me)).json()
      expect(privacy).toEqual({ receipts: on, typing: on, lastSeen: on })
    }
  })

  it('is when a contact was there last, as long as they show it', async () => {
    const said = await seen()
    expect(said).toMatchObject({ state: 'offline' })
    expect(Math.abs(Date.now() - said.lastSeenAt)).toBeLessThan(130_000)
    await patch({ privacy: { lastSeen: false } })
    expect(await seen()).toBeUndefined()
    await patch({ privacy: { lastSeen: true } })
    const eve = await createRawPerson(server, 'eve')
    await createRoom(server.call, ana.accessToken)
    expect((await eve.ask('GET', apiPaths.sync)).json().presence).toEqual([])
  })

  it('does not move while somebody is invisible, whatever they do', async () => {
    await patch({ presence: 'invisible' })
    const before = await seen()
    expect(before.lastSeenAt).toBeLessThanOrEqual(Date.now())
    const { live } = await ana.connect()
    await patch({ bio: 'I was never here.' })
    await ana.ask('GET', apiPaths.sync)
    expect(await seen()).toEqual(before)
    await live.close()
    await patch({ presence: 'auto' })
  })

  it('is counted in a room as far as one may see it', async () => {
    const room = (await createRoom(server.call, ana.accessToken)).id
    await ana.ask('PATCH', apiPaths.room(room), { history: 'joined' })
    const connection = await ana.connect()
    const { id } = await connection.say(room, 'pin me')
    await pin(connection, room, id)
    await until(async () => (await counts(ana, room)).pins === 1)
    expect(await counts(ana, room)).toEqual({ files: 0, links: 0, pins: 1 })
    await ana.ask('PUT', apiPaths.member(room, ben.id))
    expect(await counts(ben, room), 'it was said before he came').toEqual({ files: 0, links: 0, pins: 0 })
    await connection.live.close()
  })

  it('is how far they have read to their own devices alone, where they say so over HTTP, and it never goes back', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
    const mine = await ana.connect()
    const his = await ben.connect()
    const heard: string[] = []
    his.live.subscribe(subjects.roomAll(room), { callback: (_, { subject }) => void heard.push(subject) })
    let hints = 0
    mine.live.subscribe(subjects.userTopic(ana.id, 'rooms'), { callback: () => void hints++ })
    await Promise.all([mine.live.flush(), his.live.flush()])
    const { seq } = await his.say(room, 'read me')
    const receipt = async () =>
      (await ana.ask('GET', apiPaths.sync)).json().rooms.find((row: { room: { id: RoomId } }) => row.room.id === room)
        .receipt
    await until(async () => {
      const [before, answer] = [hints, await ana.ask('PUT', apiPaths.read(room), { seq })]
      expect(answer.statusCode).toBe(204)
      await until(() => hints > before)
      return (await receipt()) === seq
    })
    expect((await ana.ask('PUT', apiPaths.read(room), { seq: 1 })).statusCode).toBe(204)
    expect(await receipt()).toBe(seq)
    await his.live.flush()
    expect(heard.filter((subject) => subject.endsWith('.read'))).toEqual([])
    expect((await ben.ask('PUT', apiPaths.read('0.aaaaaaaaaaaaaa' as RoomId), { seq })).json().code).toBe(
      'room-unknown',
    )
    await Promise.all([mine.live.close(), his.live.close()])
  })

  const counts = async (by: RawPerson, room: RoomId) => (await by.ask('GET', apiPaths.room(room))).json().counts
  const pin = (connection: Awaited<ReturnType<RawPerson['connect']>>, room: RoomId, message: string) =>
    connection.publish(room, { kind: 'message.pinned', message })
})
