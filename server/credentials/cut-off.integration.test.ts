import type { NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { subjects } from '../../common/subjects.ts'
import { connectTestClient, createTestIdentity, type TestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRoom, signUp, startTestServer, type TestServer, testPassword } from '../rigs/test-server.ts'

type SignedIn = Required<Session> & { readonly identity: TestIdentity }
type Online = SignedIn & { readonly jwt: string; readonly live: NatsConnection }

const cutWithinMs = 2_000
const desktop = { 'natter-client': 'desktop' }

/** From the call that takes a right away to the broker, with nothing but what any client has. */
describe.skipIf(natsServerBinary === undefined)('whoever loses a right', () => {
  let server: TestServer
  let owner: SignedIn
  beforeAll(async () => {
    server = await startTestServer()
    owner = withIdentity(await signUp(server.call, 'owner'))
  })
  afterAll(() => server?.stop())

  const withIdentity = (session: Required<Session>): SignedIn => ({
    ...session,
    identity: createTestIdentity(session.user.id),
  })

  async function signIn(handle: string): Promise<SignedIn> {
    const body = { handle, password: testPassword }
    const answer = await server.call({ method: 'POST', path: apiPaths.login, headers: desktop, body })
    expect(answer.statusCode, answer.body).toBe(200)
    return withIdentity(answer.json())
  }

  async function askCredential({ identity, accessToken }: SignedIn) {
    const proof = identity.key.sign(Buffer.from(accessToken)).toString('base64url')
    const body = { publicKey: identity.publicKey, proof }
    return server.call({ method: 'POST', path: apiPaths.credentials, token: accessToken, body })
  }

  async function connect(person: SignedIn): Promise<Online> {
    const answer = await askCredential(person)
    expect(answer.statusCode, answer.body).toBe(200)
    const { jwt } = answer.json()
    return { ...person, jwt, live: await connectTestClient(server.nats, person.identity, jwt) }
  }

  /** The live connection ends in time, and what it came with opens none again. */
  async function expectCut({ live, identity, jwt }: Online, act: () => Promise<number>): Promise<void> {
    const startedAt = performance.now()
    const cut = live.closed().then(() => performance.now())
    expect(await act()).toBe(204)
    expect((await cut) - startedAt).toBeLessThan(cutWithinMs)
    await expect(connectTestClient(server.nats, identity, jwt)).rejects.toThrow(/authorization/i)
  }

  const member = (room: string, { user }: SignedIn) => `${apiPaths.rooms}/${room}/members/${user.id}`

  it('is cut when removed from a room; brought back in the same second, the next credential holds', async () => {
    const room = (await createRoom(server.call, owner.accessToken)).id
    const mia = withIdentity(await signUp(server.call, 'mia'))
    const path = member(room, mia)
    const token = owner.accessToken
    const put = async () => expect((await server.call({ method: 'PUT', path, token })).statusCode).toBe(204)
    await put()
    const online = await connect(mia)
    await expectCut(online, async () => (await server.call({ method: 'DELETE', path, token })).statusCode)
    await put()
    const back = await connect(mia)
    const heard = back.live.subscribe(subjects.roomAll(room), { max: 1 })
    await back.live.flush()
    back.live.publish(subjects.roomTyping(room, mia.user.id), '{"v":1,"typing":true}')
    for await (const { subject } of heard) expect(subject).toBe(subjects.roomTyping(room, mia.user.id))
    await expect(connectTestClient(server.nats, mia.identity, online.jwt)).rejects.toThrow(/authorization/i)
    await back.live.close()
  })

  it('is cut when made a listener, and says nothing with the next credential', async () => {
    const room = (await createRoom(server.call, owner.accessToken)).id
    const leo = withIdentity(await signUp(server.call, 'leo'))
    const put = (role: string) =>
      server.call({ method: 'PUT', path: member(room, leo), token: owner.accessToken, body: { role } })
    expect((await put('member')).statusCode).toBe(204)
    const online = await connect(leo)
    await expectCut(online, async () => (await put('listener')).statusCode)
    const { live } = await connect(leo)
    const refused = live.request(subjects.sendEvent(room, leo.user.id), '{}', { timeout: cutWithinMs })
    await expect(refused).rejects.toThrow(/permissions violation/i)
    await live.close()
  })

  it('is cut when another device revokes it; neither token nor credential is renewed, the other device goes on', async () => {
    const first = await connect(withIdentity(await signUp(server.call, 'rita')))
    const second = await connect(await signIn('rita'))
    const path = `${apiPaths.devices}/${second.user.device}`
    await expectCut(second, async () => {
      return (await server.call({ method: 'DELETE', path, token: first.accessToken })).statusCode
    })
    await expectEnded(second)
    await first.live.flush()
    expect(first.live.isClosed()).toBe(false)
    const again = await connect(await signIn('rita'))
    await Promise.all([first, again].map(({ live }) => live.close()))
  })

  it('is cut when it signs out; neither token nor credential is renewed, the other device goes on', async () => {
    const first = await connect(withIdentity(await signUp(server.call, 'otto')))
    const second = await connect(await signIn('otto'))
    await expectCut(second, async () => {
      const body = { refreshToken: second.refreshToken }
      return (await server.call({ method: 'POST', path: apiPaths.logout, body })).statusCode
    })
    await expectEnded(second)
    await first.live.flush()
    expect(first.live.isClosed()).toBe(false)
    const again = await connect(await signIn('otto'))
    await Promise.all([first, again].map(({ live }) => live.close()))
  })

  it('gets nothing out of a renewal that was under way when its device was revoked', async () => {
    const first = await connect(withIdentity(await signUp(server.call, 'rosa')))
    for (let round = 0; round < 5; round++) {
      const second = await signIn('rosa')
      const body = { refreshToken: second.refreshToken }
      const path = `${apiPaths.devices}/${second.user.device}`
      const [refreshed, issued, revoked] = await Promise.all([
        server.call({ method: 'POST', path: apiPaths.refresh, headers: desktop, body }),
        askCredential(second),
        server.call({ method: 'DELETE', path, token: first.accessToken }),
      ])
      expect(revoked.statusCode).toBe(204)
      if (refreshed.statusCode === 200) await expectEnded({ ...second, ...refreshed.json() })
      if (issued.statusCode !== 200) continue
      const connecting = connectTestClient(server.nats, second.identity, issued.json().jwt)
      await expect(connecting).rejects.toThrow(/authorization/i)
    }
    await first.live.close()
  })

  async function expectEnded(person: SignedIn) {
    const me = await server.call({ path: apiPaths.me, token: person.accessToken })
    expect(me.json().code).toBe('session-ended')
    const body = { refreshToken: person.refreshToken }
    const refreshed = await server.call({ method: 'POST', path: apiPaths.refresh, headers: desktop, body })
    expect(refreshed.json().code).toBe('session-ended')
    expect((await askCredential(person)).json().code).toBe('session-ended')
  }
})
