import { expect, test } from 'vitest'
import type { EventId, FileId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { buildTimeline } from '../../../common/reducers/timeline-reducer.ts'
import type { OwnEvent } from '../../../common/reducers/timeline-slot.ts'
import { answersIn, mirrorInThread, type ThreadWindow, withThreadPage } from './thread-window.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const ana = 'a'.repeat(16) as UserId
const idAt = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId
const thread = idAt(1)

const answer = (seq: number): Message => ({
  ...{ id: idAt(seq), room, seq, version: seq, author: ana, at: seq, text: `answer ${seq}`, thread },
  format: 'plain',
  mentions: [],
  attachments: [],
  reactions: [],
})
const page = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => answer(from + index))
const empty: ThreadWindow = {
  ...{ room, thread, from: Number.POSITIVE_INFINITY },
  timeline: buildTimeline(room, { seq: 0, members: [{ user: ana, role: 'member' }] }, ana),
}
const seqsOf = (window: ThreadWindow) => answersIn(window).map(({ seq }) => seq)

test('a page that joins what is held lengthens it, and one that begins after all of it does not hide a gap', () => {
  const first = withThreadPage(empty, page(11, 15), 11)
  const older = withThreadPage(first, page(6, 10), 6)
  expect([older.from, seqsOf(older).length]).toEqual([6, 10])
  const joined = withThreadPage(older, page(14, 18), 14)
  expect([joined.from, seqsOf(joined).at(0), seqsOf(joined).at(-1)]).toEqual([6, 6, 18])

  const apart = withThreadPage(joined, page(31, 35), 31)
  expect([apart.from, seqsOf(apart)]).toEqual([31, [31, 32, 33, 34, 35]])
  // What lay between comes, and then all of it stands in one piece.
  const filled = withThreadPage(withThreadPage(apart, page(19, 30), 19), page(7, 18), 7)
  expect([filled.from, seqsOf(filled)[0], seqsOf(filled).length]).toEqual([7, 7, 29])
})

test('before anything was asked for, what the room holds is shown', () => {
  const held = { ...withThreadPage(empty, page(3, 4), 3), from: Number.POSITIVE_INFINITY }
  expect(seqsOf(held)).toEqual([3, 4])
})

test('an own answer says what the outbox says of it by now, in its place', () => {
  const own = (n: number, text: string, files: readonly string[] = []): OwnEvent => {
    const attachments = files.map((file) => ({
      file: file as FileId,
      name: 'a',
      mediaType: 'text/plain',
      sizeBytes: 1,
    }))
    const said = { v: 1, kind: 'message.posted', id: idAt(n), at: n, text, format: 'plain', thread } as const
    return { author: ana, at: n, event: files.length === 0 ? said : { ...said, attachments } }
  }
  const last = own(3, 'and then')
  const shown = (window: ThreadWindow) =>
    answersIn(window).map(({ message }) => [message.text, message.attachments.map(({ file }) => file)])
  const waiting = mirrorInThread(empty, [own(2, 'two files', ['here-1', 'here-2']), last])
  const without = mirrorInThread(waiting, [own(2, 'two files', ['here-1']), last])
  expect(shown(without)).toEqual([
    ['two files', ['here-1']],
    ['and then', []],
  ])
  expect(mirrorInThread(without, without.timeline.own)).toBe(without)
  expect(shown(mirrorInThread(without, [last]))).toEqual([['and then', []]])
})
