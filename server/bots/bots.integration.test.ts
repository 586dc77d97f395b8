import { randomBytes } from 'node:crypto'
import { credsAuthenticator, type NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { BotCredentials } from '../../common/http-contract/bot-contract.ts'
import { buildEventId, type PublicNkey, type RoomId, type UserId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { createNkeyPair, parseSeed } from '../nats/nkey.ts'
import { connectTestClient } from '../rigs/nats-test-client.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, testPassword, until } from '../rigs/test-server.ts'

const withinMs = 2_000

/** With nothing but a credentials file and a client of NATS. */
describe.skipIf(natsServerBinary === undefined)('a bot', () => {
  let server: TestServer
  let root: RawPerson
  let made = 0
  beforeAll(async () => {
    server = await startTestServer()
    root = await createRawPerson(server, 'first')
    await root.ask('PATCH', apiPaths.serverSettings, { bots: 'everyone' })
  })
  afterAll(() => server?.stop())

  let maker: RawPerson
  let host: RawPerson
  beforeEach(async () => {
    maker = await createRawPerson(server, `maker${++made}`)
    host = await createRawPerson(server, `host${made}`)
  })

  const makeBot = async (by = maker) => {
    const body = { handle: `bot-${++made}`, displayName: 'Tea bot' }
    const answer = await by.ask('POST', apiPaths.bots, body)
    expect(answer.statusCode, answer.body).toBe(201)
    return answer.json().bot as { id: UserId; handle: string; bot: true; maker: UserId }
  }
  const credentialsOf = async (bot: UserId, body?: object, by = maker) => {
    const answer = await by.ask('POST', apiPaths.botCredentials(bot), body)
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json() as BotCredentials
  }
  const connectCreds = (creds: string, user: UserId) => {
    const authenticator = credsAuthenticator(new TextEncoder().encode(creds))
    const nobody = { user, key: createNkeyPair('user'), publicKey: '' as PublicNkey }
    return connectTestClient(server.nats, nobody, '', { authenticator })
  }
  const seedOf = (creds: string) => {
    const pair = parseSeed('user', /SU[A-Z2-7]{56}/.exec(creds)?.[0] ?? '')
    if (pair === undefined) throw new Error('no seed in the file')
    return pair
  }
  const renew = async (bot: UserId, pair: { publicKey: string; sign: (data: Uint8Array) => Buffer }) => {
    const { nonce } = (await server.call({ method: 'POST', path: apiPaths.botNonce(bot) })).json()
    const signature = pair.sign(Buffer.from(nonce)).toString('base64url')
    return server.call({ method: 'POST', path: apiPaths.renewBot(bot), body: { publicKey: pair.publicKey, signature } })
  }
  const renewed = async (bot: UserId, creds: string) => {
    const answer = await renew(bot, seedOf(creds))
    expect(answer.statusCode, answer.body).toBe(200)
    return creds.replace(/\n(ey[^\n]+)\n/, `\n${answer.json().jwt}\n`)
  }
  const say = async (live: NatsConnection, room: RoomId, bot: UserId, text: string) => {
    const { headers } = await import('nats.ws')
    const id = buildEventId(Date.now(), randomBytes(10))
    const head = headers()
    head.set('Nats-Msg-Id', id)
    const event = { v: 1, kind: 'message.posted', id, at: Date.now(), text, format: 'plain' }
    const answer = await live.request(subjects.sendEvent(room, bot), JSON.stringify(event), {
      headers: head,
      timeout: 10_000,
    })
    expect(answer.json<{ seq: number }>().seq).toBeGreaterThan(0)
    return id
  }
  const textsOf = async (room: RoomId, by = maker) =>
    (await by.ask('GET', apiPaths.messages(room))).json().messages.map((one: { text: string }) => one.text) as string[]
  const add = async (room: RoomId, user: UserId, by = maker, body?: object) =>
    by.ask('PUT', apiPaths.member(room, user), body)
  const refusal = /permissions violation/i
  const expectRefused = (act: Promise<unknown>) => expect(act).rejects.toThrow(refusal)
  async function expectCut(live: NatsConnection, act: () => Promise<{ statusCode: number; body: string }>) {
    const startedAt = performance.now()
    const cut = live.closed().then(() => performance.now())
    const answer = await act()
    expect([200, 202, 204], answer.body).toContain(answer.statusCode)
    expect((await cut) - startedAt).toBeLessThan(withinMs)
  }

  it('hears its rooms and answers there, and nowhere else, with a credentials file alone', async () => {
    const room = (await createRoom(server.call, maker.accessToken, [host.id])).id
    const elsewhere = (await createRoom(server.call, host.accessToken)).id
    const bot = await makeBot()
    expect(bot).toMatchObject({ bot: true, maker: maker.id, displayName: 'Tea bot' })
    expect((await add(room, bot.id)).statusCode).toBe(204)
    const { creds, user, expiresAt } = await credentialsOf(bot.id)
    expect(user).toBe(bot.id)
    expect(expiresAt - Date.now()).toBeLessThanOrEqual(30 * 86_400_000)
    const live = await connectCreds(creds, bot.id)
    const heard = live.subscribe(subjects.roomEvent(room, host.id), { max: 1 })
    await live.flush()
    const speaker = await host.connect()
    await speaker.say(room, 'is there tea?')
    for await (const { data } of heard) expect(new TextDecoder().decode(data)).toContain('is there tea?')
    await say(live, room, bot.id, 'there is')
    await until(async () => (await textsOf(room)).includes('there is'))
    const publish = (subject: string) => live.request(subject, '{}', { timeout: withinMs })
    await expectRefused(publish(subjects.sendEvent(elsewhere, bot.id)))
    await expectRefused(publish(subjects.sendEvent(room, maker.id)))
    await expectRefused(publish(subjects.sendEvent(room, 'system')))
    const { users } = (await host.ask('GET', apiPaths.room(room))).json()
    expect(users).toContainEqual(expect.objectContaining({ id: bot.id, bot: true, maker: maker.id }))
    const reach = (await host.ask('GET', apiPaths.roomReach(room))).json()
    const hold = reach.users.find((one: { user: UserId }) => one.user === bot.id)
    expect(hold).toMatchObject({ reach: 'room', via: 'added', by: maker.id, devices: [{ reach: 'room' }] })
    await Promise.all([live.close(), speaker.live.close()])
  })

  it('is told of a change of its rooms, and reaches the new one with a credential that it renews itself', async () => {
    const bot = await makeBot()
    const { creds } = await credentialsOf(bot.id)
    const live = await connectCreds(creds, bot.id)
    const told = live.subscribe(subjects.userTopic(bot.id, 'credentials'), { max: 1 })
    await live.flush()
    const room = (await createRoom(server.call, maker.accessToken)).id
    expect((await add(room, bot.id)).statusCode).toBe(204)
    for await (const { subject } of told) expect(subject).toBe(subjects.userTopic(bot.id, 'credentials'))
    await expectRefused(live.request(subjects.sendEvent(room, bot.id), '{}', { timeout: withinMs }))
    const next = await renewed(bot.id, creds)
    const again = await connectCreds(next, bot.id)
    await say(again, room, bot.id, 'here I am')
    await Promise.all([live.close(), again.close()])
  })

  it('renews by the signature of its own key alone, and nobody gets one for a person', async () => {
    const bot = await makeBot()
    const { creds } = await credentialsOf(bot.id)
    const other = await makeBot()
    const answers = [
      await renew(bot.id, createNkeyPair('user')),
      await renew(other.id, seedOf(creds)),
      await renew(maker.id, maker.identity.key),
    ]
    await maker.connect().then(({ live }) => live.close())
    answers.push(await renew(maker.id, maker.identity.key))
    const signed = seedOf(creds).sign(Buffer.from('another nonce')).toString('base64url')
    const body = { publicKey: seedOf(creds).publicKey, signature: signed }
    answers.push(await server.call({ method: 'POST', path: apiPaths.renewBot(bot.id), body }))
    expect(answers.map((answer) => answer.json().code)).toEqual(answers.map(() => 'proof-refused'))
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([403]))
    expect((await renew(bot.id, seedOf(creds))).statusCode).toBe(200)
    // A key of its own is never in the file.
    const own = createNkeyPair('user')
    const file = (await credentialsOf(bot.id, { publicKey: own.publicKey })).creds
    expect(file).not.toContain('SEED')
    expect((await renew(bot.id, own)).statusCode).toBe(200)
    const taken = await maker.ask('POST', apiPaths.botCredentials(other.id), { publicKey: own.publicKey })
    expect(taken.json().code).toBe('key-taken')
  })

  it('has two keys: a third one takes the place of the oldest, which is cut', async () => {
    const bot = await makeBot()
    const first = await credentialsOf(bot.id)
    const [one, two] = [await connectCreds(first.creds, bot.id), await credentialsOf(bot.id)]
    const second = await connectCreds(two.creds, bot.id)
    await expectCut(one, () => maker.ask('POST', apiPaths.botCredentials(bot.id)))
    expect((await renew(bot.id, seedOf(first.creds))).statusCode).not.toBe(200)
    await second.flush()
    expect(second.isClosed()).toBe(false)
    const [listed] = (await maker.ask('GET', apiPaths.bots)).json().bots
    expect(listed.keys).toHaveLength(2)
    await second.close()
  })

  it('is its maker’s: nobody else sees it in a list, takes a file for it or deletes it; there are ten', async () => {
    const bot = await makeBot()
    for (const act of [
      () => host.ask('POST', apiPaths.botCredentials(bot.id)),
      () => host.ask('DELETE', apiPaths.bot(bot.id)),
      () => maker.ask('POST', apiPaths.botCredentials(host.id)),
      () => maker.ask('DELETE', apiPaths.bot(host.id)),
    ]) {
      expect((await act()).json().code).toBe('bot-unknown')
    }
    expect((await host.ask('GET', apiPaths.bots)).json()).toEqual({ bots: [] })
    const bodies = Array.from({ length: 12 }, () => ({ handle: `bot-${++made}`, displayName: 'One of many' }))
    const answers = await Promise.all(bodies.map((body) => maker.ask('POST', apiPaths.bots, body)))
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(9)
    expect(answers.find(({ statusCode }) => statusCode !== 201)?.json().code).toBe('bots-too-many')
    expect((await maker.ask('DELETE', apiPaths.bot(bot.id))).statusCode).toBe(204)
    expect((await maker.ask('POST', apiPaths.bots, { handle: `b${++made}`, displayName: 'B' })).statusCode).toBe(201)
  })

  it('is made by administrators only where the server is set so', async () => {
    const body = { handle: `bot-${++made}`, displayName: 'B' }
    await root.ask('PATCH', apiPaths.serverSettings, { bots: 'admins' })
    expect((await host.ask('POST', apiPaths.bots, body)).json().code).toBe('admin-required')
    expect((await root.ask('POST', apiPaths.bots, body)).statusCode).toBe(201)
    await root.ask('PATCH', apiPaths.serverSettings, { bots: 'everyone' })
    expect((await host.ask('POST', apiPaths.bots, { ...body, handle: 'admin' })).json().code).toBe('handle-taken')
  })

  it('signs in nowhere as a person would, whatever the password or the code', async () => {
    const bot = await makeBot()
    for (const password of [testPassword, '', ' ', 'null']) {
      const answer = await server.call({ method: 'POST', path: apiPaths.login, body: { handle: bot.handle, password } })
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    }
    const code = await root.ask('POST', apiPaths.resetCode(bot.id))
    expect(code.json().code).toBe('user-unknown')
    expect((await host.ask('POST', apiPaths.contactRequests, { handle: bot.handle })).json().code).toBe('bot-bound')
  })

  it('is where its maker is, and leads nothing', async () => {
    const bot = await makeBot()
    const ofHost = (await createRoom(server.call, host.accessToken)).id
    expect((await add(ofHost, bot.id, host)).json().code).toBe('bot-bound')
    const create = await host.ask('POST', apiPaths.rooms, { name: 'Tea', members: [bot.id] })
    expect(create.json().code).toBe('bot-bound')
    const both = await host.ask('POST', apiPaths.rooms, { name: 'Tea', members: [bot.id, maker.id] })
    expect(both.statusCode, both.body).toBe(201)
    const room = (await createRoom(server.call, maker.accessToken, [host.id])).id
    expect((await add(room, bot.id, maker, { role: 'admin' })).json().code).toBe('bot-bound')
    expect((await add(room, bot.id)).statusCode).toBe(204)
    expect((await maker.ask('POST', apiPaths.owner(room), { user: bot.id })).json().code).toBe('bot-bound')
    // A maker who only listens has a bot that only listens.
    const { creds } = await credentialsOf(bot.id)
    const live = await connectCreds(creds, bot.id)
    expect((await add(room, host.id, maker, { role: 'owner' })).statusCode).toBe(204)
    await expectCut(live, () => add(room, maker.id, host, { role: 'listener' }))
    const next = await connectCreds(await renewed(bot.id, creds), bot.id)
    await expectRefused(next.request(subjects.sendEvent(room, bot.id), '{}', { timeout: withinMs }))
    const reach = (await host.ask('GET', apiPaths.roomReach(room))).json()
    expect(reach.users.find((one: { user: UserId }) => one.user === bot.id)).toMatchObject({ reach: 'listen' })
    await next.close()
  })

  it.each([
    ['is taken out', (room: RoomId) => host.ask('DELETE', apiPaths.member(room, maker.id))],
    ['is banned', (room: RoomId) => host.ask('PUT', apiPaths.ban(room, maker.id), {})],
    ['leaves', (room: RoomId) => maker.ask('DELETE', apiPaths.member(room, maker.id))],
  ])('goes with its maker who %s, in time, and comes back with nobody', async (_, act) => {
    const room = (await createRoom(server.call, host.accessToken, [maker.id])).id
    const bot = await makeBot()
    expect((await add(room, bot.id, host)).statusCode).toBe(204)
    const { creds } = await credentialsOf(bot.id)
    const live = await connectCreds(creds, bot.id)
    await expectCut(live, () => act(room))
    const { members } = (await host.ask('GET', apiPaths.room(room))).json().room
    expect(members).toEqual([{ user: host.id, role: 'owner' }])
    const again = await connectCreds(await renewed(bot.id, creds), bot.id)
    await expectRefused(again.request(subjects.sendEvent(room, bot.id), '{}', { timeout: withinMs }))
    await again.close()
  })

  it('stops with its maker who is suspended, in time, and goes on when that is lifted', async () => {
    const room = (await createRoom(server.call, maker.accessToken)).id
    const bot = await makeBot()
    await add(room, bot.id)
    const hook = (await maker.ask('POST', apiPaths.webhooks(room), { name: 'Builds' })).json()
    const post = () => server.call({ method: 'POST', path: new URL(hook.url).pathname, body: { text: 'hi' } })
    expect((await post()).statusCode).toBe(204)
    const { creds } = await credentialsOf(bot.id)
    const live = await connectCreds(creds, bot.id)
    await expectCut(live, () => root.ask('PATCH', apiPaths.adminUser(maker.id), { suspended: true, reason: 'spam' }))
    await expect(connectCreds(creds, bot.id)).rejects.toThrow(/authorization/i)
    expect((await renew(bot.id, seedOf(creds))).json().code).toBe('account-suspended')
    expect((await post()).json().code).toBe('webhook-unknown')
    expect((await root.ask('PATCH', apiPaths.adminUser(maker.id), { suspended: false })).statusCode).toBeLessThan(300)
    const again = await connectCreds(await renewed(bot.id, creds), bot.id)
    await say(again, room, bot.id, 'back')
    expect((await post()).statusCode).toBe(204)
    await again.close()
  })

  it('is taken out by its maker, whatever they are in the room', async () => {
    const room = (await createRoom(server.call, host.accessToken, [maker.id])).id
    const bot = await makeBot()
    await add(room, bot.id, host)
    expect((await maker.ask('DELETE', apiPaths.member(room, bot.id))).statusCode).toBe(204)
    expect((await host.ask('GET', apiPaths.room(room))).json().room.members).toHaveLength(2)
  })

  it('loses one key by its maker, and goes on with the other', async () => {
    const bot = await makeBot()
    const [lost, kept] = [await credentialsOf(bot.id), await credentialsOf(bot.id)]
    const live = await connectCreds(lost.creds, bot.id)
    expect((await host.ask('DELETE', apiPaths.botKey(bot.id, lost.publicKey))).json().code).toBe('bot-unknown')
    await expectCut(live, () => maker.ask('DELETE', apiPaths.botKey(bot.id, lost.publicKey)))
    expect((await renew(bot.id, seedOf(lost.creds))).json().code).toBe('session-ended')
    expect((await maker.ask('DELETE', apiPaths.botKey(bot.id, lost.publicKey))).json().code).toBe('device-unknown')
    const { bots } = (await maker.ask('GET', apiPaths.bots)).json()
    const keys = bots.find(({ id }: { id: string }) => id === bot.id).keys
    expect(keys.map(({ publicKey }: { publicKey: string }) => publicKey)).toEqual([kept.publicKey])
    const still = await connectCreds(kept.creds, bot.id)
    await still.close()
    const lines = (await root.ask('GET', apiPaths.audit(`whom=${bot.id}`))).json().lines
    expect(lines.map((line: { what: string }) => line.what)).toContain('bot.key-revoked')
  })

  it('is cut when it is deleted, and its words stay by a deleted user', async () => {
    const room = (await createRoom(server.call, maker.accessToken, [host.id])).id
    const bot = await makeBot()
    await add(room, bot.id)
    const { creds } = await credentialsOf(bot.id)
    const live = await connectCreds(creds, bot.id)
    await say(live, room, bot.id, 'I was here')
    const lines = (await root.ask('GET', apiPaths.audit(`whom=${bot.id}`))).json().lines
    expect(lines.map((line: { what: string }) => line.what).toSorted()).toEqual([
      'bot.created',
      'bot.credentials-issued',
    ])
    await expectCut(live, () => maker.ask('DELETE', apiPaths.bot(bot.id)))
    expect((await renew(bot.id, seedOf(creds))).json().code).toBe('proof-refused')
    await until(async () => (await textsOf(room)).includes('I was here'))
    expect((await maker.ask('GET', apiPaths.user(bot.id))).json()).toMatchObject({ deleted: true })
  })

  it('goes with an account that is deleted, and its words too where they are erased', async () => {
    const room = (await createRoom(server.call, host.accessToken, [maker.id])).id
    const bot = await makeBot()
    await add(room, bot.id, host)
    const { creds } = await credentialsOf(bot.id)
    const live = await connectCreds(creds, bot.id)
    await say(live, room, bot.id, 'words of a bot')
    await until(async () => (await textsOf(room, host)).includes('words of a bot'))
    await expectCut(live, () => maker.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'erase' }))
    expect((await renew(bot.id, seedOf(creds))).statusCode).not.toBe(200)
    await until(async () => !(await textsOf(room, host)).includes('words of a bot'))
    expect((await host.ask('GET', apiPaths.room(room))).json().room.members).toEqual([{ user: host.id, role: 'owner' }])
  })

  it('is kept away by a block of its maker', async () => {
    const room = (await createRoom(server.call, host.accessToken, [maker.id])).id
    const bot = await makeBot()
    await host.ask('PUT', apiPaths.block(maker.id))
    expect((await add(room, bot.id, host)).json().code).toBe('bot-bound')
    await host.ask('DELETE', apiPaths.block(maker.id))
  })
})
