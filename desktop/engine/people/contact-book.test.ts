import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { Contacts } from '../../../common/http-contract/contact-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import { buildTestClock, settle } from '../engine-test-clock.ts'
import type { KeptContacts } from '../local-store/kept-records.ts'
import { buildContactBook } from './contact-book.ts'

const ana = 'a'.repeat(16) as UserId
const ben = 'b'.repeat(16) as UserId
const contact = { user: ana, room: `1.${'r'.repeat(14)}` as RoomId, since: 5 }
const request = { id: 'q'.repeat(16), kind: 'contact', direction: 'in', user: ben, at: 7 } as const
const answer = (more: Partial<Contacts>): Contacts => ({ contacts: [], requests: [], blocks: [], users: [], ...more })

function build(answers: Result<Contacts>[]) {
  const clock = buildTestClock()
  const shown = new Map<string, unknown>()
  const events: unknown[] = []
  const kept: KeptContacts[] = []
  const asked: (() => void)[] = []
  const book = buildContactBook({
    deps: { clock, chance: () => 0.5, log: (line) => events.push(line) },
    ask: () =>
      new Promise((resolve) => asked.push(() => resolve(answers.shift() ?? err(appError('network-unreachable'))))),
    keep: async (contacts) => void kept.push(contacts),
    putUsers: () => {},
    onEntry: (slice, key, value) => (value === undefined ? shown.delete(slice + key) : shown.set(slice + key, value)),
    onLoaded: () => events.push('loaded'),
    onNicknames: (users) => events.push(['named', ...users]),
    onBlocks: (users) => events.push(['turned', ...users]),
  })
  return { clock, shown, events, kept, asked, book }
}

test('what the server knows is shown and kept; what it does not know any more goes', async () => {
  const { shown, kept, asked, book, events } = build([
    ok(answer({ contacts: [{ ...contact, nickname: 'Boss' }], requests: [request] })),
    ok(answer({ blocks: [{ user: ana, at: 9 }] })),
  ])
  const first = book.refresh()
  asked[0]?.()
  await first
  expect([...shown.keys()]).toEqual([`contacts${ana}`, `requests${request.id}`])
  expect(book.nicknameOf(ana)).toBe('Boss')
  const second = book.refresh()
  asked[1]?.()
  await second
  expect([...shown.keys()]).toEqual([`blocks${ana}`])
  expect([book.isBlocked(ana), book.nicknameOf(ana)]).toEqual([true, undefined])
  expect(kept.length).toBe(2)
  expect(events).toEqual([['named', ana], 'loaded', ['named', ana], ['turned', ana], 'loaded'])
})

test('from disk it is there before anybody is asked, and an answer that does not come changes nothing', async () => {
  const { shown, asked, book, events } = build([])
  book.restore({ contacts: [contact], requests: [], blocks: [] })
  expect(events).toEqual(['loaded'])
  const answered = book.refresh()
  asked[0]?.()
  expect((await answered).ok).toBe(false)
  expect(shown.get(`contacts${ana}`)).toEqual(contact)
})

test('many hints are one question, a little later; never two are under way at once', async () => {
  const { clock, asked, book } = build([ok(answer({})), ok(answer({}))])
  book.hint()
  book.hint()
  expect(asked.length).toBe(0)
  await clock.advance(600)
  expect(asked.length).toBe(1)
  const [one, other] = [book.refresh(), book.refresh()]
  await settle()
  expect(asked.length).toBe(1)
  asked[0]?.()
  await settle()
  expect(asked.length).toBe(2)
  asked[1]?.()
  expect(await one).toBe(await other)
})
