import { expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { NoticeView } from '../../engine-contract.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildNotifier } from './notifier.ts'

const me = 'e'.repeat(16) as UserId
const ana = 'a'.repeat(16) as UserId
const roomAt = (index: number) => `0.${String(index).padStart(14, '0')}` as RoomId
const [tea, direct] = [roomAt(1), roomAt(2)]

function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: `01jd${String(seq).padStart(22, '0')}` as EventId,
    room: tea,
    seq,
    version: seq,
    author: ana,
    at: seq,
    text: `text ${seq}`,
    format: 'plain',
    mentions: [me],
    attachments: [],
    reactions: [],
    ...more,
  }
}

function start() {
  const clock = buildTestClock()
  const told: NoticeView[] = []
  const receipts = new Map<RoomId, number>()
  const reading = new Set<RoomId>()
  const notifier = buildNotifier({
    clock,
    me,
    kindOf: (room) => (room === direct ? 'direct' : 'group'),
    receiptOf: (room) => receipts.get(room) ?? 0,
    isBeingRead: (room) => reading.has(room),
    onNotice: (notice) => told.push(notice),
  })
  return { clock, notifier, told, receipts, reading }
}

test('what names me is told, in a direct room everything; not what others say among themselves, nor my own words', async () => {
  const { clock, notifier, told } = start()
  notifier.onMessage(tea, message(1))
  notifier.onMessage(tea, message(2, { mentions: [] }))
  notifier.onMessage(direct, message(3, { mentions: [] }))
  notifier.onMessage(direct, message(4, { author: me }))
  await clock.advance(500)
  expect(told).toEqual([
    { kind: 'room', room: tea, author: ana, text: 'text 1', count: 1 },
    { kind: 'room', room: direct, author: ana, text: 'text 3', count: 1 },
  ])
})

test('a burst is one notice, with the last words and how many; the five hundredth unread is told like the first', async () => {
  const { clock, notifier, told } = start()
  for (let seq = 1; seq <= 500; seq++) notifier.onMessage(tea, message(seq))
  await clock.advance(500)
  expect(told).toMatchObject([{ text: 'text 500', count: 500 }])
  notifier.onMessage(tea, message(501))
  await clock.advance(500)
  expect(told).toMatchObject([{}, { text: 'text 501', count: 1 }])
})

test('after a time away many rooms are one notice', async () => {
  const { clock, notifier, told } = start()
  for (let index = 0; index < 40; index++) notifier.onMessage(roomAt(index + 10), message(index + 1))
  await clock.advance(500)
  expect(told).toMatchObject([{ kind: 'rooms', rooms: 40, count: 40 }])
})

test('what is being read in any window, or was read elsewhere before it is told, is not told', async () => {
  const { clock, notifier, told, receipts, reading } = start()
  reading.add(tea)
  notifier.onMessage(tea, message(1))
  reading.delete(tea)
  await clock.advance(500)
  notifier.onMessage(tea, message(2))
  receipts.set(tea, 2)
  await clock.advance(500)
  notifier.onMessage(tea, message(3))
  reading.add(tea)
  await clock.advance(500)
  expect(told).toEqual([])
})

test('an edit that names me is news, one that named me before is none', async () => {
  const { clock, notifier, told } = start()
  notifier.onMessage(tea, message(1, { version: 5 }), message(1, { mentions: [] }))
  notifier.onMessage(tea, message(2, { version: 6 }), message(2))
  await clock.advance(500)
  expect(told).toMatchObject([{ text: 'text 1', count: 1 }])
})
