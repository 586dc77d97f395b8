import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { subjects } from '../../common/subjects.ts'
import { connectTestClient, createTestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRoom, signUp, startTestServer, type TestServer, testPassword, until } from '../rigs/test-server.ts'

describe.skipIf(natsServerBinary === undefined)('what people say of themselves', () => {
  let server: TestServer
  let ana: Required<Session>
  let ben: Required<Session>
  let eve: Required<Session>
  beforeAll(async () => {
    server = await startTestServer()
    ana = await signUp(server.call, 'ana')
    ben = await signUp(server.call, 'ben')
    eve = await signUp(server.call, 'eve')
    await createRoom(server.call, ana.accessToken, [ben.user.id])
  })
  afterAll(() => server?.stop())

  const patch = (body: object) => server.call({ method: 'PATCH', path: apiPaths.me, token: ana.accessToken, body })
  const look = (by: Required<Session>, at = ana) =>
    server.call({ path: apiPaths.user(at.user.id), token: by.accessToken })

  it('is on their card, for those who know them, and goes when it is empty', async () => {
    const said = { bio: 'Tea.', timeZone: 'Europe/Berlin', status: { text: 'Away', emoji: '🌴' } }
    expect((await patch({ ...said, presence: 'dnd' })).json()).toMatchObject({ ...said, presence: 'dnd' })
    const card = (await look(ben)).json()
    expect(card).toEqual({ id: ana.user.id, handle: 'ana', displayName: 'ANA', ...said })
    expect((await patch({ bio: '', timeZone: '', status: null, presence: 'auto' })).json()).toMatchObject({
      presence: 'auto',
    })
    expect((await look(ben)).json()).toEqual({ id: ana.user.id, handle: 'ana', displayName: 'ANA' })
  })

  it('has a status that is over by itself', async () => {
    await patch({ status: { text: 'Lunch', until: Date.now() - 1 } })
    expect((await look(ben)).json().status).toBeUndefined()
    await patch({ status: { text: 'Lunch', until: Date.now() + 60_000 } })
    expect((await look(ben)).json().status).toMatchObject({ text: 'Lunch' })
    await patch({ status: null })
  })

  it('is refused where it cannot be read', async () => {
    for (const body of [
      { displayName: '\u202eevil' },
      { displayName: '\u200b' },
      { bio: 'x'.repeat(501) },
      { timeZone: 'Mars/Olympus' },
      { status: { text: 'x'.repeat(101) } },
      { presence: 'elsewhere' },
    ]) {
      expect([body, (await patch(body)).statusCode]).toEqual([body, 400])
    }
  })

  it("is nobody's to strangers, in the same words as nobody", async () => {
    const strip = ({ request: _, ...problem }: { request: string }) => problem
    const real = await look(eve)
    const none = await server.call({ path: apiPaths.user('aaaaaaaaaaaaaaaa' as never), token: eve.accessToken })
    expect([real.statusCode, strip(real.json())]).toEqual([404, strip(none.json())])
    expect((await look(ana, eve)).statusCode, 'the first account is an administrator').toBe(200)
  })

  it('has no handle that would address everybody, and no answer tells it from one that is taken', async () => {
    const register = (handle: string) =>
      server.call({
        method: 'POST',
        path: apiPaths.register,
        body: { handle, displayName: 'X', password: testPassword },
      })
    const strip = ({ request: _, ...problem }: { request: string }) => problem
    const taken = strip((await register('ana')).json())
    for (const handle of ['room', 'here', 'everyone', 'system', 'admin', 'Natter'])
      expect(strip((await register(handle)).json())).toEqual(taken)
  })
})

describe.skipIf(natsServerBinary === undefined)('settings and devices', () => {
  let server: TestServer
  let admin: Required<Session>
  beforeAll(async () => {
    server = await startTestServer()
    admin = await signUp(server.call, 'first')
  })
  afterAll(() => server?.stop())

  it('of a person are put over the version they were read at, and other devices hear of it', async () => {
    const { accessToken: token, user } = admin
    const identity = createTestIdentity(user.id)
    const proof = identity.key.sign(Buffer.from(token)).toString('base64url')
    const body = { publicKey: identity.publicKey, proof }
    const credential = (await server.call({ method: 'POST', path: apiPaths.credentials, token, body })).json()
    const client = await connectTestClient(server.nats, identity, credential.jwt)
    let heard = 0
    client.subscribe(subjects.userTopic(user.id, 'settings'), { callback: () => void heard++ })
    await client.flush()
    const put = (given: object) => server.call({ method: 'PUT', path: apiPaths.settings, token, body: given })
    expect((await server.call({ path: apiPaths.settings, token })).json()).toEqual({ version: 0, settings: {} })
    expect((await put({ version: 0, settings: { theme: 'dark' } })).json()).toEqual({
      version: 1,
      settings: { theme: 'dark' },
    })
    const late = await put({ version: 0, settings: { theme: 'light' } })
    expect([late.statusCode, late.json().code, late.json().newer]).toEqual([
      409,
      'settings-changed',
      { version: 1, settings: { theme: 'dark' } },
    ])
    expect((await put({ version: 1, settings: { big: 'x'.repeat(70_000) } })).statusCode).toBe(400)
    expect((await server.call({ path: apiPaths.sync, token })).json().settings).toEqual({ version: 1 })
    await until(() => heard > 0)
    expect(heard).toBe(1)
    await client.close()
  })

  it("of the server are an administrator's, at once, and stand in what a page may know", async () => {
    const { accessToken: token } = admin
    const info = async () => (await server.call({ path: apiPaths.serverInfo })).json()
    expect(await info()).toMatchObject({ registration: 'open', contacts: 'open', limits: { memberCap: 100 } })
    const other = await signUp(server.call, 'other')
    const change = (by: string, body: object) =>
      server.call({ method: 'PATCH', path: apiPaths.serverSettings, token: by, body })
    expect((await change(other.accessToken, { registration: 'closed' })).json().code).toBe('admin-required')
    expect((await server.call({ path: apiPaths.serverSettings, token })).json().chosen).toBe(false)
    expect((await change(token, { registration: 'closed', contacts: 'request' })).json().chosen).toBe(true)
    expect(await info()).toMatchObject({ registration: 'closed', contacts: 'request' })
    const body = { handle: 'late', displayName: 'Late', password: testPassword }
    const refused = await server.call({ method: 'POST', path: apiPaths.register, body })
    expect(refused.json().code).toBe('registration-closed')
    await change(token, { registration: 'open', contacts: 'open' })
  })

  it('sign out every other device, and say which system each is on', async () => {
    const signIn = (agent: string) =>
      server.call({
        method: 'POST',
        path: apiPaths.login,
        headers: { 'natter-client': 'desktop', 'user-agent': agent },
        body: { handle: 'first', password: testPassword },
      })
    const phone = (await signIn('Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36')).json()
    const list = async (token: string) => (await server.call({ path: apiPaths.devices, token })).json().devices
    expect((await list(phone.accessToken))[0]).toMatchObject({ system: 'Chrome, Android', lastAddress: '127.0.0.1' })
    const ended = await server.call({ method: 'DELETE', path: apiPaths.devices, token: phone.accessToken })
    expect(ended.statusCode, ended.body).toBe(204)
    expect(await list(phone.accessToken)).toHaveLength(1)
    expect((await server.call({ path: apiPaths.me, token: admin.accessToken })).json().code).toBe('session-ended')
  })
})
