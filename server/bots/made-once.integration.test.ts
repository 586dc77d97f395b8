import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('what people make with an Idempotency-Key', () => {
  let server: TestServer
  let ada: RawPerson
  let ben: RawPerson
  beforeAll(async () => {
    server = await startTestServer()
    ada = await createRawPerson(server, 'ada')
    ben = await createRawPerson(server, 'ben')
  })
  afterAll(() => server?.stop())

  const post = (path: string, key: string, body: object, person = ada) =>
    server.call({ method: 'POST', path, body, token: person.accessToken, headers: { 'idempotency-key': key } })

  it('is made once, and never told its secret twice: bots and their keys, webhooks, rooms and invitations', async () => {
    const { id: room } = await createRoom(server.call, ada.accessToken)
    const made = await post(apiPaths.bots, 'bot', { handle: 'clock', displayName: 'Clock' })
    const calls = [
      [apiPaths.botCredentials(made.json().bot.id), {}, ['creds']],
      [apiPaths.webhooks(room), { name: 'Builds' }, ['url']],
      [apiPaths.rooms, { name: 'Tea again', members: [] }, []],
      [apiPaths.roomInvites(room), { uses: 3 }, ['code', 'url']],
      [apiPaths.reports, { kind: 'user', user: ben.id, reason: 'spam' }, []],
    ] as const
    expect((await post(apiPaths.bots, 'bot', { handle: 'clock', displayName: 'Clock' })).json()).toEqual(made.json())
    for (const [path, body, secrets] of calls) {
      const [first, again] = [await post(path, path, body), await post(path, path, body)]
      expect([path, first.statusCode < 300, again.statusCode]).toEqual([path, true, first.statusCode])
      expect([path, again.headers['idempotency-replayed']]).toEqual([path, 'true'])
      for (const secret of secrets) {
        expect([path, first.body.includes(`"${secret}":`)]).toEqual([path, true])
        expect([path, again.body.includes(`"${secret}":`)]).toEqual([path, false])
      }
    }
    const count = async (path: string, name: string) => (await ada.ask('GET', path)).json()[name].length
    expect(await count(apiPaths.bots, 'bots')).toBe(1)
    expect(await count(apiPaths.webhooks(room), 'webhooks')).toBe(1)
    expect(await count(apiPaths.rooms, 'rooms')).toBe(2)
    expect(await count(apiPaths.roomInvites(room), 'invites')).toBe(1)
    expect(await count(apiPaths.reports, 'reports')).toBe(1)
  })

  it('is refused for another body, is each caller’s own, and is free again where it failed', async () => {
    const about = { name: 'Mine', members: [] }
    const first = (await post(apiPaths.rooms, 'k', about)).json().room.id
    expect((await post(apiPaths.rooms, 'k', { ...about, name: 'Other' })).json().code).toBe('key-reused')
    expect((await post(apiPaths.rooms, 'k', about, ben)).json().room.id).not.toBe(first)
    const bot = { handle: 'tick', displayName: 'Tick' }
    expect((await post(apiPaths.bots, 'b', bot, ben)).statusCode).toBe(403)
    await ada.ask('PATCH', apiPaths.serverSettings, { bots: 'everyone' })
    await expect.poll(async () => (await post(apiPaths.bots, 'b', bot, ben)).statusCode).toBe(201)
  })
})
