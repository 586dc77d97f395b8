import type { NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { nameTestDatabase } from '../rigs/mongo-test-database.ts'
import { connectTestClient, createTestIdentity, type TestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import {
  buildCall,
  type Call,
  signUp,
  startTestRun,
  startTestServer,
  type TestServer,
  testPassword,
} from '../rigs/test-server.ts'

type SignedIn = Required<Session> & { readonly identity: TestIdentity }
type Online = SignedIn & { readonly jwt: string; readonly live: NatsConnection }
type Answer = Awaited<ReturnType<Call>>

const cutWithinMs = 2_000
const desktop = { 'natter-client': 'desktop' }
const newPassword = 'staple of another kind'
const mongodbUrl = process.env.NATTER_TEST_MONGODB_URL

const withIdentity = (session: Required<Session>): SignedIn => {
  return { ...session, identity: createTestIdentity(session.user.id) }
}
const codeOf = (answer: Answer) => [answer.statusCode, answer.body === '' ? undefined : answer.json().code]
const refused = [401, 'sign-in-refused']
const ended = [401, 'session-ended']
const done = [204, undefined]

function login(call: Call, handle: string, password = testPassword, from?: string): Promise<Answer> {
  const body = { handle, password }
  return call({ method: 'POST', path: apiPaths.login, headers: desktop, body, ...(from === undefined ? {} : { from }) })
}
async function signIn(call: Call, handle: string, password = testPassword): Promise<SignedIn> {
  const answer = await login(call, handle, password)
  expect(answer.statusCode, answer.body).toBe(200)
  return withIdentity(answer.json())
}
function change(call: Call, token: string | undefined, body: object, from?: string): Promise<Answer> {
  return call({ method: 'POST', path: apiPaths.password, token, body, ...(from === undefined ? {} : { from }) })
}
const wanted = { currentPassword: testPassword, newPassword }
function refresh(call: Call, { refreshToken }: SignedIn): Promise<Answer> {
  return call({ method: 'POST', path: apiPaths.refresh, headers: desktop, body: { refreshToken } })
}
function askCredential(call: Call, { identity, accessToken }: SignedIn): Promise<Answer> {
  const proof = identity.key.sign(Buffer.from(accessToken)).toString('base64url')
  const body = { publicKey: identity.publicKey, proof }
  return call({ method: 'POST', path: apiPaths.credentials, token: accessToken, body })
}
async function connect({ call, nats }: Pick<TestServer, 'call' | 'nats'>, person: SignedIn): Promise<Online> {
  const answer = await askCredential(call, person)
  expect(answer.statusCode, answer.body).toBe(200)
  const { jwt } = answer.json()
  return { ...person, jwt, live: await connectTestClient(nats, person.identity, jwt) }
}
async function expectEnded(call: Call, person: SignedIn): Promise<void> {
  expect(codeOf(await call({ path: apiPaths.me, token: person.accessToken }))).toEqual(ended)
  expect(codeOf(await askCredential(call, person))).toEqual(ended)
  expect(codeOf(await change(call, person.accessToken, wanted))).toEqual(ended)
  expect(codeOf(await refresh(call, person))).toEqual(ended)
}
async function loadDevices(call: Call, { accessToken }: SignedIn): Promise<string[]> {
  const { devices } = (await call({ path: apiPaths.devices, token: accessToken })).json()
  return devices.map(({ id }: { id: string }) => id)
}

describe.skipIf(natsServerBinary === undefined)('whoever changes the password', () => {
  let server: TestServer
  let call: Call
  beforeAll(async () => {
    server = await startTestServer()
    call = server.call
  })
  afterAll(() => server?.stop())

  it('signs in with the new one from then on, and goes on where they are', async () => {
    const me = withIdentity(await signUp(call, 'ana'))
    const answer = await change(call, me.accessToken, wanted)
    expect([answer.statusCode, answer.body, answer.headers['cache-control']]).toEqual([204, '', 'no-store'])
    expect(codeOf(await login(call, 'ana'))).toEqual(refused)
    await signIn(call, 'ana', newPassword)
    expect((await call({ path: apiPaths.me, token: me.accessToken })).statusCode).toBe(200)
    const renewed = await refresh(call, me)
    expect(renewed.statusCode).toBe(200)
    expect((await refresh(call, { ...me, ...renewed.json() })).statusCode).toBe(200)
  })

  it('cuts every other device in time and for good, and stays connected', async () => {
    const me = await connect(server, withIdentity(await signUp(call, 'rita')))
    const others: Online[] = []
    for (let n = 0; n < 3; n++) others.push(await connect(server, await signIn(call, 'rita')))
    const stranger = await connect(server, withIdentity(await signUp(call, 'stranger')))
    const cuts = others.map(({ live }) => live.closed().then(() => performance.now()))
    expect(codeOf(await change(call, me.accessToken, wanted))).toEqual(done)
    const answeredAt = performance.now()
    for (const cutAt of await Promise.all(cuts)) expect(cutAt - answeredAt).toBeLessThan(cutWithinMs)
    for (const other of others) {
      await expect(connectTestClient(server.nats, other.identity, other.jwt)).rejects.toThrow(/authorization/i)
      await expectEnded(call, other)
    }
    for (const { live } of [me, stranger]) {
      await live.flush()
      expect(live.isClosed()).toBe(false)
    }
    expect(await loadDevices(call, me)).toEqual([me.user.device])
    // What this device was issued still opens a connection, and the next device is as good as any.
    const twice = await connectTestClient(server.nats, me.identity, me.jwt)
    const again = await connect(server, await signIn(call, 'rita', newPassword))
    await Promise.all([me.live, stranger.live, twice, again.live].map((live) => live.close()))
  })

  it('may take the same password again, which ends the others as well', async () => {
    const me = withIdentity(await signUp(call, 'same'))
    const other = await connect(server, await signIn(call, 'same'))
    const body = { currentPassword: testPassword, newPassword: testPassword }
    expect(codeOf(await change(call, me.accessToken, body))).toEqual(done)
    await other.live.closed()
    await expectEnded(call, other)
    expect(codeOf(await change(call, me.accessToken, body))).toEqual(done)
    await signIn(call, 'same')
  })

  it('has to know the current one; a wrong one ends nothing', async () => {
    const me = withIdentity(await signUp(call, 'wrong'))
    const other = await connect(server, await signIn(call, 'wrong'))
    const answer = await change(call, me.accessToken, { currentPassword: `${testPassword} `, newPassword })
    expect(codeOf(answer)).toEqual(refused)
    expect(answer.json()).toMatchObject({
      detail: 'The current password is not right.',
      fields: { '/body/currentPassword': 'is not right' },
    })
    expect((await call({ path: apiPaths.me, token: other.accessToken })).statusCode).toBe(200)
    await other.live.flush()
    expect(other.live.isClosed()).toBe(false)
    await other.live.close()
    await signIn(call, 'wrong')
  })

  it('sends both and nothing else, by the rules of registration', async () => {
    const { accessToken } = await signUp(call, 'formal')
    const fieldsOf = async (body: object) => {
      const answer = await change(call, accessToken, body)
      expect(codeOf(answer)).toEqual([400, 'request-invalid'])
      return Object.keys(answer.json().fields).sort()
    }
    expect(await fieldsOf({})).toEqual(['/body/currentPassword', '/body/newPassword'])
    expect(await fieldsOf({ ...wanted, endOthers: false })).toEqual(['/body/endOthers'])
    for (const bad of ['', 'seven77', 'x'.repeat(257), 'with \ud800 half', 'a NUL: \u0000 .', 12_345_678, null]) {
      expect(await fieldsOf({ ...wanted, newPassword: bad })).toEqual(['/body/newPassword'])
    }
    expect(codeOf(await change(call, undefined, wanted))).toEqual([401, 'sign-in-required'])
    await signIn(call, 'formal')
  })

  it('takes what people type, whichever way a keyboard composes it', async () => {
    const { accessToken } = await signUp(call, 'composed')
    const typed = 'Grüße aus Köln 🫖'
    expect(codeOf(await change(call, accessToken, { ...wanted, newPassword: typed.normalize('NFD') }))).toEqual(done)
    await signIn(call, 'composed', typed.normalize('NFC'))
  })

  it('keeps out every sign-in with the old one that is under way, and what it was issued', async () => {
    const me = withIdentity(await signUp(call, 'racing'))
    let password = testPassword
    for (let round = 0; round < 4; round++) {
      const next = `password of round ${round}`
      const thief = async () => {
        const answer = await login(call, 'racing', password)
        if (answer.statusCode !== 200) return { answer }
        const person = withIdentity(answer.json())
        const issued = await askCredential(call, person)
        return { answer, person, issued }
      }
      const racing = Promise.all([thief(), thief(), thief()])
      const body = { currentPassword: password, newPassword: next }
      expect(codeOf(await change(call, me.accessToken, body))).toEqual(done)
      for (const { answer, person, issued } of await racing) {
        if (person === undefined) {
          expect(codeOf(answer)).toEqual(refused)
          continue
        }
        await expectEnded(call, person)
        if (issued.statusCode !== 200) continue
        const connecting = connectTestClient(server.nats, person.identity, issued.json().jwt)
        await expect(connecting).rejects.toThrow(/authorization/i)
      }
      expect(await loadDevices(call, me)).toEqual([me.user.device])
      password = next
    }
  })
})

describe.skipIf(natsServerBinary === undefined)('the limit of guesses at the current password', () => {
  let server: TestServer
  let call: Call
  beforeAll(async () => {
    server = await startTestServer({ NATTER_SIGN_INS_PER_MINUTE: '4' })
    call = server.call
  })
  afterAll(() => server?.stop())

  const guess = { currentPassword: 'wrong password', newPassword }

  it('holds for an account, from however many devices and addresses, and for the right one too', async () => {
    const first = await signUp(call, 'ana')
    const second = withIdentity((await login(call, 'ana', testPassword, '10.0.1.1')).json())
    // What is not in form tries no password.
    for (let n = 0; n < 8; n++) {
      expect((await change(call, first.accessToken, { ...guess, newPassword: 'short' }, '10.0.1.2')).statusCode).toBe(
        400,
      )
    }
    for (let n = 0; n < 4; n++) {
      const { accessToken } = n % 2 === 0 ? first : second
      expect(codeOf(await change(call, accessToken, guess, `10.0.2.${n}`))).toEqual(refused)
    }
    const late = await change(call, second.accessToken, wanted, '10.0.2.9')
    expect(codeOf(late)).toEqual([429, 'rate-limited'])
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0)
    expect(late.json().detail).toMatch(/^Too many tries\. Wait \d+ seconds?/)
    // Neither another account nor the sign-in is held back by it.
    const other = await signUp(call, 'bea')
    expect(codeOf(await change(call, other.accessToken, guess, '10.0.2.10'))).toEqual(refused)
    expect((await login(call, 'ana', testPassword, '10.0.2.11')).statusCode).toBe(200)
  })

  it('counts with the sign-ins of an address, and is not used up by strangers who try the account', async () => {
    const { accessToken } = await signUp(call, 'cleo')
    for (let n = 0; n < 3; n++)
      expect((await login(call, `nobody${n}`, 'wrong password', '10.0.3.1')).statusCode).toBe(401)
    expect(codeOf(await change(call, accessToken, guess, '10.0.3.1'))).toEqual(refused)
    expect(codeOf(await change(call, accessToken, guess, '10.0.3.1'))).toEqual([429, 'rate-limited'])
    for (let n = 0; n < 4; n++)
      expect((await login(call, 'cleo', 'wrong password', `10.0.4.${n}`)).statusCode).toBe(401)
    // Nor is the owner locked out, who comes from elsewhere.
    expect((await login(call, 'cleo', testPassword, '10.0.4.9')).statusCode).toBe(200)
    expect(codeOf(await change(call, accessToken, wanted, '10.0.4.9'))).toEqual(done)
  })
})

const canShare = natsServerBinary !== undefined && mongodbUrl !== undefined

describe.skipIf(!canShare)('a password that is changed at one of two copies of the server on one MongoDB', () => {
  let server: TestServer
  let second: Call
  const undo: (() => Promise<void>)[] = []
  beforeAll(async () => {
    const { own, drop } = nameTestDatabase(mongodbUrl ?? '')
    undo.push(drop)
    server = await startTestServer({ MONGODB_URL: own.href })
    undo.push(server.stop)
    const run = await startTestRun(server.nats, { MONGODB_URL: own.href })
    await run.up
    undo.push(run.stop)
    second = buildCall(run)
  })
  afterAll(async () => {
    for (const step of undo.toReversed()) await step()
  })

  it('ends the devices of the other copy, in time, and the sign-ins that are under way there', async () => {
    const me = await connect(server, withIdentity(await signUp(server.call, 'ana')))
    const other = await connect({ call: second, nats: server.nats }, await signIn(second, 'ana'))
    const cut = other.live.closed().then(() => performance.now())
    const racing = [1, 2, 3].map(() => login(second, 'ana'))
    expect(codeOf(await change(server.call, me.accessToken, wanted))).toEqual(done)
    const answeredAt = performance.now()
    expect((await cut) - answeredAt).toBeLessThan(cutWithinMs)
    await expectEnded(second, other)
    for (const answer of await Promise.all(racing)) {
      if (answer.statusCode === 200) await expectEnded(second, withIdentity(answer.json()))
      else expect(codeOf(answer)).toEqual(refused)
    }
    await me.live.flush()
    expect(me.live.isClosed()).toBe(false)
    await me.live.close()
    expect(await loadDevices(second, me)).toEqual([me.user.device])
    expect(codeOf(await login(second, 'ana'))).toEqual(refused)
    await signIn(second, 'ana', newPassword)
  })

  it('is changed by one only of two who do it at both at once', async () => {
    const one = withIdentity(await signUp(server.call, 'bea'))
    const two = await signIn(second, 'bea')
    const [first, other] = await Promise.all([
      change(server.call, one.accessToken, { ...wanted, newPassword: 'chosen by the one' }),
      change(second, two.accessToken, { ...wanted, newPassword: 'chosen by the other' }),
    ])
    const [won, lost, password, bygone] =
      first.statusCode === 204
        ? [one, two, 'chosen by the one', 'chosen by the other']
        : [two, one, 'chosen by the other', 'chosen by the one']
    expect([codeOf(first), codeOf(other)]).toContainEqual(done)
    expect([refused, ended]).toContainEqual(codeOf(won === one ? other : first))
    await expectEnded(server.call, lost)
    expect(await loadDevices(second, won)).toEqual([won.user.device])
    expect(codeOf(await login(server.call, 'bea', bygone))).toEqual(refused)
    await signIn(server.call, 'bea', password)
  })
})
