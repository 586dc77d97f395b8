import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { MadeWebhook } from '../../common/http-contract/webhook-contract.ts'
import type { RoomId } from '../../common/ids.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, testPassword, until } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('an incoming webhook', () => {
  let server: TestServer
  let owner: RawPerson
  let made = 0
  beforeAll(async () => {
    server = await startTestServer({ NATTER_PUBLIC_URL: 'https://chat.example' })
    owner = await createRawPerson(server, 'owner')
  })
  afterAll(() => server?.stop())

  const person = () => createRawPerson(server, `person${++made}`)
  const roomOf = async (...members: RawPerson[]) =>
    (
      await createRoom(
        server.call,
        owner.accessToken,
        members.map(({ id }) => id),
      )
    ).id
  const makeHook = async (room: RoomId, by = owner) => {
    const answer = await by.ask('POST', apiPaths.webhooks(room), { name: 'Builds' })
    expect(answer.statusCode, answer.body).toBe(201)
    return answer.json() as MadeWebhook
  }
  const pathOf = (url: string) => new URL(url).pathname
  const post = (url: string, body: unknown, type = 'application/json') =>
    server.call({ method: 'POST', path: pathOf(url), body, headers: { 'content-type': type } })
  const messagesOf = async (room: RoomId) =>
    (await owner.ask('GET', apiPaths.messages(room))).json().messages as { text: string; author: string }[]

  it('says what Natter’s form and Slack’s say, as its own bot, by the address it tells once', async () => {
    const room = await roomOf()
    const hook = await makeHook(room)
    expect(hook.url).toMatch(/^https:\/\/chat\.example\/api\/v1\/hooks\/[\w-]{59}$/)
    expect((await post(hook.url, { text: 'one' })).statusCode).toBe(204)
    const slack = {
      text: 'x',
      username: 'Ana',
      icon_emoji: ':a:',
      blocks: [{ type: 'section', text: { text: 'two' } }],
    }
    expect((await post(hook.url, slack)).statusCode).toBe(204)
    const form = new URLSearchParams({ payload: JSON.stringify({ text: 'three <https://a.example|it>' }) }).toString()
    expect((await post(hook.url, form, 'application/x-www-form-urlencoded')).statusCode).toBe(204)
    await until(async () => (await messagesOf(room)).length === 3)
    expect(await messagesOf(room)).toMatchObject(
      ['one', 'two', 'three [it](https://a.example)'].map((text) => ({ text, author: hook.bot, mentions: [] })),
    )
    const { users } = (await owner.ask('GET', apiPaths.room(room))).json()
    expect(users).toContainEqual(
      expect.objectContaining({ id: hook.bot, displayName: 'Builds', bot: true, maker: owner.id }),
    )
    const listed = await owner.ask('GET', apiPaths.webhooks(room))
    expect(listed.json()).toEqual({
      webhooks: [{ id: hook.id, name: 'Builds', bot: hook.bot, by: owner.id, at: hook.at }],
    })
    // It is no bot of theirs to sign in with.
    expect((await owner.ask('POST', apiPaths.botCredentials(hook.bot as never))).json().code).toBe('bot-unknown')
    expect((await owner.ask('GET', apiPaths.bots)).json()).toEqual({ bots: [] })
  })

  it('refuses what says nothing, and takes a form nowhere else', async () => {
    const hook = await makeHook(await roomOf())
    const bad = [
      {},
      { text: '' },
      { text: 5 },
      { blocks: [{}] },
      { text: 'x'.repeat(100_001) },
      [],
      'null',
      { text: 'a\0' },
    ]
    for (const body of bad)
      expect((await post(hook.url, body)).json().code, JSON.stringify(body)).toBe('request-invalid')
    for (const form of ['', 'payload=', 'payload=no', 'text=hi']) {
      const answer = await post(hook.url, form, 'application/x-www-form-urlencoded')
      expect(answer.json().code, form).toBe('request-invalid')
    }
    const login = { method: 'POST', path: apiPaths.login, body: 'handle=a&password=b' } as const
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await server.call({ ...login, headers })).statusCode).toBe(415)
  })

  it('is made, listed, rotated and deleted by those who lead the room, and another address ends the one before', async () => {
    const member = await person()
    const room = await roomOf(member)
    const stranger = await person()
    const hook = await makeHook(room)
    const acts = (by: RawPerson) => [
      by.ask('POST', apiPaths.webhooks(room), { name: 'B' }),
      by.ask('GET', apiPaths.webhooks(room)),
      by.ask('POST', apiPaths.rotateWebhook(room, hook.id)),
      by.ask('DELETE', apiPaths.webhook(room, hook.id)),
    ]
    for (const answer of await Promise.all(acts(member))) expect(answer.json().code).toBe('not-allowed')
    for (const answer of await Promise.all(acts(stranger))) expect(answer.json().code).toBe('room-unknown')
    const other = (await createRoom(server.call, owner.accessToken)).id
    expect((await owner.ask('DELETE', apiPaths.webhook(other, hook.id))).json().code).toBe('webhook-unknown')
    const { url } = (await owner.ask('POST', apiPaths.rotateWebhook(room, hook.id))).json()
    expect((await post(hook.url, { text: 'old' })).json().code).toBe('webhook-unknown')
    expect((await post(url, { text: 'new' })).statusCode).toBe(204)
    expect((await owner.ask('DELETE', apiPaths.webhook(room, hook.id))).statusCode).toBe(204)
    const lines = (await owner.ask('GET', apiPaths.audit(`whom=${room}`))).json().lines
    const told = lines.map((line: { what: string }) => line.what).toSorted()
    expect(told).toEqual(['webhook.created', 'webhook.removed', 'webhook.rotated'])
    expect((await post(url, { text: 'gone' })).json().code).toBe('webhook-unknown')
    expect((await owner.ask('GET', apiPaths.room(room))).json().room.members).toHaveLength(2)
    const nobody = await post(`https://x${apiPaths.hook('a'.repeat(59))}`, { text: 'x' })
    expect([nobody.statusCode, nobody.json().code]).toEqual([404, 'webhook-unknown'])
  })

  it('is bound by announcement, archive and slow mode, and may sixty times a minute', async () => {
    const room = await roomOf()
    const hook = await makeHook(room)
    const set = async (body: object) =>
      expect((await owner.ask('PATCH', apiPaths.room(room), body)).statusCode).toBe(200)
    const code = async () => {
      const answer = await post(hook.url, { text: 'hi' })
      return answer.statusCode === 204 ? 204 : answer.json().code
    }
    await set({ posting: 'admins' })
    expect(await code()).toBe('not-allowed')
    await set({ posting: 'members', archived: true })
    expect(await code()).toBe('not-allowed')
    await set({ archived: false, slowModeSec: 3_600 })
    expect([await code(), await code()]).toEqual([204, 'too-many-requests'])
    const quick = await roomOf()
    const busy = await makeHook(quick)
    const answers = await Promise.all(Array.from({ length: 62 }, () => post(busy.url, { text: 'hi' })))
    expect(answers.filter(({ statusCode }) => statusCode === 204)).toHaveLength(60)
    const late = answers.find(({ statusCode }) => statusCode !== 204)
    expect(late?.statusCode).toBe(429)
    expect(Number(late?.headers['retry-after'])).toBeGreaterThan(0)
  })

  it.each([
    [
      'is taken out',
      async (room: RoomId, admin: RawPerson) => owner.ask('DELETE', apiPaths.member(room, admin.id)),
      'webhook-unknown',
    ],
    [
      'leads the room no more',
      (room: RoomId, admin: RawPerson) => owner.ask('PUT', apiPaths.member(room, admin.id), { role: 'member' }),
      'not-allowed',
    ],
    [
      'deletes their account',
      (_: RoomId, admin: RawPerson) => admin.ask('DELETE', apiPaths.me, { password: testPassword, messages: 'keep' }),
      'webhook-unknown',
    ],
  ])('ends where its maker %s', async (_, act, code) => {
    const admin = await person()
    const room = await roomOf(admin)
    await owner.ask('PUT', apiPaths.member(room, admin.id), { role: 'admin' })
    const hook = await makeHook(room, admin)
    expect((await post(hook.url, { text: 'before' })).statusCode).toBe(204)
    const done = await act(room, admin)
    expect(done.statusCode, done.body).toBe(204)
    expect((await post(hook.url, { text: 'after' })).json().code).toBe(code)
    if (code === 'not-allowed') return
    const { members } = (await owner.ask('GET', apiPaths.room(room))).json().room
    expect(members).toEqual([{ user: owner.id, role: 'owner' }])
  })
})
