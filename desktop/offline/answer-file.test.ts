import { expect, test, vi } from 'vitest'
import type { FileTokenAsk, FileTokenWord, LentToken } from '../file-token.ts'
import { answerFile, buildTokenAsker, type TokenChannel } from './answer-file.ts'

const address = 'https://chat.example/api/v1/files/abcdefgh12345678?as=eva0000000000000'
const token = (text: string): LentToken => ({ kind: 'token', token: text })

function build(lends: readonly LentToken[], statuses: readonly number[]) {
  const asked: (readonly [string, string | undefined])[] = []
  const sent: { url: string; init: RequestInit; headers: Record<string, string> }[] = []
  const ports = {
    askToken: async (user: string, refused?: string) => {
      asked.push([user, refused])
      return lends[asked.length - 1] ?? { kind: 'none' as const }
    },
    fetch: async (url: string, init: RequestInit) => {
      sent.push({ url, init, headers: Object.fromEntries(new Headers(init.headers)) })
      return new Response('bytes', { status: statuses[sent.length - 1] ?? 200 })
    },
  }
  return { asked, sent, answer: (headers = {}) => answerFile(new Request(address, { headers }), ports) }
}

test('a file comes with the token of whom it is shown to, which no address carries, and is kept nowhere', async () => {
  const { asked, sent, answer } = build([token('one')], [200])
  const got = await answer()
  expect([got.status, await got.text()]).toEqual([200, 'bytes'])
  expect(asked).toEqual([['eva0000000000000', undefined]])
  expect(sent[0]).toMatchObject({
    url: 'https://chat.example/api/v1/files/abcdefgh12345678',
    headers: { authorization: 'Bearer one' },
    init: { cache: 'no-store', redirect: 'error', mode: 'same-origin' },
  })
})

test('a part of it is asked for as a part, and nothing else of the request goes on', async () => {
  const { sent, answer } = build([token('one')], [206])
  const got = await answer({
    range: 'bytes=100-199',
    'if-range': '"tag"',
    'x-other': 'no',
    authorization: 'Bearer own',
  })
  expect(got.status).toBe(206)
  expect(sent[0]?.headers).toEqual({ range: 'bytes=100-199', 'if-range': '"tag"', authorization: 'Bearer one' })
})

test('a token that the server does not take is renewed, once', async () => {
  const renewed = build([token('old'), token('new')], [401, 200])
  expect((await renewed.answer()).status).toBe(200)
  expect(renewed.asked).toEqual([
    ['eva0000000000000', undefined],
    ['eva0000000000000', 'old'],
  ])
  const refused = build([token('old'), token('new')], [401, 401])
  expect((await refused.answer()).status).toBe(401)
  expect(refused.sent).toHaveLength(2)
})

test('whoever is signed out gets nothing, and the server is not even asked', async () => {
  const { sent, answer } = build([{ kind: 'none' }], [])
  expect((await answer()).status).toBe(401)
  expect(sent).toEqual([])
})

test('without an engine or a server it is as without a network', async () => {
  expect((await build([{ kind: 'unheard' }], []).answer()).type).toBe('error')
})

test('an answer for who asked, among others; an engine that starts late is asked again', async () => {
  vi.useFakeTimers()
  try {
    const said: FileTokenAsk[] = []
    const channel: TokenChannel = { postMessage: (ask) => said.push(ask), onmessage: null }
    const hear = (data: FileTokenWord) => channel.onmessage?.({ data } as MessageEvent<FileTokenWord>)
    let calls = 0
    const ask = buildTokenAsker(
      channel,
      () => `call-${++calls}`,
      (ms, run) => {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
    )
    const [first, second, third] = [ask('eva'), ask('eva', 'old'), ask('eva')]
    await vi.advanceTimersByTimeAsync(1_500)
    expect(said.filter(({ call }) => call === 'call-2')).toEqual([
      { kind: 'ask', call: 'call-2', user: 'eva', refused: 'old' },
      { kind: 'ask', call: 'call-2', user: 'eva', refused: 'old' },
    ])
    hear({ kind: 'lent', call: 'call-2', answer: token('b') })
    hear({ kind: 'lent', call: 'call-9', answer: token('c') })
    hear({ kind: 'lent', call: 'call-1', answer: { kind: 'none' } })
    expect(await second).toEqual(token('b'))
    expect(await first).toEqual({ kind: 'none' })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await third).toEqual({ kind: 'unheard' })
  } finally {
    vi.useRealTimers()
  }
})
