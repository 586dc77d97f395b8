import { expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../ids.ts'
import type { Message } from '../message.ts'
import { isSameMessage } from './same-message.ts'

const user = (letter: string) => letter.repeat(16) as UserId
const message: Required<Message> = {
  ...{ id: `01jd${'0'.repeat(22)}` as EventId, room: '0.aaaaaaaaaaaaaa' as RoomId, seq: 1, version: 3 },
  ...{ author: user('a'), at: 1, text: 'words', format: 'plain', replyTo: `01jd${'1'.repeat(22)}` as EventId },
  ...{
    mentions: ['room', user('b')],
    attachments: [],
    thread: `01jd${'2'.repeat(22)}` as EventId,
    answers: { count: 1, lastAt: 2, by: [user('b')], upTo: 3 },
    preview: { url: 'https://a.example', title: 'A' },
    editedAt: 2,
    removedAt: 3,
    pinnedAt: 4,
    removedBy: user('c'),
    forwarded: { room: '0.bbbbbbbbbbbbbb' as RoomId, message: `01jd${'3'.repeat(22)}` as EventId, author: user('d') },
  },
  reactions: [
    { user: user('a'), emoji: '👍', seq: 2 },
    { user: user('b'), emoji: '🎉', seq: 3 },
  ],
}

test('two snapshots are the same where all that shows is: the order and sequences of reactions do not', () => {
  const reactions = message.reactions.toReversed().map((one) => ({ ...one, seq: 9 }))
  expect(isSameMessage(message, { ...message, mentions: [...message.mentions], reactions })).toBe(true)
})

test.each(Object.keys(message) as (keyof Message)[])('another %s is another message', (field) => {
  const { [field]: value, ...rest } = message
  const other = Array.isArray(value) ? [] : typeof value === 'number' ? value + 1 : `${value}x`
  const changed = { ...rest, [field]: field === 'attachments' ? [{ file: 'x' }] : other } as unknown as Message
  expect(isSameMessage(message, changed)).toBe(false)
})
