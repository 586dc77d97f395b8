import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { selectMessages, selectNotices, selectTimelineRows } from '../../../common/reducers/timeline-reducer.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import { sliceWindow, trimWindow } from './kept-window.ts'
import {
  applyFill,
  applyPage,
  buildWindow,
  checkHead,
  hearEvent,
  markRefused,
  mirrorOwn,
  restartWindow,
  settleWindow,
  withNotices,
} from './room-window.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const ana = 'a'.repeat(16) as UserId
const me = 'b'.repeat(16) as UserId
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId
const members = [ana, me].map((user) => ({ user, role: 'member' as const }))
const checkpointAt = (seq: number) => ({ seq, members })
const startAt = (seq: number) => ({ room, me, checkpoint: checkpointAt(seq) })

const posted = (seq: number): StoredEvent => ({
  room,
  author: ana,
  seq,
  storedAt: seq,
  event: { v: 1, kind: 'message.posted', id: idOf(seq), at: 0, text: `text ${seq}`, format: 'plain' },
})
const archived = (seq: number, more: Partial<Message> = {}): Message => ({
  id: idOf(seq),
  room,
  seq,
  version: seq,
  author: ana,
  at: seq,
  text: `text ${seq}`,
  format: 'plain',
  mentions: [],
  attachments: [],
  reactions: [],
  ...more,
})
const seqsOf = (window: ReturnType<typeof buildWindow>) => selectMessages(window.timeline).map(({ seq }) => seq)
const head = (prev: number, to: number, count: number) => ({ v: 1 as const, prev, head: to, count, refused: [] })

test('an announcement that counts what was heard settles the window', () => {
  const heard = [11, 14, 20].map(posted).reduce(hearEvent, buildWindow(startAt(10)))
  expect(checkHead(heard, head(10, 20, 3))).toBe('agrees')
  const settled = settleWindow(heard, 20)
  expect(settled.timeline.checkpoint.seq).toBe(20)
  expect(settled.heard.flat().length).toBe(0)
  expect(seqsOf(settled)).toEqual([11, 14, 20])
  expect(checkHead(settled, head(10, 20, 3))).toBe('known')
})

test('a message that was not heard is a gap, and so is an announcement that was missed', () => {
  const heard = [11, 20].map(posted).reduce(hearEvent, buildWindow(startAt(10)))
  expect(checkHead(heard, head(10, 20, 3))).toBe('gap')
  expect(checkHead(heard, head(15, 20, 1))).toBe('gap')
})

test('any events dropped on the way are found out by the count', () => {
  const seqs = fc.uniqueArray(fc.integer({ min: 11, max: 60 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(seqs, fc.nat(), fc.boolean(), (all, drop, drops) => {
      const kept = drops ? all.filter((_, index) => index !== drop % all.length) : all
      const window = [...kept, ...kept].map(posted).reduce(hearEvent, buildWindow(startAt(10)))
      expect(checkHead(window, head(10, 60, all.length))).toBe(drops ? 'gap' : 'agrees')
    }),
  )
})

test('a fill brings what was missed and changes to what is shown, not changes to what lies before', () => {
  const page = { messages: [archived(5), archived(8)], from: 5, to: 10, knownTo: 10 }
  const window = applyPage(buildWindow(startAt(10)), page)
  const filled = applyFill(window, {
    messages: [archived(2, { version: 12 }), archived(8, { version: 13, text: 'new' }), archived(14)],
    checkpoint: checkpointAt(14),
    head: 14,
    complete: true,
  })
  expect(selectMessages(filled.timeline).map(({ seq, message }) => [seq, message.text])).toEqual([
    [5, 'text 5'],
    [8, 'new'],
    [14, 'text 14'],
  ])
  expect(filled.completeTo).toBeUndefined()
  expect(filled.timeline.checkpoint.seq).toBe(14)
})

test('where the archive is behind the window says how far it is complete, until it has caught up', () => {
  const fill = { messages: [archived(12)], checkpoint: checkpointAt(12), head: 12 }
  const behind = applyFill(buildWindow(startAt(10)), { ...fill, complete: false })
  expect(behind.completeTo).toBe(12)
  expect(applyFill(behind, { ...fill, complete: true }).completeTo).toBeUndefined()
})

test('a window that starts anew keeps what was heard after its new start, and what waits to be sent', () => {
  const own = { event: posted(99).event as never, author: me, at: 1 }
  const before = mirrorOwn([11, 30].map(posted).reduce(hearEvent, buildWindow(startAt(10))), [own])
  const after = applyPage(restartWindow(before, startAt(20)), {
    messages: [archived(19)],
    from: 19,
    to: 20,
    knownTo: 20,
  })
  expect(seqsOf(after)).toEqual([19, 30, 0])
  expect(after.from).toBe(19)
})

test('notices outlive a restart and the disk, and are shown once their place is loaded', () => {
  const joined = (seq: number): StoredEvent => ({
    room,
    author: 'system',
    seq,
    storedAt: seq,
    event: { v: 1, kind: 'member.joined', id: idOf(seq), at: seq, user: ana, role: 'member', by: ana },
  })
  const window = [joined(12), posted(13), joined(15)].reduce(hearEvent, buildWindow(startAt(10)))
  const kept = selectNotices(window.timeline).map(({ kind: _, ...notice }) => notice)
  const restored = hearEvent(withNotices(buildWindow(startAt(10)), kept), posted(13))
  expect(selectTimelineRows(restored.timeline)).toEqual(selectTimelineRows(window.timeline))
  expect(restored.timeline.steps).toEqual(window.timeline.steps)
  const after = restartWindow(settleWindow(window, 20), startAt(20), [archived(19)])
  expect(selectNotices(after.timeline).map(({ seq }) => seq)).toEqual([12, 15])
})

test('own events are those that wait, no more', () => {
  const own = { event: posted(99).event as never, author: me, at: 1 }
  const shown = mirrorOwn(buildWindow(startAt(10)), [own])
  expect(seqsOf(shown)).toEqual([0])
  expect(mirrorOwn(shown, [own])).toBe(shown)
  expect(seqsOf(mirrorOwn(shown, []))).toEqual([])
})

test('a window that is trimmed holds its end as before, knows what it lacks, and still agrees with the archive', () => {
  const seqs = Array.from({ length: 900 }, (_, index) => index + 11)
  const own = { event: posted(2_000).event as never, author: me, at: 1 }
  const heard = seqs.map(posted).reduce(hearEvent, buildWindow(startAt(10)))
  const settled = hearEvent(mirrorOwn(settleWindow(heard, 905), [own]), posted(950))
  const trimmed = trimWindow(settled, 200)
  expect(seqsOf(trimmed)).toEqual(seqsOf(settled).slice(-201))
  expect(trimmed.from).toBe(seqsOf(trimmed)[0])
  expect(checkHead(trimmed, head(905, 950, 6))).toBe('agrees')
  expect(trimWindow(trimmed, 200)).toBe(trimmed)
})

test('a change that was lost on the way is not lost for good where a later one was heard', () => {
  const page = { messages: [archived(5)], from: 0, to: 10, knownTo: 10 }
  const reacted: StoredEvent = {
    ...posted(13),
    event: { v: 1, kind: 'reaction.added', id: idOf(13), at: 0, message: idOf(5), emoji: '👍' },
  }
  // The edit with sequence 12 was lost; the reaction after it was heard.
  const heard = hearEvent(applyPage(buildWindow(startAt(10)), page), reacted)
  const reactions = [{ user: ana, emoji: '👍', seq: 13 }]
  const messages = [archived(5, { version: 13, text: 'edited', reactions })]
  const fill = { messages, checkpoint: checkpointAt(13), head: 13, complete: true }
  expect(selectMessages(heard.timeline)[0]?.message).toMatchObject({ text: 'text 5', reactions })
  // Also where it was settled before anybody asked: of the same version history's word is the better one.
  for (const window of [heard, settleWindow(heard, 13)])
    expect(selectMessages(applyFill(window, fill).timeline)[0]?.message).toMatchObject({ text: 'edited', reactions })
})

test('in the past what is held there changes, and nothing is added', () => {
  const all = Array.from({ length: 40 }, (_, index) => posted(index + 11)).reduce(hearEvent, buildWindow(startAt(10)))
  const past = sliceWindow(settleWindow(all, 50), { from: 15, to: 20 })
  const edit: StoredEvent = {
    ...posted(52),
    event: { v: 1, kind: 'message.edited', id: idOf(52), at: 0, message: idOf(18), text: 'new' },
  }
  const after = settleWindow([posted(51), edit].reduce(hearEvent, past), 52)
  expect(seqsOf(after)).toEqual([15, 16, 17, 18, 19, 20])
  expect(selectMessages(after.timeline)[3]?.message.text).toBe('new')
})

test('whose members are not all known counts what strangers say, until the archive has refused it', () => {
  const stranger = 'c'.repeat(16) as UserId
  const said = (seq: number) => ({ ...posted(seq), author: stranger })
  const heard = [11, 12].map(said).reduce(hearEvent, buildWindow({ ...startAt(10), isProvisional: true }))
  expect(seqsOf(heard)).toEqual([11, 12])
  expect(seqsOf(settleWindow(markRefused(heard, [11]), 12))).toEqual([12])
  expect(seqsOf([11, 12].map(said).reduce(hearEvent, buildWindow(startAt(10))))).toEqual([])
})
