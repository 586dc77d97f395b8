import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { MemberEvent } from '../../../common/wire-event.ts'
import type { TimelineRow, TimelineView } from '../../engine-contract.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { restoreEntry } from '../sync/room-facts.ts'
import { hearInEntry, openEntry, readInEntry } from '../sync/room-steps.ts'
import { mirrorOwn, settleWindow } from '../sync/room-window.ts'
import { buildTimelineChange } from './timeline-change.ts'
import { buildShownRows, buildTimelineView } from './timeline-view.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const ana = 'a'.repeat(16) as UserId
const me = 'b'.repeat(16) as UserId
const members = [ana, me].map((user) => ({ user, role: 'member' as const }))
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId
const posted = (seq: number, author = ana): StoredEvent => ({
  room,
  author,
  seq,
  storedAt: seq,
  event: { v: 1, kind: 'message.posted', id: idOf(seq), at: 0, text: `text ${seq}`, format: 'plain' },
})
const edited = (seq: number, message: number): StoredEvent => ({
  ...posted(seq),
  event: { v: 1, kind: 'message.edited', id: idOf(seq), at: 0, message: idOf(message), text: 'new' },
})

function startRoom() {
  const kept = { id: room, kind: 'group' as const, name: 'Tea', topic: '', members, createdAt: 1, version: 1 }
  const shown = buildShownRows()
  let entry: RoomEntry = openEntry(restoreEntry({ room: { ...kept, memberCount: 2 }, head: 0, receipt: 0 }, me), me)
  let outbox: readonly OutboxEntry[] = []
  return {
    put: (...entries: OutboxEntry[]) => {
      outbox = entries
    },
    change: (change: (entry: RoomEntry) => RoomEntry) => {
      entry = change(entry)
    },
    view: () => buildTimelineView(entry, { me, outbox, shown }),
  }
}

function spliced(before: TimelineView, after: TimelineView): TimelineView {
  const { view, from, removed, rows } = buildTimelineChange(before, after)
  return { ...view, rows: before.rows.toSpliced(from, removed, ...rows) }
}

test('one more message is one row to send, whatever is above it', () => {
  const { change, view } = startRoom()
  for (let seq = 1; seq <= 300; seq++) change((entry) => hearInEntry(entry, posted(seq)))
  const before = view()
  change((entry) => hearInEntry(entry, posted(301)))
  expect(buildTimelineChange(before, view())).toMatchObject({ from: 300, removed: 0, rows: [{ kind: 'message' }] })
})

test('a row stays the same object until something of it changes, also when the archive confirms it', () => {
  const { change, view } = startRoom()
  for (const seq of [1, 2, 3]) change((entry) => hearInEntry(entry, posted(seq, me)))
  const before = view().rows
  change((entry) => ({ ...entry, window: settleWindow(entry.window, 3) }))
  expect(view().rows.map((row, index) => row === before[index])).toEqual([true, true, true])
  change((entry) => readInEntry(entry, { user: ana, seq: 2 }, me))
  expect(view().rows.map((row, index) => row === before[index])).toEqual([false, false, true])
  expect(view().rows[1]).toMatchObject({ readByOthers: true })
})

test('messages and edits in any order: the changes add up to the view itself', () => {
  const step = fc.oneof(
    fc.integer({ min: 1, max: 40 }).map((seq) => posted(seq, seq % 2 === 0 ? ana : me)),
    fc.tuple(fc.integer({ min: 41, max: 60 }), fc.integer({ min: 1, max: 40 })).map(([seq, of]) => edited(seq, of)),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(5), (events, every) => {
      const { change, view } = startRoom()
      let sent = view()
      let mirrored: TimelineView = sent
      events.forEach((stored, index) => {
        change((entry) => hearInEntry(entry, stored))
        if (index % (every + 1) !== 0) return
        const next = view()
        mirrored = spliced(mirrored, next)
        sent = next
        expect(mirrored).toEqual(sent)
      })
    }),
  )
})

test('any rows turn into any others', () => {
  const all: TimelineRow[] = Array.from({ length: 12 }, (_, seq) => ({ kind: 'notice', seq }) as TimelineRow)
  const some = fc.subarray(all).map((rows) => ({ room, rows, hasMoreBefore: false, loading: 'idle' as const }))
  fc.assert(
    fc.property(some, some, (before, after) => {
      expect(spliced(before, after)).toEqual(after)
    }),
  )
})

test('a change that was refused stands at its message, with the handle to try again or to let it be', () => {
  const { change, view, put } = startRoom()
  for (const seq of [1, 2]) change((entry) => hearInEntry(entry, posted(seq, me)))
  const { event } = edited(99, 2) as { event: MemberEvent }
  const error = appError('publish-refused', { cause: 'the broker' })
  const entry = { id: event.id, room, author: me, event, addedAt: 0, attempts: 2, triedBefore: true, error }
  const own = [{ event, author: me, at: 0 }]
  change((before) => ({ ...before, window: mirrorOwn(before.window, own) }))
  for (const state of ['queued', 'sending', 'stored'] as const) {
    put({ ...entry, state })
    expect(view().rows[1]).toMatchObject({ state: 'stored', changing: true })
    expect(view().rows[1]).not.toHaveProperty('change')
  }
  for (const state of ['waiting', 'stuck', 'refused'] as const) {
    put({ ...entry, state })
    const change = { state, kind: 'edit', entry: event.id, error: { code: 'publish-refused' } }
    expect(view().rows[1]).toMatchObject({ state: 'stored', change })
    expect(view().rows[0]).not.toHaveProperty('change')
  }
})
