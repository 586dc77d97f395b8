import { describe, expect, it } from 'vitest'
import { buildShellDeviceKeys } from '../keeping/device-keys.ts'
import { buildAuthRelay } from './auth-relay.ts'
import { buildDeviceCalls } from './device-calls.ts'

const session = {
  user: { id: 'eva0000000000000', handle: 'eva', displayName: 'Eva', admin: false },
  accessToken: 'access',
  refreshToken: 'refresh-2',
}

function buildRelay(answer: (request: Request) => Response | Promise<Response>) {
  const asked: { path: string; client: string | null; body: unknown; attempt: string | null }[] = []
  let token: string | undefined = 'refresh-1'
  const users: unknown[] = []
  const held: unknown[] = []
  const relay = buildAuthRelay({
    relay: async (request) => {
      const body = await request.clone().text()
      asked.push({
        path: new URL(request.url).pathname,
        client: request.headers.get('natter-client'),
        body: body === '' ? undefined : JSON.parse(body),
        attempt: request.headers.get('natter-refresh-attempt'),
      })
      return answer(request)
    },
    tokens: {
      load: async () => token,
      put: async (fresh) => {
        token = fresh
      },
      remove: async () => {
        token = undefined
      },
    },
    onUser: (user) => users.push(user),
    onAccess: (access) => held.push(access),
    log: () => undefined,
  })
  const post = (path: string, body: object = {}, headers: Record<string, string> = {}) =>
    relay(
      new Request(`app://natter/api/v1${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    )
  return { post, relay, asked, users, held, token: () => token }
}
const ok = () => new Response(JSON.stringify(session), { status: 200 })

describe('a sign-in on the desktop', () => {
  it('keeps the refresh token from the page', async () => {
    const { post, asked, users, token } = buildRelay(ok)
    const answer = await post('/auth/login', { handle: 'eva', password: 'x' })
    expect(await answer.json()).toEqual({ user: session.user, accessToken: 'access' })
    expect(asked[0]).toMatchObject({ client: 'desktop', body: { handle: 'eva', password: 'x' } })
    expect([token(), users]).toEqual(['refresh-2', [session.user]])
  })

  it('is refreshed with the sealed token and the engine’s own attempt', async () => {
    const { post, asked, token } = buildRelay(ok)
    const answer = await post(
      '/auth/refresh',
      { refreshToken: 'of-the-page' },
      { 'natter-refresh-attempt': 'attempt-1' },
    )
    expect(await answer.text()).not.toContain('refresh-2')
    expect(asked[0]).toMatchObject({ body: { refreshToken: 'refresh-1' }, attempt: 'attempt-1', client: null })
    expect(token()).toBe('refresh-2')
  })

  it('sends one token at a time, each the newest', async () => {
    let count = 1
    const { post, asked } = buildRelay(async () => {
      await new Promise((resolve) => setImmediate(resolve))
      count += 1
      return new Response(JSON.stringify({ ...session, refreshToken: `refresh-${count}` }))
    })
    await Promise.all([post('/auth/refresh'), post('/auth/refresh'), post('/auth/refresh')])
    const sent = asked.map(({ body }) => (body as { refreshToken: string }).refreshToken)
    expect(sent).toEqual(['refresh-1', 'refresh-2', 'refresh-3'])
  })

  it('ends with the token, and not before the server has heard of it', async () => {
    let status = 0
    const { post, token } = buildRelay(() => (status === 0 ? Response.error() : new Response(null, { status })))
    await post('/auth/logout')
    expect(token()).toBe('refresh-1')
    status = 503
    await post('/auth/logout')
    expect(token()).toBe('refresh-1')
    status = 204
    await post('/auth/logout')
    expect(token()).toBeUndefined()
  })

  it('passes on nothing of an answer that is not the server’s', async () => {
    const { post, token } = buildRelay(() => new Response('{"refreshToken":"stolen"}'))
    expect((await post('/auth/login')).type).toBe('error')
    expect(token()).toBe('refresh-1')
  })

  it('passes refusals and all other calls on as they are', async () => {
    const refused = buildRelay(() => new Response('{"code":"session-ended"}', { status: 401 }))
    const answer = await refused.post('/auth/refresh')
    expect([answer.status, await answer.text(), refused.token()]).toEqual([
      401,
      '{"code":"session-ended"}',
      'refresh-1',
    ])
    const { relay, asked } = buildRelay(() => new Response('{}'))
    await relay(new Request('app://natter/api/v1/sync'))
    expect(asked[0]).toMatchObject({ path: '/api/v1/sync', client: null, body: undefined })
  })
})

describe('the device’s key', () => {
  const user = '0123456789abcdef'
  function buildCalls() {
    const secrets = new Map<string, string>()
    const vault = {
      load: async (name: string) => secrets.get(name),
      put: async (name: string, secret: string) => void secrets.set(name, secret),
      remove: async (name: string) => void secrets.delete(name),
      removeAll: async () => secrets.clear(),
    }
    const calls = buildDeviceCalls(buildShellDeviceKeys(vault, 'acc'))
    const ask = async (body: unknown, of = user, method = 'POST') => {
      const init =
        method === 'POST' ? { method, body: typeof body === 'string' ? body : JSON.stringify(body) } : { method }
      const answer = await calls(new Request(`app://natter/shell/device-key/${of}`, init))
      const text = await answer.text()
      return answer.ok ? (JSON.parse(text) as Record<string, string>) : answer.status
    }
    return { ask, secrets, vault }
  }

  it('signs nonces and tokens, and its seed never leaves', async () => {
    const { ask, secrets, vault } = buildCalls()
    expect(await ask({ kind: 'open' })).toEqual({})
    expect(await ask({ kind: 'sign', text: 'nonce-12345' })).toEqual({})
    const made = (await ask({ kind: 'create' })) as Record<string, string>
    expect(made).toEqual({ publicKey: expect.stringMatching(/^U[A-Z2-7]{55}$/) })
    expect(await ask({ kind: 'open' })).toEqual(made)
    expect(await ask({ kind: 'sign', text: 'nonce-12345' })).toEqual({
      signature: expect.stringMatching(/^[\w-]{86}$/),
    })
    expect(await ask({ kind: 'sign', text: 'a.b.c' })).toEqual({ signature: expect.stringMatching(/^[\w-]{86}$/) })
    const [seed] = [...secrets.values()]
    expect(seed).toMatch(/^SU/)
    // At the next start the same key.
    const later = buildShellDeviceKeys(vault, 'acc')
    expect(await later.open(user)).toBe(made.publicKey)
    await ask({ kind: 'remove' })
    expect([secrets.size, await ask({ kind: 'open' })]).toEqual([0, {}])
  })

  it('that was tampered with is no key', async () => {
    const { vault } = buildCalls()
    await vault.put(`acc/seed/${user}`, 'SUAAAA')
    expect(await buildShellDeviceKeys(vault, 'acc').open(user)).toBeUndefined()
  })

  it.each([
    ['', 400],
    ['{', 400],
    [{ kind: 'seed' }, 400],
    [{ kind: 'create', more: 1 }, 400],
    [{ kind: 'sign' }, 400],
    [{ kind: 'sign', text: 'pay 100 to eve' }, 400],
    [{ kind: 'sign', text: 'a'.repeat(200) }, 400],
    [{ kind: 'sign', text: `a.b.${'c'.repeat(9_000)}` }, 400],
    [{ kind: 'sign', text: { length: 20 } }, 400],
    ['x'.repeat(20_000), 400],
  ])('does nothing for %j', async (body, status) => {
    const { ask, secrets } = buildCalls()
    expect(await ask(body)).toBe(status)
    expect(secrets.size).toBe(0)
  })

  it('is nobody’s who is no user, and asked by POST only', async () => {
    const { ask } = buildCalls()
    expect(await ask({ kind: 'create' }, '..%2fother')).toBe(404)
    expect(await ask({ kind: 'create' }, 'short')).toBe(404)
    expect(await ask({}, user, 'GET')).toBe(405)
  })
})

describe('the access token of an account', () => {
  const eva = { user: 'eva0000000000000', token: 'access' }

  it('is held as long as its session goes on', async () => {
    let status = 200
    const { post, held } = buildRelay(() => new Response(status === 200 ? JSON.stringify(session) : '{}', { status }))
    await post('/auth/login', { handle: 'eva', password: 'x' })
    await post('/auth/refresh')
    status = 503
    await post('/auth/refresh')
    expect(held).toEqual([eva, eva])
    status = 401
    await post('/auth/refresh')
    expect(held.at(-1)).toBeUndefined()
  })

  it('is let go of before a sign-out is on its way', async () => {
    const { post, held } = buildRelay(() => ok())
    await post('/auth/login', { handle: 'eva', password: 'x' })
    await post('/auth/logout')
    expect(held).toEqual([eva, undefined])
  })
})
