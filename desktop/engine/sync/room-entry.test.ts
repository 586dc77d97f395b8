import { expect, test } from 'vitest'
import type { SyncRoom } from '../../../common/http-contract/history-contract.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import {
  closeEntry,
  hearInEntry,
  keepEntry,
  mergeSyncRoom,
  openEntry,
  readInEntry,
  restoreEntry,
} from './room-entry.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const ana = 'a'.repeat(16) as UserId
const me = 'b'.repeat(16) as UserId
const members = [ana, me].map((user) => ({ user, role: 'member' as const }))
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId

const synced = (more: Partial<SyncRoom> = {}): SyncRoom => ({
  room: { id: room, kind: 'group', name: 'Tea', topic: '', members, createdAt: 1, version: 1 },
  head: 10,
  complete: true,
  receipt: 10,
  unread: 0,
  mentions: 0,
  ...more,
})
const withUnread = synced({ head: 14, unread: 2, lastMessage: { ...archived(14), reactions: {} } })
const posted = (seq: number, author = ana): StoredEvent => ({
  room,
  author,
  seq,
  storedAt: seq,
  event: { v: 1, kind: 'message.posted', id: idOf(seq), at: 0, text: `text ${seq}`, format: 'plain' },
})
const hear = (entry: ReturnType<typeof openEntry>, ...events: StoredEvent[]) =>
  events.reduce((before, stored) => hearInEntry(before, stored, 0), entry)

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
  const { kept, window } = keepEntry(mergeSyncRoom(undefined, synced(), me))
  const open = openEntry(restoreEntry(kept, window, me), me)
  expect(open.dividerSeq).toBeUndefined()
  expect(mergeSyncRoom(open, withUnread, me).dividerSeq).toBe(10)
  const quiet = mergeSyncRoom(open, synced(), me)
  expect(quiet.dividerSeq).toBeUndefined()
  expect(mergeSyncRoom(quiet, withUnread, me).dividerSeq).toBeUndefined()
})

test('how far others have read is kept with the room, and the highest counts whatever comes later', () => {
  const read = readInEntry(mergeSyncRoom(undefined, synced(), me), { user: ana, seq: 9 }, me)
  const { kept, window } = structuredClone(keepEntry(read))
  const restored = restoreEntry(kept, window, me)
  expect(restored.receipts.get(ana)).toBe(9)
  expect(readInEntry(restored, { user: ana, seq: 7 }, me)).toBe(restored)
  expect(mergeSyncRoom(readInEntry(restored, { user: ana, seq: 10 }, me), synced(), me).receipts.get(ana)).toBe(10)
  const { receipts: _, ...old } = kept
  expect(restoreEntry(old, window, me).receipts.size).toBe(0)
})
