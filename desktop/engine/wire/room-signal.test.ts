import fc from 'fast-check'
import { headers } from 'nats.ws'
import { expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import { subjects } from '../../../common/subjects.ts'
import { encodeUtf8 } from '../../../common/text-codec.ts'
import type { HeaderList } from '../../../common/wire-decode.ts'
import { readHeaders } from './header-reader.ts'
import { parseSignal } from './room-signal.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const ana = 'a'.repeat(16) as UserId
const id = '01jd0000000000000000000000' as EventId
const broker: HeaderList = [
  ['Nats-Stream', 'EVENTS-0'],
  ['Nats-Subject', `send.${room}.${ana}.event`],
  ['Nats-Sequence', '7'],
  ['Nats-Last-Sequence', '0'],
  ['Nats-Time-Stamp', '2026-01-01T00:00:00Z'],
]
const body = encodeUtf8(JSON.stringify({ v: 1, kind: 'message.posted', id, at: 1, text: 'hello', format: 'plain' }))
const subject = subjects.roomEvent(room, ana)

test('a stored event is heard with the broker’s sequence and the subject’s author', () => {
  const signal = parseSignal({ subject, headers: [['Nats-Msg-Id', id], ...broker], data: body })
  expect(signal).toMatchObject({ kind: 'event', stored: { room, author: ana, seq: 7, event: { text: 'hello' } } })
})

test('an event with a second sequence, without the broker’s headers or with unreadable ones is noise', () => {
  const lists: (HeaderList | undefined)[] = [
    [['Nats-Sequence', '9'], ['Nats-Msg-Id', id], ...broker],
    [['Nats-Msg-Id', id]],
    [['Nats-Msg-Id', id], ['X-Own', '1'], ...broker],
    undefined,
  ]
  for (const list of lists) expect(parseSignal({ subject, headers: list, data: body }).kind).toBe('noise')
})

test('hints, receipts, heads and typing are told apart by their subjects', () => {
  const say = (subject: string, text: string, list: HeaderList = []) =>
    parseSignal({ subject, headers: list, data: encodeUtf8(text) })
  expect(say(subjects.userTopic(ana, 'rooms'), '')).toEqual({ kind: 'hint', topic: 'rooms' })
  const named = `{"v":1,"users":["${ana}"]}`
  expect(say(subjects.userTopic(ana, 'rooms'), named)).toEqual({ kind: 'hint', topic: 'rooms' })
  expect(say(subjects.userTopic(ana, 'rooms'), '{"stream":"EVENTS-0","seq":1}')).toEqual({
    kind: 'noise',
    reason: 'hint',
  })
  expect(say(`room.${room}.${ana}.read`, '{"v":1,"seq":5}', broker)).toMatchObject({ kind: 'read', user: ana, seq: 5 })
  expect(say(subjects.roomTyping(room, ana), '{"v":1,"typing":true}')).toMatchObject({ kind: 'typing', typing: true })
  const head = '{"v":1,"prev":1,"head":5,"count":2,"refused":[]}'
  expect(say(subjects.roomHead(room), head)).toMatchObject({ kind: 'head', room, head: { head: 5, count: 2 } })
  expect(say(`room.${room}.${ana}.head`, head).kind).toBe('ignored')
})

test('nothing that can be sent makes decoding throw', () => {
  const subjectsHeard = fc.oneof(
    fc.constantFrom(subject, `room.${room}.${ana}.read`, subjects.roomHead(room), subjects.roomTyping(room, ana)),
    fc.string(),
  )
  const list = fc.option(fc.array(fc.tuple(fc.string(), fc.string())), { nil: undefined })
  fc.assert(
    fc.property(subjectsHeard, list, fc.oneof(fc.uint8Array(), fc.json().map(encodeUtf8)), (subject, headers, data) => {
      expect(parseSignal({ subject, headers, data }).kind).not.toBe('event')
    }),
  )
})

test('headers keep their repetitions, and those the library throws on are unreadable instead', () => {
  const list = headers()
  list.append('A', '1')
  list.append('A', '2')
  expect(readHeaders({ headers: list })).toEqual([
    ['A', '1'],
    ['A', '2'],
  ])
  const throwing = {
    get headers(): never {
      throw new Error('not a valid character in a header name')
    },
  }
  expect(readHeaders(throwing)).toBeUndefined()
})
