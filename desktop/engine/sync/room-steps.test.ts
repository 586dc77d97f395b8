import { expect, test } from 'vitest'
import type { SyncRoom } from '../../../common/http-contract/sync-contract.ts'
import type { EventId, UserId } from '../../../common/ids.ts'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { RoomEntry } from './room-entry.ts'
import { cutEntry, keepEntry, lacksMembers, restoreEntry, withAllMembers } from './room-facts.ts'
import { closeEntry, hearInEntry, mergeSyncRoom, openEntry, readInEntry } from './room-steps.ts'
import { unreadOf } from './room-unread.ts'
import { applyFill, applyPage, markIncomplete, settleWindow } from './room-window.ts'
import { buildSyncedRoom, membersOf, teaRoom } from './synced-room-testbed.ts'

const room = teaRoom
const ana = 'a'.repeat(16) as UserId
const me = 'b'.repeat(16) as UserId
const members = membersOf('member', ana, me)
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId

const synced = (more: Partial<SyncRoom> = {}) => buildSyncedRoom({ members }, { head: 10, receipt: 10, ...more })
const withUnread = synced({ head: 14, unread: 2, lastMessage: { ...archived(14), reactions: {} } })
const posted = (seq: number, author = ana): StoredEvent => ({
  room,
  author,
  seq,
  storedAt: seq,
  event: { v: 1, kind: 'message.posted', id: idOf(seq), at: 0, text: `text ${seq}`, format: 'plain' },
})
const hear = (entry: ReturnType<typeof openEntry>, ...events: StoredEvent[]) =>
  events.reduce((before, stored) => hearInEntry(before, stored), entry)

function apiMessage(seq: number) {
  return { ...archived(seq), reactions: {} }
}

function archived(seq: number) {
  const no = { mentions: [], attachments: [] }
  return { id: idOf(seq), room, seq, version: seq, author: ana, at: seq, text: '', format: 'plain' as const, ...no }
}

test('a room with nothing unread opens without a divider, and none comes while somebody looks on', () => {
  const open = openEntry(mergeSyncRoom(undefined, synced(), me), me)
  expect(open.dividerSeq).toBeUndefined()
  const later = hear(open, posted(11), posted(12, me), posted(13))
  expect(later.dividerSeq).toBeUndefined()
  expect(openEntry(later, me).dividerSeq).toBeUndefined()
  expect(mergeSyncRoom(later, withUnread, me).dividerSeq).toBeUndefined()
})

test('the divider stands after my receipt where something was unread, and stays until the room is closed', () => {
  const open = openEntry(hear(mergeSyncRoom(undefined, synced(), me), posted(11)), me)
  expect(open.dividerSeq).toBe(10)
  const read = hear({ ...open, receipt: 11 }, posted(12))
  expect(openEntry(read, me).dividerSeq).toBe(10)
  const closed = closeEntry({ ...read, receipt: 12 })
  expect(closed.dividerSeq).toBeUndefined()
  expect(openEntry(closed, me).dividerSeq).toBeUndefined()
})

test('own messages never bring the divider', () => {
  const entry = hear(mergeSyncRoom(undefined, synced(), me), posted(11, me))
  expect(openEntry(entry, me).dividerSeq).toBeUndefined()
})

test('what the server counted as unread brings it too, though no message is loaded', () => {
  expect(openEntry(mergeSyncRoom(undefined, withUnread, me), me).dividerSeq).toBe(10)
})

test('a room opened from disk gets it with the first sync, where that brings something unread, and only then', () => {
  const kept = keepEntry(mergeSyncRoom(undefined, synced(), me), me)
  const open = openEntry(restoreEntry(kept, me), me)
  expect(open.dividerSeq).toBeUndefined()
  expect(mergeSyncRoom(open, withUnread, me).dividerSeq).toBe(10)
  const quiet = mergeSyncRoom(open, synced(), me)
  expect(quiet.dividerSeq).toBeUndefined()
  expect(mergeSyncRoom(quiet, withUnread, me).dividerSeq).toBeUndefined()
  // Nor the five minutes' round; but after a time away somebody has to be shown where what came begins.
  expect(mergeSyncRoom(quiet, withUnread, me, true).dividerSeq).toBe(10)
})

test('how far others have read is kept with the room, and the highest counts whatever comes later', () => {
  const read = readInEntry(mergeSyncRoom(undefined, synced(), me), { user: ana, seq: 9 }, me)
  const kept = structuredClone(keepEntry(read, me))
  const restored = restoreEntry(kept, me)
  expect(restored.receipts.get(ana)).toBe(9)
  expect(readInEntry(restored, { user: ana, seq: 7 }, me)).toBe(restored)
  expect(mergeSyncRoom(readInEntry(restored, { user: ana, seq: 10 }, me), synced(), me).receipts.get(ana)).toBe(10)
  const { receipts: _, ...old } = kept
  expect(restoreEntry(old, me).receipts.size).toBe(0)
})

test('what was said before somebody came is not unread to them, also once it is loaded', () => {
  const joined = mergeSyncRoom(undefined, synced({ head: 14, receipt: 0, lastMessage: apiMessage(14) }), me)
  expect(unreadOf(joined, me).count).toBe(0)
  const messages = [9, 10, 14].map((seq) => ({ ...archived(seq), reactions: [] }))
  const loaded = { ...joined, window: applyPage(joined.window, { messages, from: 0, to: 14, knownTo: 14 }) }
  expect(unreadOf(loaded, me).count).toBe(0)
  expect(openEntry(loaded, me).dividerSeq).toBeUndefined()
  expect(unreadOf(hear(loaded, posted(15)), me).count).toBe(1)
})

test('what came while one was away is unread before it is filled in, and no more than once afterwards', () => {
  const messages = [8, 9, 10].map((seq) => ({ ...archived(seq), reactions: [] }))
  const start = mergeSyncRoom(undefined, synced(), me)
  const closed = { ...start, window: applyPage(start.window, { messages, from: 0, to: 10, knownTo: 10 }) }
  const away = mergeSyncRoom(closed, withUnread, me)
  expect(unreadOf(away, me).count).toBe(2)
  const live = hear(away, posted(15))
  expect(unreadOf(live, me).count).toBe(3)
  const missed = [11, 14].map((seq) => ({ ...archived(seq), reactions: [] }))
  const fill = { messages: missed, checkpoint: { seq: 14, members }, head: 14, complete: true }
  expect(unreadOf({ ...live, window: applyFill(live.window, fill) }, me).count).toBe(3)
})

test('a message that slips in between two looks of the server is counted once', () => {
  const slipped = synced({ head: 13, unread: 1, lastMessage: apiMessage(14) })
  expect(unreadOf(hear(mergeSyncRoom(undefined, slipped, me), posted(14)), me).count).toBe(1)
})

test('an unread message that is removed is not unread any more, though the server counted it', () => {
  const removed: StoredEvent = {
    ...posted(15),
    event: { v: 1, kind: 'message.removed', id: idOf(15), at: 0, message: idOf(14) },
  }
  const one = mergeSyncRoom(undefined, synced({ head: 14, unread: 1, lastMessage: apiMessage(14) }), me)
  expect(unreadOf(one, me).count).toBe(1)
  expect(unreadOf(hear(one, removed), me).count).toBe(0)
})

test('a room that is closed keeps no more than its end in memory, however much was said, and its unread', () => {
  let entry = mergeSyncRoom(undefined, synced(), me)
  entry = hear(entry, ...Array.from({ length: 1_000 }, (_, index) => posted(index + 11)))
  const room = { ...entry, receipt: 1_010, window: settleWindow(entry.window, 1_010) }
  expect(selectMessages(openEntry(room, me).window.timeline)).toHaveLength(1_000)
  expect(selectMessages(closeEntry(openEntry(room, me)).window.timeline)).toHaveLength(120)
  const after = mergeSyncRoom(room, synced({ head: 1_010, receipt: 1_010 }), me)
  expect(selectMessages(after.window.timeline)).toHaveLength(120)
})

test('a room that could not be filled says so, until history or the archive’s count says that nothing is missing', () => {
  const start = mergeSyncRoom(undefined, synced(), me)
  const behind = { ...start, window: markIncomplete(start.window) }
  expect(behind.window.completeTo).toBe(10)
  expect(mergeSyncRoom(behind, synced({ head: 12, complete: false }), me).window.completeTo).toBeUndefined()
  const shown = { ...behind, isOpen: true }
  expect(mergeSyncRoom(shown, synced({ head: 12 }), me).window.completeTo).toBe(10)
  expect(mergeSyncRoom(shown, synced(), me).window.completeTo).toBeUndefined()
  expect(mergeSyncRoom(shown, synced({ complete: false }), me).window.completeTo).toBe(10)
  expect(settleWindow(hear(shown, posted(11)).window, 11).completeTo).toBeUndefined()
})

test('a room that is open all day keeps its end, unless somebody has gone back in it', () => {
  const start = openEntry({ ...mergeSyncRoom(undefined, synced(), me), receipt: 9 }, me)
  const heard = hear(start, ...Array.from({ length: 1_100 }, (_, index) => posted(index + 11)))
  const room = { ...heard, receipt: 1_110, window: settleWindow(heard.window, 1_110) }
  const now = synced({ head: 1_110, receipt: 1_110 })
  const count = (entry: RoomEntry) => selectMessages(entry.window.timeline).length
  expect(count(mergeSyncRoom(room, now, me))).toBe(300)
  // They stay where they read; the end goes on without them.
  const back = mergeSyncRoom({ ...room, wentBack: true }, now, me)
  expect(back.past && selectMessages(back.past.timeline)[0]?.seq).toBe(11)
  expect(back.past?.to).toBe(260)
  expect(count(back)).toBeLessThan(300)
})

test('what is unread is counted all the same once it is held no more, and once it is on disk alone', () => {
  const writers = (index: number) => (index % 12 === 0 ? ana : me)
  const said = Array.from({ length: 1_000 }, (_, index) => posted(index + 11, writers(index)))
  const heard = hear(mergeSyncRoom(undefined, synced(), me), ...said)
  const entry = { ...heard, window: settleWindow(heard.window, 1_010) }
  expect(unreadOf(entry, me).count).toBe(84)
  const closed = closeEntry(openEntry(entry, me))
  expect(selectMessages(closed.window.timeline)).toHaveLength(120)
  expect(unreadOf(closed, me).count).toBe(84)
  const restored = restoreEntry(structuredClone(keepEntry(closed, me)), me)
  expect(unreadOf(restored, me).count).toBe(84)
  expect(unreadOf(hear(restored, posted(1_011), posted(1_012, me)), me).count).toBe(85)
  expect(unreadOf({ ...restored, receipt: 1_010 }, me).count).toBe(0)
})

test('what was read of the server’s count since is not counted again after a new start', () => {
  const messages = [11, 12, 13, 14].map((seq) => ({ ...archived(seq), reactions: [] }))
  const start = mergeSyncRoom(undefined, synced({ head: 14, unread: 4, lastMessage: apiMessage(14) }), me)
  const loaded = { ...start, window: applyPage(start.window, { messages, from: 5, to: 14, knownTo: 14 }) }
  const read = hear({ ...loaded, receipt: 12 }, posted(15))
  expect(unreadOf(read, me).count).toBe(3)
  expect(unreadOf(restoreEntry(structuredClone(keepEntry(read, me)), me), me).count).toBe(3)
})

test('above a fork nothing counts any more, neither what was said there nor how far anybody had read', () => {
  const start = readInEntry(mergeSyncRoom(undefined, synced(), me), { user: ana, seq: 10 }, me)
  const cut = cutEntry(hear(start, posted(11), posted(12)), 7)
  expect([cut.head, cut.receipt, cut.receipts.get(ana)]).toEqual([7, 7, 7])
  expect(selectMessages(cut.window.timeline)).toEqual([])
  const after = mergeSyncRoom(cut, synced({ head: 9, receipt: 7, unread: 1, lastMessage: apiMessage(9) }), me)
  expect(unreadOf(after, me).count).toBe(1)
})

test('a large room is told with few of its members; once all are known, what was heard of the others counts', () => {
  const cleo = 'c'.repeat(16) as UserId
  const large = synced({ room: { ...synced().room, memberCount: 3 } })
  const entry = hear(mergeSyncRoom(undefined, large, me), posted(11, cleo))
  expect(lacksMembers(entry)).toBe(true)
  const all = { ...synced().room, members: [...members, { user: cleo, role: 'member' as const }] }
  const known = withAllMembers(entry, all)
  expect(lacksMembers(known)).toBe(false)
  expect(unreadOf(known, me).count).toBe(1)
  expect(mergeSyncRoom(known, large, me).state.members.size).toBe(3)
})

test('a preview that was cut gives way to the whole message from history', () => {
  const cut = { ...apiMessage(10), text: 'the beg', isCut: true as const }
  const entry = mergeSyncRoom(undefined, synced({ lastMessage: cut }), me)
  const whole = { ...archived(10), text: 'the beginning', reactions: [] }
  const window = applyPage(entry.window, { messages: [whole], from: 0, to: 10, knownTo: 10 })
  expect(selectMessages(window.timeline).map(({ message }) => message.text)).toEqual(['the beginning'])
})
