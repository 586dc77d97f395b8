import { describe, expect, it } from 'vitest'
import type { EventId, RoomId, UserId } from '../ids.ts'
import type { StoredEvent } from '../wire-decode.ts'
import type { WireEvent } from '../wire-event.ts'
import { foldEvent } from './fold-event.ts'
import type { Timeline } from './timeline-reducer.ts'
import {
  addOwnEvent,
  buildTimeline,
  dropOwnEvent,
  loadMessages,
  moveCheckpoint,
  reduceTimeline,
  selectMessages,
  settleTimeline,
} from './timeline-reducer.ts'

const room = '3.aaaaaaaaaaaaaa' as RoomId
const [ana, me] = ['a'.repeat(16), 'b'.repeat(16)] as [UserId, UserId]
const idOf = (index: number) => `01jd${String(index).padStart(22, '0')}` as EventId

describe('own events in a timeline', () => {
  const members = [ana, me].map((user) => ({ user, role: 'member' as const }))
  const said = (event: WireEvent, seq: number, author: UserId | 'system' = me): StoredEvent => ({
    ...{ room, author, seq, storedAt: seq * 10, event },
  })
  const post = { v: 1, id: idOf(1), at: 0, kind: 'message.posted', text: 'hi', format: 'plain' } as const
  const edit = { v: 1, id: idOf(2), at: 0, kind: 'message.edited', message: post.id, text: 'new' } as const
  const states = (timeline: Timeline) =>
    selectMessages(timeline).map((row) => [row.state, row.message.text, row.changing])
  const from = buildTimeline(room, { seq: 5, members }, me)

  it('are shown at once and say that they are not stored', () => {
    const queued = addOwnEvent(from, { event: post, author: me, at: 7 })
    expect(states(queued)).toEqual([['queued', 'hi', undefined]])
    expect(selectMessages(queued)[0]?.seq).toBe(0)
    const stored = reduceTimeline(queued, said(post, 8))
    const edited = addOwnEvent(stored, { event: edit, author: me, at: 9 })
    expect(states(edited)).toEqual([['stored', 'new', true]])
    expect(selectMessages(edited)[0]?.message.version).toBe(8)
    expect(states(reduceTimeline(edited, said(edit, 9)))).toEqual([['stored', 'new', undefined]])
  })

  it('are not shown as changes where one may not change', () => {
    const stored = reduceTimeline(from, said(post, 8, ana))
    expect(states(addOwnEvent(stored, { event: edit, author: me, at: 9 }))).toEqual([['stored', 'hi', undefined]])
    const mine = reduceTimeline(from, said(post, 8))
    const edited = addOwnEvent(mine, { event: edit, author: me, at: 9 })
    const gone = { v: 1, id: idOf(3), at: 0, kind: 'member.left', user: me, by: me } as const
    expect(states(reduceTimeline(edited, said(gone, 9, 'system')))).toEqual([['stored', 'hi', undefined]])
  })

  it('stay refused for their sender when the window goes on, and for nobody else', () => {
    const listener = { seq: 5, members: [{ user: me, role: 'listener' as const }] }
    const later = { ...listener, seq: 20 }
    for (const who of [me, ana]) {
      const refused = reduceTimeline(buildTimeline(room, listener, who), said(post, 8))
      const wanted = who === me ? [['refused', 'hi', undefined]] : []
      for (const timeline of [refused, moveCheckpoint(refused, later), settleTimeline(refused, 20)])
        expect(states(timeline)).toEqual(wanted)
    }
  })

  it('give way to a snapshot, also when their stored copy comes after it', () => {
    const before = foldEvent('member', undefined, said(post, 8))
    const after = foldEvent('member', before.kind === 'posted' ? before.message : undefined, said(edit, 9))
    const snapshots = after.kind === 'changed' ? [after.message] : []
    const both = [post, edit].reduce((timeline, event) => addOwnEvent(timeline, { event, author: me, at: 7 }), from)
    const loaded = moveCheckpoint(loadMessages(both, snapshots), { seq: 9, members })
    // Whether the edit is in the snapshot nobody has said yet: its stored copy does, or the engine, by dropping it.
    expect(states(loaded)).toEqual([['stored', 'new', true]])
    expect(loaded.own.map(({ event }) => event.id)).toEqual([edit.id])
    expect(states(dropOwnEvent(loaded, edit.id))).toEqual([['stored', 'new', undefined]])
    const heard = [said(post, 8), said(edit, 9)].reduce(reduceTimeline, loaded)
    expect(states(heard)).toEqual([['stored', 'new', undefined]])
    expect(heard.own).toEqual([])
  })

  it('and messages of another room change nothing here', () => {
    const elsewhere = '3.bbbbbbbbbbbbbb' as RoomId
    expect(reduceTimeline(from, { ...said(post, 8), room: elsewhere })).toBe(from)
    const message = foldEvent('member', undefined, { ...said(post, 8), room: elsewhere })
    expect(message.kind === 'posted' && loadMessages(from, [message.message])).toBe(from)
  })
})
