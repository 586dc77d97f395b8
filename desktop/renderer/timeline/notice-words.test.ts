import { expect, test } from 'vitest'
import type { EventId, UserId } from '../../../common/ids.ts'
import type { SystemEvent } from '../../../common/wire-event.ts'
import { sayEnglish } from '../../words/words-testbed.ts'
import { noticesWords, noticeWords } from './notice-words.ts'

const me = 'evaevaevaevaevae' as UserId
const ana = 'anaanaanaanaanaa' as UserId
const gone = 'gonegonegonegone' as UserId
const users = {
  [me]: { id: me, handle: 'eva', displayName: 'Eva Novak' },
  [ana]: { id: ana, handle: 'ana', displayName: 'Ana Lindqvist' },
}
const base = { v: 1, id: '0'.repeat(26) as EventId, at: 0 } as const
const reader = { say: sayEnglish, users, me }
const join = (user: UserId): SystemEvent => ({ ...base, kind: 'member.joined', by: user, user, role: 'member' })

test.each<[SystemEvent, string]>([
  [{ ...base, kind: 'room.created', by: me, roomKind: 'group', name: 'x', members: [] }, 'You made this room'],
  [join(ana), 'Ana Lindqvist joined'],
  [{ ...base, kind: 'member.joined', by: ana, user: me, role: 'member' }, 'Ana Lindqvist added you'],
  [{ ...base, kind: 'member.left', by: gone, user: gone }, 'Someone left'],
  [{ ...base, kind: 'member.removed', by: ana, user: me }, 'Ana Lindqvist removed you'],
  [{ ...base, kind: 'member.role-changed', by: me, user: ana, role: 'admin' }, 'You made Ana Lindqvist an admin'],
  [{ ...base, kind: 'room.changed', by: ana, name: 'Pier' }, 'Ana Lindqvist named the room “Pier”'],
  [{ ...base, kind: 'room.changed', by: ana, topic: '' }, 'Ana Lindqvist took the topic away'],
  [{ ...base, kind: 'room.changed', by: ana, slowModeSec: 30 }, 'Ana Lindqvist let members write once in 30 seconds'],
  [{ ...base, kind: 'room.changed', by: me, history: 'joined' }, 'You let newcomers read from joining on'],
  [{ ...base, kind: 'room.changed', by: ana, visibility: 'public' }, 'Ana Lindqvist opened the room to everybody'],
  [{ ...base, kind: 'room.changed', by: ana, archived: false }, 'Ana Lindqvist restored this room'],
  [{ ...base, kind: 'member.muted', by: ana, user: me, until: 5 }, 'Ana Lindqvist muted you for a while'],
  [
    { ...base, kind: 'member.joined', by: me, user: ana, role: 'member', via: 'invite' },
    'Ana Lindqvist came with your invite link',
  ],
  [
    { ...base, kind: 'member.joined', by: ana, user: me, role: 'member', via: 'accepted' },
    'You accepted the invitation of Ana Lindqvist',
  ],
])('%j is told in a sentence', (event, words) => {
  expect(noticeWords(event, reader)).toBe(words)
})

test('forty people who join are one line', () => {
  const events = [ana, me, ...Array.from({ length: 38 }, (_, index) => `${index}`.padStart(16, 'x') as UserId)].map(
    join,
  )
  expect(noticesWords(events, reader)).toBe('Ana Lindqvist and 39 others joined')
})

test('a few different changes stand side by side', () => {
  expect(noticesWords([join(ana), { ...base, kind: 'member.left', by: ana, user: ana }], reader)).toBe(
    'Ana Lindqvist joined · Ana Lindqvist left',
  )
})

test('who came and who went is counted over the whole run, whatever lies between', () => {
  const leave = (user: UserId): SystemEvent => ({ ...base, kind: 'member.left', by: user, user })
  const named: SystemEvent = { ...base, kind: 'room.changed', by: ana, name: 'Pier' }
  const [one, two, three] = ['1', '2', '3'].map((name) => name.repeat(16) as UserId) as [UserId, UserId, UserId]
  expect(noticesWords([join(ana), named, join(one), leave(gone), join(two), join(three)], reader)).toBe(
    'Ana Lindqvist and 3 others joined · Someone left · Ana Lindqvist named the room “Pier”',
  )
  expect(noticesWords([leave(me), leave(one), join(ana), leave(two), join(ana)], reader)).toBe(
    'Ana Lindqvist joined · You and 2 others left',
  )
  expect(noticesWords([named, named, named, named], reader)).toBe(
    '2 changes · Ana Lindqvist named the room “Pier” · Ana Lindqvist named the room “Pier”',
  )
})
