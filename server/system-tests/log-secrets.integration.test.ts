import { headers } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { subjects } from '../../common/subjects.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import { until } from '../rigs/archiver-test-rig.ts'
import { connectTestClient, createTestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { createServerProcess, isServerBuilt, type ServerProcess } from '../rigs/server-test-process.ts'

const password = 'zebra-crossing-at-noon'
const newPassword = 'heron-crossing-at-dusk'
const said = 'the-walrus-said-so'
const topic = 'a-topic-nobody-logs'

/** Everything a session has that is nobody else's business, through a real process at its most talkative. */
describe.skipIf(natsServerBinary === undefined || !isServerBuilt)('the log of a server', () => {
  let nats: TestNats
  let server: ServerProcess
  beforeAll(async () => {
    nats = await startTestNats()
    server = await createServerProcess(nats, { NATTER_LOG_LEVEL: 'debug' })
    await server.start()
  })
  afterAll(async () => {
    await server?.stop()
    await nats?.stop()
  })

  async function ask(method: string, path: string, token?: string, body?: object) {
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        'natter-client': 'desktop',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) }
  }

  it('holds no password, token, credential, e-mail address or word that was said', async () => {
    const email = 'walrus@example.org'
    const who = { handle: 'walrus', displayName: 'Walrus', password, email }
    const { user, accessToken, refreshToken } = (await ask('POST', apiPaths.register, undefined, who)).json
    await ask('POST', apiPaths.login, undefined, { handle: 'walrus', password: `${password}!` })
    await ask('POST', apiPaths.login, undefined, { handle: email, password })
    const room = (await ask('POST', apiPaths.rooms, accessToken, { name: said, topic, members: [] })).json.room.id
    const identity = createTestIdentity(user.id)
    const proof = identity.key.sign(Buffer.from(accessToken)).toString('base64url')
    const asked = { publicKey: identity.publicKey, proof }
    const { jwt } = (await ask('POST', apiPaths.credentials, accessToken, asked)).json
    const client = await connectTestClient(nats, identity, jwt)
    const subject = subjects.sendEvent(room, user.id)
    const id = '01j00000000000000000000000'
    const event = { v: 1, kind: 'message.posted', id, at: 1, text: said, format: 'plain' }
    const withId = headers()
    withId.set('Nats-Msg-Id', id)
    await client.request(subject, encodeBody(event), { headers: withId, timeout: 5_000 })
    // Malformed in several ways: what is set aside is not quoted either.
    for (const body of [
      `{"v":1,"${said}`,
      JSON.stringify({ ...event, v: 2 }),
      JSON.stringify({ ...event, at: said }),
    ]) {
      await client.request(subject, body, { timeout: 5_000 })
    }
    const history = await until(
      async () => (await ask('GET', `${apiPaths.messages(room)}?limit=10`, accessToken)).json,
      ({ complete }) => complete === true,
    )
    expect(history.messages.map(({ text }: { text: string }) => text)).toEqual([said])
    await ask('GET', `/api/v1/${said}?q=${said}`, accessToken)
    await ask('PATCH', apiPaths.me, accessToken, { displayName: 1, [said]: said })
    const change = (currentPassword: string) =>
      ask('POST', apiPaths.password, accessToken, { currentPassword, newPassword })
    expect((await change(`${password}!`)).status).toBe(401)
    expect((await change(password)).status).toBe(204)
    const refreshed = (await ask('POST', apiPaths.refresh, undefined, { refreshToken })).json
    // The one before the last comes back: the session ends, with everything that belongs to that.
    const again = (await ask('POST', apiPaths.refresh, undefined, { refreshToken: refreshed.refreshToken })).json
    expect(again.refreshToken).not.toBe(refreshed.refreshToken)
    expect((await ask('POST', apiPaths.refresh, undefined, { refreshToken })).status).toBe(401)
    await client.closed()
    await server.stop()

    const log = server.log()
    expect(log).toContain(apiPaths.rooms)
    const secrets = {
      password,
      newPassword,
      said,
      topic,
      email,
      accessToken,
      refreshToken,
      jwt,
      proof,
      renewed: refreshed.refreshToken,
    }
    for (const [what, secret] of Object.entries(secrets)) {
      expect(secret.length, what).toBeGreaterThan(10)
      expect(log.includes(secret), what).toBe(false)
    }
  })
})
