import { expect, test } from 'vitest'
import type { EventId, FileId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { RoomKind } from '../../../common/wire-event.ts'
import type { NoticeView } from '../../engine-contract.ts'
import { decideNotify } from '../../settings/notify-rules.ts'
import type { NotificationSettings } from '../../settings/person-settings.ts'
import { startSettings } from '../../settings/person-settings.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildNotifier } from './notifier.ts'

const me = 'e'.repeat(16) as UserId
const ana = 'a'.repeat(16) as UserId
const roomAt = (index: number) => `0.${String(index).padStart(14, '0')}` as RoomId
const [tea, direct] = [roomAt(1), roomAt(2)]
const idAt = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId

function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: idAt(seq),
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
  const decided: string[] = []
  const receipts = new Map<RoomId, number>()
  const reading = new Set<RoomId>()
  const removed = new Set<string>()
  const state: { settings: NotificationSettings } = { settings: startSettings.notifications }
  const kindOf = (room: RoomId): RoomKind => (room === direct ? 'direct' : 'group')
  const notifier = buildNotifier({
    clock,
    me,
    decide: (room, { author, mentions, seq }) =>
      decideNotify({
        settings: state.settings,
        at: clock.now(),
        hour: { day: 'mon', hour: 12 },
        presence: 'auto',
        room,
        kind: kindOf(room),
        author,
        ...(mentions.includes(me) ? { named: { by: 'name' } as const } : {}),
        isBlocked: false,
        isFirstContact: false,
        isRead: seq <= (receipts.get(room) ?? 0),
        isOnScreen: reading.has(room),
      }),
    onDecided: ({ text }, { isTold, decidedBy }) => decided.push(`${text} ${isTold} ${decidedBy}`),
    receiptOf: (room) => receipts.get(room) ?? 0,
    isRemoved: (_room, { id }) => removed.has(id),
    isBlocked: () => false,
    onNotice: (notice) => told.push(notice),
  })
  return { clock, notifier, told, decided, receipts, reading, removed, state }
}

test('what names me is told, in a direct room everything; not what others say among themselves, nor my own words', async () => {
  const { clock, notifier, told } = start()
  notifier.onMessage(tea, message(1))
  notifier.onMessage(tea, message(2, { mentions: [] }))
  notifier.onMessage(direct, message(3, { mentions: [] }))
  notifier.onMessage(direct, message(4, { author: me }))
  await clock.advance(500)
  const said = { kind: 'room', author: ana, count: 1 }
  expect(told).toEqual([
    { ...said, room: tea, message: idAt(1), seq: 1, text: 'text 1', hasSound: true },
    // One note in ten seconds.
    { ...said, room: direct, message: idAt(3), seq: 3, text: 'text 3', hasSound: false },
  ])
})

test('a message without words is told by its file', async () => {
  const { clock, notifier, told } = start()
  const file = { file: 'f'.repeat(16) as FileId, name: 'berth.jpg', mediaType: 'image/jpeg', sizeBytes: 1 }
  notifier.onMessage(tea, message(1, { text: '', attachments: [file] }))
  await clock.advance(500)
  expect(told).toMatchObject([{ text: 'berth.jpg' }])
})

test('fifty in five seconds are one notification: told at once, and once more with how many they were', async () => {
  const { clock, notifier, told } = start()
  for (let seq = 1; seq <= 50; seq++) {
    notifier.onMessage(tea, message(seq))
    await clock.advance(100)
  }
  await clock.advance(10_000)
  expect(told).toMatchObject([
    { room: tea, hasSound: true },
    { room: tea, message: idAt(50), text: 'text 50', count: 50, hasSound: false },
  ])
})

test('the five hundredth unread is told like the first; what was read in between is not counted again', async () => {
  const { clock, notifier, told, receipts } = start()
  for (let seq = 1; seq <= 500; seq++) notifier.onMessage(tea, message(seq))
  await clock.advance(500)
  expect(told).toMatchObject([{ text: 'text 500', count: 500 }])
  receipts.set(tea, 490)
  notifier.onRoom(tea)
  notifier.onMessage(tea, message(501))
  await clock.advance(10_000)
  expect(told).toMatchObject([{}, { text: 'text 501', count: 11 }])
})

test('after a time away many rooms are one notice, and it goes when all of them are read', async () => {
  const { clock, notifier, told, receipts } = start()
  for (let index = 0; index < 40; index++) notifier.onMessage(roomAt(index + 10), message(index + 1))
  await clock.advance(500)
  expect(told).toMatchObject([{ kind: 'rooms', rooms: 40, count: 40, message: idAt(40) }])
  for (let index = 0; index < 40; index++) {
    expect(told).toHaveLength(1)
    receipts.set(roomAt(index + 10), index + 1)
    notifier.onRoom(roomAt(index + 10))
  }
  expect(told.at(-1)).toEqual({ kind: 'withdrawn' })
})

test('what is being read in any window, or was read elsewhere before it is told, is not told, and says why', async () => {
  const { clock, notifier, told, decided, receipts, reading } = start()
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
  expect(decided).toEqual([
    'text 1 false on-screen',
    'text 2 true default',
    'text 2 false read',
    'text 3 true default',
    'text 3 false on-screen',
  ])
})

test('what was told is taken back once all of it is read elsewhere or removed, and not before', async () => {
  const { clock, notifier, told, receipts, removed } = start()
  notifier.onMessage(tea, message(1))
  notifier.onMessage(tea, message(2))
  await clock.advance(500)
  receipts.set(tea, 1)
  notifier.onRoom(tea)
  expect(told).toHaveLength(1)
  removed.add(idAt(2))
  notifier.onRoom(tea)
  notifier.onRoom(tea)
  expect(told.slice(1)).toEqual([{ kind: 'withdrawn', room: tea }])
})

test('a room that goes takes back what stood for it, and nothing else', async () => {
  const { clock, notifier, told, receipts } = start()
  receipts.set(direct, Number.POSITIVE_INFINITY)
  notifier.onRoom(direct)
  notifier.onMessage(tea, message(1))
  await clock.advance(500)
  receipts.set(tea, Number.POSITIVE_INFINITY)
  notifier.onRoom(tea)
  expect(told.slice(1)).toEqual([{ kind: 'withdrawn', room: tea }])
})

test('nothing of a room stays in the centre after the end', async () => {
  const { clock, notifier, told } = start()
  notifier.onMessage(tea, message(1))
  await clock.advance(500)
  notifier.stop()
  expect(told.at(-1)).toEqual({ kind: 'withdrawn', room: tea })
})

test('a room that was muted between hearing and telling is not told', async () => {
  const { clock, notifier, told, state } = start()
  notifier.onMessage(tea, message(1))
  state.settings = { ...state.settings, rooms: { [tea]: { mutedUntil: 9e12 } } }
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
