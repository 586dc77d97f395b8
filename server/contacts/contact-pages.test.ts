import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PageQuery } from '../../common/http-contract/query-contract.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import { type ContactPage, pageOfContacts } from './contact-pages.ts'

const user = (index: number) => String(index).padStart(16, '0') as UserId
const build = (ats: readonly number[], requests: readonly number[], blocks: readonly number[]): ContactPage => ({
  contacts: ats.map((since, index) => ({ user: user(index), room: `0.${'a'.repeat(14)}` as RoomId, since })),
  requests: requests.map((at, index) => ({ id: user(index), kind: 'contact', direction: 'in', user: user(index), at })),
  blocks: blocks.map((at, index) => ({ user: user(index), at })),
})

function pageOf(all: ContactPage, query: PageQuery): ContactPage {
  const page = pageOfContacts(all, query)
  if (!page.ok) throw new Error(page.error.code)
  return page.value
}

function readAll(all: ContactPage, limit: number): readonly ContactPage[] {
  const pages: ContactPage[] = []
  for (let cursor: string | undefined; ; ) {
    const page = pageOf(all, { limit, ...(cursor === undefined ? {} : { cursor }) })
    pages.push(page)
    cursor = page.cursor
    if (cursor === undefined) return pages
  }
}

const times = fc.array(fc.integer({ min: 0, max: 9_999_999_999_999 }), { maxLength: 12 })
const textsOf = (list: readonly object[]) => new Set(list.map((one) => JSON.stringify(one)))

test('pages of any length hold everything once, and none is longer', () => {
  fc.assert(
    fc.property(times, times, times, fc.integer({ min: 1, max: 9 }), (ats, requests, blocks, limit) => {
      const all = build(ats, requests, blocks)
      const pages = readAll(all, limit)
      for (const page of pages)
        expect(page.contacts.length + page.requests.length + page.blocks.length).toBeLessThanOrEqual(limit)
      for (const list of ['contacts', 'requests', 'blocks'] as const) {
        const read = pages.flatMap((page): readonly object[] => page[list])
        expect(read).toHaveLength(all[list].length)
        expect(textsOf(read)).toEqual(textsOf(all[list]))
      }
    }),
  )
})

test('what stood behind a page comes on the next, whoever came or went before it', () => {
  const before = build([1, 2, 3, 4], [], [])
  const first = pageOf(before, { limit: 2 })
  const after = { ...before, contacts: before.contacts.slice(1) }
  const next = pageOf(after, { limit: 2, cursor: first.cursor ?? '' })
  expect(next.contacts.map(({ since }) => since)).toEqual([3, 4])
  expect(next.cursor).toBeUndefined()
})

test('a cursor that nobody has given is refused', () => {
  const made = (place: string) => Buffer.from(place).toString('base64url')
  for (const cursor of [
    '',
    '%%%',
    'AAAA',
    'zzzzzzzz',
    made('3 000000000000001 a'),
    made('0 1 a'),
    made('0 000000000000001 '),
  ])
    expect(pageOfContacts(build([1, 2], [], []), { limit: 5, cursor })).toMatchObject({
      error: { code: 'request-invalid' },
    })
})
