import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Inbox, InboxItem } from '../../common/http-contract/inbox-contract.ts'
import type { EventId, RoomId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { buildTestMongoUrl, testStores } from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawConnection, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, until } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined).each(testStores)('inboxes on %s', (kind) => {
  let server: TestServer
  let ana: RawPerson
  let ben: RawPerson
  let eve: RawPerson
  beforeAll(async () => {
    server = await startTestServer({
      NATTER_CONTACTS: 'request',
      ...(kind === 'mongo' ? { MONGODB_URL: buildTestMongoUrl() } : {}),
    })
    ana = await createRawPerson(server, 'ana')
    ben = await createRawPerson(server, 'ben')
    eve = await createRawPerson(server, 'eve')
    for (const other of [ben, eve]) {
      await ana.ask('POST', apiPaths.contactRequests, { handle: other.handle })
      await other.ask('POST', apiPaths.contactRequests, { handle: 'ana' })
    }
  })
  afterAll(() => server?.stop())

  const load = async (by: RawPerson, query = ''): Promise<Inbox> => (await by.ask('GET', apiPaths.inbox(query))).json()
  const itemsIn = async (by: RawPerson, room: RoomId) => (await load(by)).items.filter((one) => one.room === room)
  /** Each in a millisecond of its own: of what has the same time none is the newer one. */
  const post = async (by: RawConnection, room: RoomId, text: string, more: object = {}) => {
    const event = await by.publish(room, { kind: 'message.posted', text, format: 'plain', ...more })
    const storedBy = Date.now()
    await until(async () => Date.now() > storedBy)
    return event
  }
  const short = ({ kind: what, by, emoji, message, names, isRead }: InboxItem) => ({
    ...{ what, by, text: message?.text },
    ...(emoji === undefined ? {} : { emoji }),
    ...(names === undefined ? {} : { names }),
    ...(isRead === undefined ? {} : { isRead }),
  })
  const seenBy = async (by: RawPerson, room: RoomId) => (await itemsIn(by, room)).map(short)

  it('hold mentions, answers and reactions, as the messages are now, and what is new brings a dismissed one back', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id, eve.id])).id
    const [mine, his, hers] = [await ana.connect(), await ben.connect(), await eve.connect()]
    const hints: string[] = []
    mine.live.subscribe(subjects.userTopic(ana.id, 'inbox'), { callback: (_, { subject }) => void hints.push(subject) })
    await mine.live.flush()
    const own = (await post(mine, room, 'my own words', { mentions: [ana.id, 'room'] })).id
    const named = (await post(his, room, 'look', { mentions: [ana.id, ana.id] })).id
    await post(his, room, 'yes', { replyTo: own })
    const all = (await post(his, room, 'everybody', { mentions: ['room'] })).id
    await his.publish(room, { kind: 'reaction.added', message: own, emoji: '👍' })
    await hers.publish(room, { kind: 'reaction.added', message: own, emoji: '👍' })
    await mine.publish(room, { kind: 'reaction.added', message: own, emoji: '👍' })
    await until(async () => {
      const [first, ...rest] = await itemsIn(ana, room)
      return first?.count === 2 && rest.length === 3
    })
    await until(async () => hints.length > 0)
    expect(await seenBy(ana, room)).toEqual([
      { what: 'reaction', by: [eve.id, ben.id], text: 'my own words', emoji: '👍' },
      { what: 'mention', by: [ben.id], text: 'everybody', names: 'room' },
      { what: 'reply', by: [ben.id], text: 'yes' },
      { what: 'mention', by: [ben.id], text: 'look', names: 'me' },
    ])
    expect(
      (await seenBy(ben, room)).map(({ text }) => text),
      'what I say is nothing to me',
    ).toEqual(['my own words'])
    const paged: InboxItem[] = []
    for (let cursor = ''; ; ) {
      const page = await load(ana, `limit=1${cursor}`)
      paged.push(...page.items)
      if (page.cursor === undefined) break
      cursor = `&cursor=${encodeURIComponent(page.cursor)}`
    }
    expect(paged).toEqual((await load(ana)).items)
    expect((await load(ana, 'kind=reply')).items.map(short)).toEqual([{ what: 'reply', by: [ben.id], text: 'yes' }])

    await hers.publish(room, { kind: 'reaction.removed', message: own, emoji: '👍' })
    await his.publish(room, { kind: 'message.removed', message: all })
    await his.publish(room, { kind: 'message.edited', message: named, text: 'look there', mentions: [] })
    const left = async () => (await seenBy(ana, room)).map(({ what, by }) => [what, ...by].join()).toSorted()
    await until(async () => String(await left()) === String([`reaction,${ben.id}`, `reply,${ben.id}`]))
    await his.publish(room, { kind: 'message.edited', message: named, text: 'look, Ana', mentions: [ana.id] })
    await until(async () => (await itemsIn(ana, room)).length === 3)
    expect((await seenBy(ana, room)).at(-1), 'where it stood before').toMatchObject({ text: 'look, Ana' })
    const plain = (await post(his, room, 'plain')).id
    await his.publish(room, { kind: 'message.edited', message: plain, text: 'plain, Ana', mentions: [ana.id] })
    await until(async () => (await seenBy(ana, room))[0]?.text === 'plain, Ana')

    const upTo = (await load(ana)).items[0]?.at ?? 0
    const liked = (await itemsIn(ana, room)).find(({ kind }) => kind === 'reaction')?.id ?? ''
    hints.length = 0
    expect((await ana.ask('POST', apiPaths.dismissInbox, { upTo, ids: [liked] })).statusCode).toBe(204)
    expect((await seenBy(ana, room)).map(({ what }) => what)).not.toContain('reaction')
    await until(async () => hints.length > 0)
    await hers.publish(room, { kind: 'reaction.added', message: own, emoji: '👍' })
    await until(async () => (await itemsIn(ana, room)).some(({ kind }) => kind === 'reaction'))
    expect((await ana.ask('POST', apiPaths.dismissInbox, { upTo })).statusCode).toBe(204)
    expect(
      (await seenBy(ana, room)).map(({ what }) => what),
      'all that was there',
    ).toEqual(['reaction'])
    const { seenTo, items } = await load(ana)
    expect(seenTo).toBe(0)
    expect((await ana.ask('POST', apiPaths.seeInbox, { upTo: items[0]?.at })).statusCode).toBe(204)
    expect((await load(ana)).seenTo).toBe(items[0]?.at)
    await ana.ask('POST', apiPaths.seeInbox, { upTo: 1 })
    expect((await load(ana)).seenTo, 'never back').toBe(items[0]?.at)
    await Promise.all([mine, his, hers].map(({ live }) => live.close()))
  })

  it('show nobody more than the room does: who came later, was taken out, or has blocked somebody', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id])).id
    const [mine, his] = [await ana.connect(), await ben.connect()]
    await post(mine, room, 'all of you', { mentions: ['room'] })
    await post(mine, room, 'and a stranger', { mentions: [eve.id] })
    const asked = (await post(his, room, 'who comes?')).id
    await until(async () => (await seenBy(ben, room)).length === 1)
    await ana.ask('PUT', apiPaths.member(room, eve.id))
    const hers = await eve.connect()
    await post(hers, room, 'me', { replyTo: asked })
    await hers.publish(room, { kind: 'reaction.added', message: asked, emoji: '❤️' })
    await until(async () => (await seenBy(ben, room)).length === 3)
    expect(await seenBy(eve, room), 'what was said to those before').toEqual([])
    await post(mine, room, 'now you', { mentions: [eve.id] })
    await until(async () => (await seenBy(eve, room)).length === 1)

    await ben.ask('PUT', apiPaths.block(eve.id))
    expect((await seenBy(ben, room)).map(({ text }) => text)).toEqual(['all of you'])
    await ben.ask('DELETE', apiPaths.block(eve.id))
    expect(await seenBy(ben, room)).toHaveLength(3)
    await ana.ask('DELETE', apiPaths.member(room, eve.id))
    expect(await seenBy(eve, room)).toEqual([])
    expect((await load(eve, 'cursor=none')) as object).toMatchObject({ code: 'request-invalid' })
    await Promise.all([mine, his, hers].map(({ live }) => live.close()))
  })

  it('hold a thread once, by its newest answer, and requests until they are answered', async () => {
    const room = (await createRoom(server.call, ana.accessToken, [ben.id, eve.id])).id
    const [mine, his, hers] = [await ana.connect(), await ben.connect(), await eve.connect()]
    const root: EventId = (await mine.say(room, 'what about it?')).id
    await post(his, room, 'one', { thread: root })
    const { seq } = await post(hers, room, 'two', { thread: root })
    await until(async () => (await seenBy(ana, room))[0]?.text === 'two')
    expect(await seenBy(ana, room)).toEqual([{ what: 'thread', by: [eve.id, ben.id], text: 'two' }])
    await ana.ask('PUT', apiPaths.read(room), { seq: 1, threads: { [root]: seq } })
    expect(await seenBy(ana, room)).toEqual([{ what: 'thread', by: [eve.id, ben.id], text: 'two', isRead: true }])
    await post(his, room, 'three', { thread: root, replyTo: root })
    await until(async () => (await seenBy(ana, room))[0]?.text === 'three')
    expect(await seenBy(ana, room), 'one of the two').toEqual([{ what: 'reply', by: [ben.id], text: 'three' }])

    const zoe = await createRawPerson(server, `zoe${kind}`)
    await zoe.ask('POST', apiPaths.contactRequests, { handle: 'ana', note: 'It is me' })
    const requests = (await load(ana, 'kind=request')).items
    expect(requests).toMatchObject([{ kind: 'request', by: [zoe.id], request: { note: 'It is me' } }])
    expect((await load(ana, 'kind=request')).users).toMatchObject([{ id: zoe.id }])
    await ana.ask('POST', apiPaths.acceptRequest(requests[0]?.request?.id ?? ''))
    expect((await load(ana, 'kind=request')).items).toEqual([])
    await Promise.all([mine, his, hers].map(({ live }) => live.close()))
  })
})
