import { expect, test } from 'vitest'
import type { InboxItem } from '../../../common/http-contract/inbox-contract.ts'
import { groupByDay, listInbox } from './inbox-list.ts'

const item = (id: string, at: number, kind: InboxItem['kind'] = 'mention'): InboxItem => ({
  id,
  kind,
  at,
  by: [],
  count: 1,
})
const clock = { nowAt: Date.UTC(2026, 4, 3, 12), locale: 'en-GB', timeZone: 'UTC' }

test('the newest stand before what was asked for, each once, and what is gone from them is gone', () => {
  const newest = [item('d', 9), item('b', 5, 'reply')]
  const more = [item('c', 7), item('b', 5, 'reply'), item('a', 5), item('z', 1)]
  const all = { newest, more, kind: undefined, hidden: [] }
  expect(listInbox(all).map(({ id }) => id)).toEqual(['d', 'b', 'a', 'z'])
  expect(listInbox({ ...all, more: undefined })).toEqual(newest)
  expect(listInbox({ ...all, kind: 'reply' }).map(({ id }) => id)).toEqual(['b'])
  expect(listInbox({ ...all, newest: [] }).map(({ id }) => id)).toEqual(['c', 'b', 'a', 'z'])
})

test('what was dismissed is gone, as it stood then', () => {
  const all = { newest: [item('d', 9)], more: [item('a', 5), item('z', 1)], kind: undefined }
  const shown = (hidden: Parameters<typeof listInbox>[0]['hidden']) => listInbox({ ...all, hidden }).map(({ id }) => id)
  expect(shown([{ upTo: 9, ids: ['a'] }])).toEqual(['d', 'z'])
  expect(shown([{ upTo: 5 }])).toEqual(['d'])
  expect(shown([{ upTo: 8, ids: ['d'] }]), 'something new of it came').toEqual(['d', 'a', 'z'])
})

test('days part the list', () => {
  const hours = [11, 1, -1, -30].map((hour, index) => item(String(index), Date.UTC(2026, 4, 3, hour)))
  expect(groupByDay(hours, clock).map(({ items }) => items.length)).toEqual([2, 1, 1])
})
