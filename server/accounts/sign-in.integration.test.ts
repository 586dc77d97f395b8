import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiBase, apiPaths } from '../../common/http-contract/api-paths.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { type Call, signUp, startTestServer, type TestServer, testPassword } from '../rigs/test-server.ts'

const desktop = { 'natter-client': 'desktop' }
const json = { 'content-type': 'application/json' }

describe.skipIf(natsServerBinary === undefined)('accounts and sign-in', () => {
  let server: TestServer
  let call: Call
  beforeAll(async () => {
    server = await startTestServer()
    call = server.call
  })
  afterAll(() => server?.stop())

  const login = (handle: string, password: string, headers: Record<string, string> = desktop) =>
    call({ method: 'POST', path: apiPaths.login, headers, body: { handle, password, deviceName: 'Laptop' } })
  const refresh = (refreshToken: string, attempt?: string) =>
    call({
      method: 'POST',
      path: apiPaths.refresh,
      headers: { ...desktop, ...(attempt === undefined ? {} : { 'natter-refresh-attempt': attempt }) },
      body: { refreshToken },
    })
  const statusOfMe = async (token: string) => (await call({ path: apiPaths.me, token })).statusCode
  const codeOf = (answer: Awaited<ReturnType<Call>>) => [answer.statusCode, answer.json().code]

  it('makes the first account admin and no other', async () => {
    const first = await signUp(call, 'first')
    const others = await Promise.all(['second', 'third'].map((handle) => signUp(call, handle)))
    expect(first.user.admin).toBe(true)
    expect(others.map(({ user }) => user.admin)).toEqual([false, false])
  })

  it('gives a handle to one account only, in a race too', async () => {
    const body = { displayName: 'Twin', password: testPassword, handle: 'twin' }
    const register = () => call({ method: 'POST', path: apiPaths.register, body })
    const race = await Promise.all([register(), register()])
    expect(race.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409])
    expect(race.find(({ statusCode }) => statusCode === 409)?.json().code).toBe('handle-taken')
  })

  it('takes a handle in whatever case', async () => {
    const body = { handle: 'Mia', displayName: 'Mia', password: testPassword }
    const made = await call({ method: 'POST', path: apiPaths.register, body })
    expect([made.statusCode, made.json().user.handle]).toEqual([201, 'mia'])
    const twin = { ...body, handle: 'MIA' }
    expect(codeOf(await call({ method: 'POST', path: apiPaths.register, body: twin }))).toEqual([409, 'handle-taken'])
    for (const typed of ['mia', 'MIA', ' Mia ']) {
      expect((await login(typed, testPassword)).statusCode).toBe(200)
    }
  })

  it('answers alike, and as slowly, for a wrong password and for nobody', async () => {
    await signUp(call, 'slow')
    const answers = { slow: new Set<string>(), nobody: new Set<string>() }
    const times = { slow: [] as number[], nobody: [] as number[] }
    for (let round = 0; round < 7; round++) {
      for (const handle of ['slow', 'nobody'] as const) {
        const startedAt = performance.now()
        const { request, ...problem } = (await login(handle, 'wrong password')).json()
        times[handle].push(performance.now() - startedAt)
        answers[handle].add(JSON.stringify(problem))
        expect(request).toBeTruthy()
      }
    }
    expect(answers.slow).toEqual(answers.nobody)
    // Without the same work it would be a hundredth; a busy machine doubles one or the other.
    const ratio = median(times.nobody) / median(times.slow)
    expect(ratio).toBeGreaterThan(0.33)
    expect(ratio).toBeLessThan(3)
  })

  it('rotates the refresh token, and takes an answer that was lost for what it is', async () => {
    const { refreshToken } = await signUp(call, 'rotating')
    const attempt = 'attempt-0000000001'
    const first = await refresh(refreshToken, attempt)
    const again = await refresh(refreshToken, attempt)
    expect([first.statusCode, again.statusCode]).toEqual([200, 200])
    expect(again.json().refreshToken).toBe(first.json().refreshToken)
    expect(first.json().refreshToken).not.toBe(refreshToken)
    const next = await refresh(first.json().refreshToken, 'attempt-0000000002')
    expect(next.statusCode).toBe(200)
    expect(await statusOfMe(next.json().accessToken)).toBe(200)
  })

  it('gives the next refresh token as the last one came: in the body, whoever sends one there', async () => {
    const { refreshToken } = await signUp(call, 'by-body')
    const plain = (token: string) => call({ method: 'POST', path: apiPaths.refresh, body: { refreshToken: token } })
    const next = await plain(refreshToken)
    expect(next.headers['set-cookie']).toBeUndefined()
    expect((await plain(next.json().refreshToken)).statusCode).toBe(200)
  })

  it('takes the scheme of the access token in any case', async () => {
    const { accessToken } = await signUp(call, 'any-case')
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const headers = { authorization: `${scheme} ${accessToken}` }
      expect((await call({ path: apiPaths.me, headers })).statusCode).toBe(200)
    }
    expect((await call({ path: apiPaths.me, headers: { authorization: `Basic ${accessToken}` } })).statusCode).toBe(401)
  })

  it('ends the device at once when a spent refresh token comes back', async () => {
    const { refreshToken, accessToken } = await signUp(call, 'stolen')
    const thief = await refresh(refreshToken)
    expect(thief.statusCode).toBe(200)
    const next = await refresh(thief.json().refreshToken, 'attempt-0000000009')
    expect(next.statusCode).toBe(200)
    expect(codeOf(await refresh(refreshToken))).toEqual([401, 'session-ended'])
    expect(codeOf(await refresh(next.json().refreshToken))).toEqual([401, 'session-ended'])
    expect(await statusOfMe(accessToken)).toBe(401)
    expect(await statusOfMe(thief.json().accessToken)).toBe(401)
    expect((await login('stolen', testPassword)).statusCode).toBe(200)
  })

  it('gives a script that names no attempt and asks again at once the same token, and one that names another nothing', async () => {
    const { refreshToken } = await signUp(call, 'script')
    const both = await Promise.all([refresh(refreshToken), refresh(refreshToken)])
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    expect(new Set(both.map((answer) => answer.json().refreshToken)).size).toBe(1)
    const next = await refresh(both[0]?.json().refreshToken)
    expect(next.statusCode).toBe(200)
    expect(codeOf(await refresh(both[0]?.json().refreshToken, 'attempt-of-somebody'))).toEqual([401, 'session-ended'])
  })

  it('ends one of two at most when both exchange the same token at once', async () => {
    const { refreshToken } = await signUp(call, 'two-tabs')
    const attempt = 'attempt-of-both-tabs'
    const both = await Promise.all([refresh(refreshToken, attempt), refresh(refreshToken, attempt)])
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    expect(new Set(both.map((answer) => answer.json().refreshToken)).size).toBe(1)
  })

  it('keeps the refresh token of a browser out of reach of scripts and other sites', async () => {
    await signUp(call, 'browsing')
    const signedIn = await login('browsing', testPassword, {})
    expect(signedIn.json().refreshToken).toBeUndefined()
    const [cookie] = signedIn.cookies
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/api/v1/auth' })
    const send = (headers: Record<string, string>, path: string = apiPaths.refresh) =>
      call({ method: 'POST', path, headers: { cookie: `${cookie?.name}=${cookie?.value}`, ...headers } })
    const forbidden: Record<string, string>[] = [
      { origin: 'http://localhost:80' },
      { 'sec-fetch-site': 'same-origin' },
      { ...json, 'sec-fetch-site': 'cross-site' },
      { ...json, 'sec-fetch-site': 'same-site' },
      { ...json, origin: 'https://evil.example' },
      { ...json, origin: 'null' },
    ]
    for (const headers of forbidden) {
      expect((await send(headers)).statusCode, JSON.stringify(headers)).toBe(403)
      expect((await send(headers, apiPaths.logout)).statusCode).toBe(403)
    }
    const own = await send({ ...json, 'sec-fetch-site': 'same-origin', origin: 'http://localhost:80' })
    expect(own.statusCode).toBe(200)
    expect(own.cookies[0]?.value).not.toBe(cookie?.value)
    // Not even for a script that says it is a desktop: what came as a cookie goes as one.
    expect(own.json().refreshToken).toBeUndefined()
    const posing = { cookie: `${own.cookies[0]?.name}=${own.cookies[0]?.value}`, ...desktop, ...json }
    const posed = await call({
      method: 'POST',
      path: apiPaths.refresh,
      headers: { ...posing, 'natter-refresh-attempt': 'attempt-of-a-script' },
    })
    expect([posed.statusCode, posed.json().refreshToken, posed.cookies.length]).toEqual([200, undefined, 1])
    const program = { cookie: `${posed.cookies[0]?.name}=${posed.cookies[0]?.value}` }
    expect((await call({ method: 'POST', path: apiPaths.refresh, headers: program })).statusCode).toBe(200)
  })

  it('signs out: access token, refresh token and device are dead', async () => {
    const { accessToken, refreshToken, user } = await signUp(call, 'leaving')
    const out = await call({ method: 'POST', path: apiPaths.logout, token: accessToken })
    expect(out.statusCode).toBe(204)
    expect(await statusOfMe(accessToken)).toBe(401)
    expect(codeOf(await refresh(refreshToken))).toEqual([401, 'session-ended'])
    const back = (await login('leaving', testPassword)).json()
    const devices = (await call({ path: apiPaths.devices, token: back.accessToken })).json().devices
    expect(devices.map((device: { id: string }) => device.id)).toEqual([back.user.device])
    expect(back.user.device).not.toBe(user.device)
  })

  it('signs out by refresh token alone, once the access token has expired', async () => {
    const { accessToken, refreshToken } = await signUp(call, 'late')
    const out = await call({ method: 'POST', path: apiPaths.logout, body: { refreshToken } })
    expect(out.statusCode).toBe(204)
    expect(await statusOfMe(accessToken)).toBe(401)
  })

  it('lists devices and ends one of them, and nobody ends those of another', async () => {
    const laptop = await signUp(call, 'many')
    const phone = (await login('many', testPassword)).json()
    const stranger = await signUp(call, 'stranger')
    const listed = (await call({ path: apiPaths.devices, token: laptop.accessToken })).json().devices
    expect(listed.map(({ name, current }: { name: string; current: boolean }) => [name, current])).toEqual([
      ['Laptop', false],
      ['Desktop', true],
    ])
    const end = (token: string) => call({ method: 'DELETE', path: apiPaths.device(phone.user.device), token })
    expect(codeOf(await end(stranger.accessToken))).toEqual([404, 'device-unknown'])
    expect(await statusOfMe(phone.accessToken)).toBe(200)
    expect((await end(laptop.accessToken)).statusCode).toBe(204)
    expect(await statusOfMe(phone.accessToken)).toBe(401)
    expect(await statusOfMe(laptop.accessToken)).toBe(200)
  })

  it('lists devices page by page, each once, also when the last of a page is gone meanwhile', async () => {
    const first = await signUp(call, 'many-devices')
    const signedIn = [first.user.device]
    for (let more = 0; more < 4; more++) signedIn.push((await login('many-devices', testPassword)).json().user.device)
    const page = async (query: string) =>
      (await call({ path: `${apiPaths.devices}?${query}`, token: first.accessToken })).json()
    const idsOf = (answer: { devices: { id: string }[] }) => answer.devices.map(({ id }) => id)
    const [one, all] = [await page('limit=2'), await page('')]
    expect([...idsOf(all)].sort()).toEqual([...signedIn].sort())
    expect(all.cursor).toBeUndefined()
    expect(idsOf(one)).toEqual(idsOf(all).slice(0, 2))
    const gone = idsOf(one)[1]
    await call({ method: 'DELETE', path: `${apiPaths.devices}/${gone}`, token: first.accessToken })
    const two = await page(`limit=2&cursor=${one.cursor}`)
    const three = await page(`limit=2&cursor=${two.cursor}`)
    expect([...idsOf(two), ...idsOf(three)]).toEqual(idsOf(all).slice(2))
    expect(three.cursor).toBeUndefined()
    for (const foreign of ['', 'AAAA', '!!!']) expect((await page(`cursor=${foreign}`)).status).toBe(400)
  })

  it('shows a user to themselves and to roommates, and to nobody else', async () => {
    const [one, other] = [await signUp(call, 'one'), await signUp(call, 'other')]
    const look = () => call({ path: apiPaths.user(other.user.id), token: one.accessToken })
    expect(codeOf(await look())).toEqual([404, 'user-unknown'])
    const body = { name: 'Both', members: [other.user.id] }
    await call({ method: 'POST', path: apiPaths.rooms, token: one.accessToken, body })
    expect((await look()).json()).toEqual({ id: other.user.id, handle: 'other', displayName: 'OTHER' })
    const found = await call({ path: apiPaths.users('other'), token: one.accessToken })
    expect(found.json().users).toHaveLength(1)
    expect((await call({ path: apiPaths.users('othe'), token: one.accessToken })).json().users).toEqual([])
    expect((await call({ path: apiPaths.users('OTHER'), token: one.accessToken })).json()).toEqual(found.json())
    const nonsense = await call({ path: `${apiBase}/users/no-id`, token: one.accessToken })
    expect(codeOf(nonsense)).toEqual([404, 'user-unknown'])
  })

  it('lets no cache keep what only the caller may see', async () => {
    const { accessToken } = await signUp(call, 'uncached')
    for (const path of [apiPaths.me, apiPaths.sync, apiPaths.rooms]) {
      expect((await call({ path, token: accessToken })).headers['cache-control']).toBe('no-store')
    }
  })

  it('changes the display name and nothing else', async () => {
    const { accessToken } = await signUp(call, 'named')
    const change = (body: object) => call({ method: 'PATCH', path: apiPaths.me, token: accessToken, body })
    expect((await change({ displayName: 'Nána 🫖' })).json()).toMatchObject({ displayName: 'Nána 🫖', handle: 'named' })
    expect((await change({ admin: true })).statusCode).toBe(400)
    for (const displayName of ['', ' \t', 'two\nlines', '\u200b\u2060']) {
      expect(codeOf(await change({ displayName }))).toEqual([400, 'request-invalid'])
    }
    expect((await call({ path: apiPaths.me, token: accessToken })).json()).toMatchObject({ admin: false })
  })
})

describe.skipIf(natsServerBinary === undefined)('limits', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({
      NATTER_SIGN_UPS_PER_MINUTE: '3',
      NATTER_SIGN_INS_PER_MINUTE: '4',
      NATTER_REQUESTS_PER_MINUTE: '8',
    })
  })
  afterAll(() => server?.stop())

  const register = (handle: string, from: string) =>
    server.call({
      method: 'POST',
      path: apiPaths.register,
      body: { handle, displayName: 'X', password: testPassword },
      from,
    })
  const login = (handle: string, from: string) =>
    server.call({ method: 'POST', path: apiPaths.login, body: { handle, password: 'wrong password' }, from })

  it('holds back sign-ups of one address and says for how long', async () => {
    const statuses: number[] = []
    for (const handle of ['a', 'b', 'c']) statuses.push((await register(handle, '10.0.0.1')).statusCode)
    const refused = await register('d', '10.0.0.1')
    expect(statuses).toEqual([201, 201, 201])
    expect(refused.statusCode).toBe(429)
    expect(refused.json().code).toBe('rate-limited')
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await register('d', '10.0.0.2')).statusCode).toBe(201)
  })

  it('holds back sign-ins of one address, and guesses of one account from there; the owner elsewhere gets in', async () => {
    for (let round = 0; round < 4; round++) expect((await login(`name${round}`, '10.0.1.1')).statusCode).toBe(401)
    expect((await login('name9', '10.0.1.1')).statusCode).toBe(429)
    // At once: on a busy machine one look at a password takes as long as the first wait.
    const guesses = Array.from({ length: 10 }, (_, round) => login(round % 2 === 0 ? 'a' : 'A ', `10.0.2.${round % 9}`))
    const answers = await Promise.all(guesses)
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([...Array(9).fill(401), 429])
    const early = answers.find(({ statusCode }) => statusCode === 429)
    expect([1, 2]).toContain(Number(early?.headers['retry-after']))
    expect((await login('b', '10.0.2.0')).statusCode).toBe(401)
    const owner = { method: 'POST', path: apiPaths.login, body: { handle: 'a', password: testPassword } } as const
    expect((await server.call({ ...owner, from: '10.0.2.20' })).statusCode).toBe(200)
  })

  it('counts what each user asks, wherever from, and believes no forwarded address', async () => {
    const session = await server.call({
      method: 'POST',
      path: apiPaths.login,
      body: { handle: 'c', password: testPassword },
      from: '10.0.3.1',
    })
    const token = session.json().accessToken
    const ask = (index: number) =>
      server.call({
        path: apiPaths.me,
        token,
        from: `10.0.4.${index}`,
        headers: { 'x-forwarded-for': `1.1.1.${index}` },
      })
    for (let index = 0; index < 8; index++) expect((await ask(index)).statusCode).toBe(200)
    expect((await ask(9)).statusCode).toBe(429)
  })

  it('counts guesses of access tokens', async () => {
    const guess = () => server.call({ path: apiPaths.me, token: 'a.b.c', from: '10.0.5.1' })
    for (let index = 0; index < 8; index++) expect((await guess()).statusCode).toBe(401)
    expect((await guess()).statusCode).toBe(429)
  })
})

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
