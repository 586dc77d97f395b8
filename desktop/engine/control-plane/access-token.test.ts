import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import type { AppError } from '../../../common/app-error.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { openInstallationDatabase } from '../local-store/local-database.ts'
import { buildSessionStore } from '../local-store/session-store.ts'
import { buildAccessTokens } from './access-token.ts'

const user = {
  id: 'a'.repeat(16),
  handle: 'ana',
  displayName: 'Ana',
  admin: false,
  createdAt: 1,
  device: 'd'.repeat(16),
}
const tokenUntil = (ms: number, lifeMs = 900_000) =>
  `h.${btoa(JSON.stringify({ iat: (ms - lifeMs) / 1_000, exp: ms / 1_000 }))}.s`
const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ type: 'about:blank', title: 't', status, code }), { status })

function startTokens(
  replies: (() => Response)[],
  isDiskGone = false,
  onEnded: (error: AppError, isStill: () => boolean) => void = () => {},
) {
  const clock = buildTestClock()
  const attempts: string[] = []
  const ended: AppError[] = []
  let kept: string | undefined
  const deps = {
    clock,
    log: () => {},
    origin: '',
    crypto: globalThis.crypto as EngineDeps['crypto'],
    async fetch(_url: string, init: RequestInit) {
      attempts.push(new Headers(init.headers as Record<string, string>).get('Natter-Refresh-Attempt') ?? '')
      const reply = replies.shift()
      if (reply === undefined) throw new TypeError('no network')
      return reply()
    },
  } as Partial<EngineDeps> as EngineDeps
  const store = {
    claimAttempt: async (fresh: string) => {
      if (isDiskGone) throw new DOMException('the database is closing', 'InvalidStateError')
      kept ??= fresh
      return kept
    },
    putAttempt: async (attempt: string) => {
      if (isDiskGone) throw new DOMException('no room', 'QuotaExceededError')
      kept = attempt
    },
    removeAttempt: async () => {
      if (isDiskGone) throw new DOMException('no room', 'QuotaExceededError')
      kept = undefined
    },
  }
  const tokens = buildAccessTokens(deps, store, (error, isStill) => {
    ended.push(error)
    onEnded(error, isStill)
  })
  const session = (ms: number) => () =>
    new Response(JSON.stringify({ user, accessToken: tokenUntil(clock.now() + ms) }), { status: 200 })
  return { clock, tokens, attempts, ended, kept: () => kept, session, replies }
}

test('many who ask at once share one refresh, and the token is kept until shortly before its end', async () => {
  const { clock, tokens, attempts, session, replies } = startTokens([])
  replies.push(session(900_000), session(900_000))
  const answers = await Promise.all([tokens.takeToken(), tokens.takeToken(), tokens.takeToken()])
  expect(answers.every(({ ok }) => ok)).toBe(true)
  await clock.advance(800_000)
  await tokens.takeToken()
  expect(attempts).toHaveLength(1)
  await clock.advance(80_000)
  await tokens.takeToken()
  expect(attempts).toHaveLength(2)
  expect(attempts[0]).not.toBe(attempts[1])
})

test('a refresh whose answer was lost is repeated under the same name', async () => {
  const { tokens, attempts, ended, kept, session, replies } = startTokens([])
  expect(await tokens.takeToken()).toMatchObject({ ok: false, error: { code: 'network-unreachable' } })
  expect(kept()).toBe(attempts[0])
  replies.push(session(900_000))
  expect((await tokens.takeToken()).ok).toBe(true)
  expect(attempts[1]).toBe(attempts[0])
  expect(ended).toEqual([])
})

test('the name is kept until the cookie of the answer must be on disk: a browser killed before that repeats the refresh', async () => {
  const { clock, tokens, attempts, kept, session, replies } = startTokens([])
  replies.push(session(900_000), session(900_000))
  await tokens.takeToken()
  await clock.advance(30_000)
  expect(kept()).toBe(attempts[0])
  // Refused by a restart of the server, say: the cookie may still be the old one.
  tokens.dropToken((await tokens.takeToken()).ok ? tokenUntil(clock.now() + 870_000) : '')
  await clock.advance(900_000)
  await tokens.takeToken()
  expect(attempts[1]).not.toBe(attempts[0])
  expect(kept()).toBe(attempts[1])
})

test('two engines that refresh at once do it under one name', async () => {
  const database = await openInstallationDatabase(new IDBFactory())
  const store = buildSessionStore(database)
  const names = await Promise.all(['one', 'two', 'three'].map((fresh) => store.claimAttempt(fresh)))
  expect(new Set(names).size).toBe(1)
  await store.putAttempt('four')
  expect(await store.claimAttempt('five')).toBe('four')
})

test('only our own problem document ends a session: no proxy, no captive portal, no page of another kind', async () => {
  const foreign = [
    () => new Response('<html>Sign in to the hotel</html>', { status: 401 }),
    () => new Response('<html>Sign in to the hotel</html>', { status: 200, headers: { 'content-type': 'text/html' } }),
    () => new Response('Forbidden', { status: 403 }),
    () => new Response('{"error":"proxy"}', { status: 407 }),
    () => new Response('', { status: 511 }),
    () =>
      new Response(JSON.stringify({ type: 'about:blank', title: 't', status: 200, code: 'session-ended' }), {
        status: 401,
      }),
    () => Response.json({ type: 'about:blank', title: 't', status: 401, code: 'who-are-you' }, { status: 401 }),
  ]
  for (const reply of foreign) {
    const { clock, tokens, ended, attempts } = startTokens([reply])
    const taken = tokens.takeToken()
    await clock.advance(5_000)
    expect((await taken).ok).toBe(false)
    expect(ended).toEqual([])
    expect(attempts).toHaveLength(1)
  }
})

test('a clock that is put back does not make an old token a good one', async () => {
  const { clock, tokens, attempts, session, replies } = startTokens([])
  replies.push(session(900_000), session(900_000))
  await tokens.takeToken()
  clock.jump(-7_200_000)
  expect((await tokens.takeToken()).ok).toBe(true)
  expect(attempts).toHaveLength(2)
})

test('a session ends only when the server says so twice', async () => {
  const { clock, tokens, ended, session, replies } = startTokens([() => problem(401, 'session-ended')])
  replies.push(session(900_000))
  const taken = tokens.takeToken()
  await clock.advance(2_000)
  expect((await taken).ok).toBe(true)
  expect(ended).toEqual([])

  const gone = startTokens([() => problem(401, 'session-ended'), () => problem(401, 'session-ended')])
  const refused = gone.tokens.takeToken()
  await gone.clock.advance(2_000)
  expect((await refused).ok).toBe(false)
  expect(gone.ended.map(({ code }) => code)).toEqual(['session-ended'])
})

test('the reason is what the server said first: its refusal took the cookie that the second try would need', async () => {
  for (const code of ['session-ended', 'account-suspended', 'sign-in-required'] as const) {
    const { clock, tokens, ended } = startTokens([() => problem(401, code), () => problem(401, 'sign-in-required')])
    const refused = tokens.takeToken()
    await clock.advance(2_000)
    expect(await refused).toMatchObject({ ok: false, error: { code } })
    expect(ended.map((error) => error.code)).toEqual([code])
  }
})

test('trouble on the way never ends a session', async () => {
  for (const status of [429, 500, 502, 503]) {
    const { tokens, ended } = startTokens([() => new Response('<html>bad gateway</html>', { status })])
    expect((await tokens.takeToken()).ok).toBe(false)
    expect(ended).toEqual([])
  }
})

test('a sign-in that happens during a refresh wins over it', async () => {
  const { clock, tokens, ended } = startTokens([() => problem(401, 'session-ended')])
  const taken = tokens.takeToken()
  const fresh = tokenUntil(clock.now() + 900_000)
  tokens.takeSession({ user: user as never, accessToken: fresh })
  await clock.advance(2_000)
  expect(await taken).toEqual({ ok: true, value: fresh })
  expect(ended).toEqual([])
})

test('a token lives as long as the server says by our own clock, however far that is off the server’s', async () => {
  for (const offMs of [-7_200_000, 7_200_000]) {
    const { clock, tokens, attempts, replies } = startTokens([])
    const issued = () => new Response(JSON.stringify({ user, accessToken: tokenUntil(clock.now() + offMs + 900_000) }))
    replies.push(issued, issued)
    for (let call = 0; call < 5; call++) expect((await tokens.takeToken()).ok).toBe(true)
    expect(attempts).toHaveLength(1)
    await clock.advance(890_000)
    await tokens.takeToken()
    expect(attempts).toHaveLength(2)
  }
})

test('a disk that fails keeps nobody from a fresh token; a repetition has the same name as long as the engine runs', async () => {
  const { tokens, attempts, session, replies, ended } = startTokens([], true)
  expect(await tokens.takeToken()).toMatchObject({ ok: false, error: { code: 'network-unreachable' } })
  replies.push(session(900_000))
  expect((await tokens.takeToken()).ok).toBe(true)
  expect(attempts[1]).toBe(attempts[0])
  expect(ended).toEqual([])
})

test('what is still under way for somebody who has signed out finds no token, neither by a refresh nor of the next one', async () => {
  const { clock, tokens, attempts, ended } = startTokens([])
  const token = tokenUntil(clock.now() + 900_000)
  tokens.takeSession({ user: user as never, accessToken: token })
  const mine = tokens.ofThisSession()
  expect(await mine.takeToken()).toEqual({ ok: true, value: token })
  tokens.forget()
  expect(await mine.takeToken()).toMatchObject({ ok: false, error: { code: 'sign-in-required' } })
  const next = tokenUntil(clock.now() + 800_000)
  tokens.takeSession({ user: user as never, accessToken: next })
  expect(await mine.takeToken()).toMatchObject({ ok: false, error: { code: 'sign-in-required' } })
  mine.dropToken(next)
  expect(await tokens.ofThisSession().takeToken()).toEqual({ ok: true, value: next })
  expect(attempts).toEqual([])
  expect(ended).toEqual([])
})

test('an end that was said of one session is none of the next, and a sign-in can wait for what was asked before', async () => {
  const isStill: (() => boolean)[] = []
  const kept = startTokens([], false, (_, still) => isStill.push(still))
  kept.replies.push(
    () => problem(401, 'session-ended'),
    () => problem(401, 'session-ended'),
  )
  const refused = kept.tokens.takeToken()
  let isSettled = false
  const settled = kept.tokens.settle().then(() => {
    isSettled = true
  })
  await kept.clock.advance(500)
  expect(isSettled).toBe(false)
  await kept.clock.advance(2_000)
  await Promise.all([refused, settled])
  expect(isStill.map((still) => still())).toEqual([true])
  kept.tokens.takeSession({ user: user as never, accessToken: tokenUntil(kept.clock.now() + 900_000) })
  expect(isStill.map((still) => still())).toEqual([false])
})
