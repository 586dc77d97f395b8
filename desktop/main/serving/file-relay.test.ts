import { expect, test } from 'vitest'
import type { HeldAccess } from './auth-relay.ts'
import { buildFileRelay } from './file-relay.ts'

const file = 'app://natter/api/v1/files/abcdefgh12345678'
const eva = 'eva0000000000000'
const evas: HeldAccess = { user: eva, token: 'access' }

function build(held: HeldAccess | undefined) {
  const sent: { url: string; headers: Record<string, string> }[] = []
  const relay = buildFileRelay(
    async ({ url, headers }) => {
      sent.push({ url, headers: Object.fromEntries(headers) })
      return new Response('bytes', { status: headers.has('range') ? 206 : 200 })
    },
    () => held,
  )
  const ask = (url: string, init: RequestInit = {}) => relay(new Request(url, init))
  return { ask, sent }
}

test.each(['', '/preview'])(
  'what a page shows of a file comes with the token that the shell holds (%s)',
  async (part) => {
    const { ask, sent } = build(evas)
    const answer = await ask(`${file}${part}?as=${eva}`, { headers: { range: 'bytes=5-', 'x-other': 'no' } })
    expect([answer.status, await answer.text()]).toEqual([206, 'bytes'])
    expect(sent).toEqual([{ url: `${file}${part}`, headers: { range: 'bytes=5-', authorization: 'Bearer access' } }])
  },
)

test.each([
  ['nobody', undefined],
  ['somebody else', { ...evas, user: 'ben0000000000000' }],
])('where %s is signed in, the server is not even asked', async (_who, held) => {
  const { ask, sent } = build(held)
  expect((await ask(`${file}?as=${eva}`)).status).toBe(401)
  expect(sent).toEqual([])
})

test('as a page of its own it is not shown', async () => {
  const { ask, sent } = build(evas)
  expect((await ask(`${file}?as=${eva}`, { headers: { 'sec-fetch-mode': 'navigate' } })).status).toBe(401)
  expect(sent).toEqual([])
})

test.each([
  [file, {}],
  [`${file}?as=${eva}&more=1`, {}],
  [`${file}/info?as=${eva}`, {}],
  [`app://natter/api/v1/sync?as=${eva}`, {}],
  [`app://natter/api/v1/files/..%2fme?as=${eva}`, {}],
  [`${file}?as=${eva}`, { method: 'DELETE' }],
  [`${file}?as=${eva}`, { headers: { authorization: 'Bearer own' } }],
])('nothing is added to what else is asked (%s)', async (url, init) => {
  const { ask, sent } = build(evas)
  await ask(url, init)
  expect(sent[0]?.url).toBe(url)
  expect(sent[0]?.headers.authorization).not.toBe('Bearer access')
})
