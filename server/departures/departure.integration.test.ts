import { jetstreamManager } from '@nats-io/jetstream'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { type RoomId, shardOf } from '../../common/ids.ts'
import { streams } from '../../common/subjects.ts'
import { readZip } from '../../test-kit/read-zip.ts'
import { connectTestBackbone } from '../rigs/archiver-test-rig.ts'
import { nameTestDatabase } from '../rigs/mongo-test-database.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson, signInRawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, testPassword, until } from '../rigs/test-server.ts'
import { uploadFile } from '../rigs/upload-test-client.ts'

const mongodbUrl = process.env.NATTER_TEST_MONGODB_URL
/** A busy machine is no fault of the server's: with NATTER_MEASURE=1 it must be cut within two seconds. */
const isMeasured = process.env.NATTER_MEASURE !== undefined
const stores = ['sqlite', ...(mongodbUrl === undefined ? [] : ['mongo'])] as const

describe.skipIf(natsServerBinary === undefined).each(stores)('somebody who goes for good, on %s', (kind) => {
  let server: TestServer
  let admin: RawPerson
  let ben: RawPerson
  const database = kind === 'mongo' && mongodbUrl !== undefined ? nameTestDatabase(mongodbUrl) : undefined
  beforeAll(async () => {
    const store: Record<string, string> = database === undefined ? {} : { MONGODB_URL: database.own.href }
    server = await startTestServer({ NATTER_CONTACTS: 'request', ...store })
    admin = await createRawPerson(server, 'first')
    ben = await createRawPerson(server, 'ben')
  })
  afterAll(async () => {
    await server?.stop()
    await database?.drop()
  })

  const depart = (who: RawPerson, messages: 'keep' | 'erase', password = testPassword) =>
    who.ask('DELETE', apiPaths.me, { password, messages })
  const befriend = async (one: RawPerson, other: RawPerson): Promise<RoomId> => {
    await one.ask('POST', apiPaths.contactRequests, { handle: other.handle })
    return (await other.ask('POST', apiPaths.contactRequests, { handle: one.handle })).json().contact.room
  }
  const pageOf = async (who: RawPerson, room: RoomId) =>
    (await who.ask('GET', apiPaths.messages(room))).json().messages as readonly {
      readonly text: string
      readonly author: string
      readonly removedAt?: number
    }[]
  const tombstone = (who: RawPerson) => ({ id: who.id, handle: '', displayName: 'Deleted user', deleted: true })

  it('needs the password, hands over what nobody else owns, and is not the last who can help', async () => {
    const owner = await createRawPerson(server, 'owner')
    const room = (await createRoom(server.call, owner.accessToken, [])).id
    expect((await depart(owner, 'keep', 'not this one')).json().code).toBe('sign-in-refused')
    expect((await depart(admin, 'keep')).json().code).toBe('last-admin')
    await befriend(owner, ben)
    await owner.ask('PUT', apiPaths.member(room, ben.id))
    const refused = (await depart(owner, 'keep')).json()
    expect([refused.code, refused.rooms]).toEqual(['last-owner', [{ id: room, name: 'Tea' }]])
    expect((await owner.ask('GET', apiPaths.me)).statusCode, 'nothing has happened').toBe(200)
    expect((await owner.ask('POST', apiPaths.owner(room), { user: ben.id })).statusCode).toBe(204)
    expect((await depart(owner, 'keep')).statusCode).toBe(204)
  })

  it('is cut off within two seconds, out of every room, and a deleted user to all who knew them; words stay', async () => {
    const ana = await createRawPerson(server, 'ana')
    const other = await signInRawPerson(server, 'ana')
    const direct = await befriend(ana, ben)
    await ana.ask('PATCH', apiPaths.me, { bio: 'Tea.' })
    const red = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const headers = { 'content-type': 'image/png' }
    const avatar = { method: 'PUT', path: apiPaths.ownAvatar, token: ana.accessToken, body: red, headers } as const
    expect((await server.call(avatar)).statusCode).toBe(200)
    expect((await ben.ask('GET', apiPaths.userAvatar(ana.id))).statusCode).toBe(200)
    const group = (await createRoom(server.call, ben.accessToken, [ana.id])).id
    const since = (await ben.ask('GET', apiPaths.sync)).json().cursor
    const [first, second] = [await ana.connect(), await other.connect()]
    await first.say(direct, 'hello Ben')
    await second.say(group, 'hello all')
    const startedAt = Date.now()
    const twice = await Promise.all([depart(ana, 'keep'), depart(ana, 'keep'), server.call(avatar)])
    for (const { statusCode, body } of twice) expect([200, 204, 401, 503], body).toContain(statusCode)
    expect(twice.some(({ statusCode }) => statusCode === 204)).toBe(true)
    await Promise.all([first.live.closed(), second.live.closed()])
    const took = Date.now() - startedAt
    expect(await first.isLetIn()).toBe(false)
    if (isMeasured) expect(took).toBeLessThan(2_000)
    expect((await ana.ask('GET', apiPaths.me)).json().code).toBe('session-ended')
    for (const handle of ['ana', `~${ana.id}`]) {
      const body = { handle, password: testPassword }
      const again = await server.call({ method: 'POST', path: apiPaths.login, body })
      expect([again.statusCode, again.json().code]).toEqual([401, 'sign-in-refused'])
    }
    const room = (await ben.ask('GET', apiPaths.room(group))).json().room
    expect(room.members.map(({ user }: { user: string }) => user)).toEqual([ben.id])
    expect((await ben.ask('GET', apiPaths.user(ana.id))).json()).toEqual(tombstone(ana))
    expect((await ben.ask('GET', apiPaths.userAvatar(ana.id))).statusCode).toBe(404)
    expect((await ben.ask('GET', `${apiPaths.sync}?since=${since}`)).json().users).toContainEqual(tombstone(ana))
    expect(
      (await ben.ask('GET', apiPaths.contacts)).json().contacts.map(({ user }: { user: string }) => user),
    ).not.toContain(ana.id)
    expect((await pageOf(ben, group)).map(({ text }) => text)).toEqual(['hello all'])
    expect((await pageOf(ben, direct)).map(({ text }) => text)).toEqual(['hello Ben'])
    const stranger = await createRawPerson(server, 'stranger')
    expect((await stranger.ask('GET', apiPaths.user(ana.id))).statusCode).toBe(404)
    const body = { handle: 'ana', displayName: 'Not Ana', password: testPassword }
    const taken = await server.call({ method: 'POST', path: apiPaths.register, body })
    expect(taken.json().code, 'nobody is taken for her').toBe('handle-taken')
  })

  it('takes their words along where they wish so: from archive, stream and every client', async () => {
    const cara = await createRawPerson(server, 'cara')
    const direct = await befriend(cara, ben)
    const group = (await createRoom(server.call, ben.accessToken, [cara.id])).id
    const hers = await cara.connect()
    const his = await ben.connect()
    await hers.say(group, 'a secret of Cara')
    await his.say(group, 'words of Ben')
    const { id } = await hers.say(direct, 'another secret')
    await hers.publish(direct, { kind: 'message.edited', message: id, text: 'a secret that was edited' })
    expect((await depart(cara, 'erase')).statusCode).toBe(204)
    await until(async () => (await pageOf(ben, group)).filter(({ removedAt }) => removedAt !== undefined).length === 1)
    await until(async () => (await pageOf(ben, direct)).every(({ removedAt }) => removedAt !== undefined))
    expect((await pageOf(ben, group)).map(({ text }) => text)).toEqual(['', 'words of Ben'])
    const backbone = await connectTestBackbone(server.nats)
    const manager = await jetstreamManager(backbone)
    for (const room of [group, direct]) {
      const filter = { subjects_filter: streams.saidBy(shardOf(room), cara.id) }
      await until(async () => {
        const { state } = await manager.streams.info(streams.events(shardOf(room)), filter)
        return Object.keys(state.subjects ?? {}).length === 0
      })
    }
    await backbone.close()
    // What stands goes on as before.
    const again = await ben.connect()
    await again.say(group, 'and more')
    await until(async () => (await pageOf(ben, group)).length === 3)
    await Promise.all([his, again].map(({ live }) => live.close()))
  })

  it('may take along what there is of them, as a zip', async () => {
    const dan = await createRawPerson(server, 'dan')
    const room = await befriend(dan, ben)
    const connection = await dan.connect()
    const root = (await connection.say(room, 'on')).id
    await connection.publish(room, { kind: 'message.edited', message: root, text: 'one' })
    await connection.publish(room, { kind: 'message.posted', text: 'two “…”', format: 'plain', thread: root })
    const his = await ben.connect()
    await his.say(room, 'not mine')
    const sent = await uploadFile(server.call, dan.accessToken, room, { name: 'list.txt' }, Buffer.from('bread'))
    await uploadFile(server.call, ben.accessToken, room, { name: 'list.txt' }, Buffer.from('not mine'))
    await until(async () => (await pageOf(dan, room)).length === 3)
    await admin.ask('PATCH', apiPaths.serverSettings, { bots: 'everyone' })
    const bot = (await dan.ask('POST', apiPaths.bots, { handle: 'dans-bot', displayName: 'Dan’s bot' })).json().bot.id
    await dan.ask('POST', apiPaths.botCredentials(bot))
    const group = (await createRoom(server.call, dan.accessToken, [])).id
    const hook = (await dan.ask('POST', apiPaths.webhooks(group), { name: 'Weather' })).json()
    await dan.ask('PUT', apiPaths.savedMessage(room, root))
    const answer = await dan.ask('GET', apiPaths.ownArchive)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/zip'])
    const files = readZip(answer.rawPayload)
    const read = (name: string) => JSON.parse(files.get(name)?.toString() ?? '')
    expect(read('profile.json')).toMatchObject({ handle: 'dan', displayName: 'DAN' })
    expect(
      read('messages.json')
        .map(({ text }: { text: string }) => text)
        .sort(),
    ).toEqual(['one', 'two “…”'])
    const first = read('messages.json').find(({ id }: { id: string }) => id === root)
    expect(first.versions.map(({ text }: { text: string }) => text)).toEqual(['on', 'one'])
    expect(read('threads.json')).toMatchObject([{ room, thread: root }])
    expect(read('threads.json')[0].user).toBeUndefined()
    expect(read('saved.json')).toEqual([{ room, message: root, at: expect.any(Number) }])
    expect(read('people.json').contacts).toMatchObject([{ user: ben.id, room }])
    expect(
      read('rooms.json')
        .rooms.map(({ id }: { id: string }) => id)
        .sort(),
    ).toEqual([group, room].sort())
    expect(read('devices.json')).toHaveLength(1)
    expect(read('bots.json')).toMatchObject([{ id: bot, handle: 'dans-bot', maker: dan.id }])
    expect(read('webhooks.json')).toMatchObject([{ id: hook.id, name: 'Weather', room: group }])
    expect(read('tokens.json')).toEqual([])
    expect(answer.rawPayload.includes(hook.url.slice(-43)), 'no address of a webhook').toBe(false)
    expect(files.get(`files/${sent}-list.txt`)?.toString()).toBe('bread')
    expect([...files.values()].some((file) => /argon2|not mine|passwordVersion/.test(file.toString()))).toBe(false)
    await Promise.all([connection, his].map(({ live }) => live.close()))
  })
})
