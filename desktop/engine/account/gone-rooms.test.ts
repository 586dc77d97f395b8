import { expect, test } from 'vitest'
import type { SyncRoom } from '../../../common/http-contract/sync-contract.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { GoneRoomView } from '../../engine-contract.ts'
import type { KeptGoneRoom } from '../local-store/fact-store.ts'
import { buildRoomBook } from '../sync/room-book.ts'
import { hearInEntry, mergeSyncRoom } from '../sync/room-steps.ts'
import { buildGoneRooms } from './gone-rooms.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const ana = 'a'.repeat(16) as UserId
const me = 'b'.repeat(16) as UserId
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId
const members = [ana, me].map((user) => ({ user, role: 'member' as const }))

function entryOf(kind: 'group' | 'direct' = 'group', ended?: { kind: 'member.removed' | 'member.left'; by: UserId }) {
  const described = {
    id: room,
    kind,
    name: kind === 'direct' ? '' : 'Tea',
    topic: '',
    members,
    createdAt: 1,
    memberCount: 1,
    version: 1,
  }
  const synced: SyncRoom = { room: described, head: 4, complete: true, receipt: 0, unread: 0, mentions: 0 }
  const entry = mergeSyncRoom(undefined, synced, me)
  if (ended === undefined) return entry
  const event = { v: 1, id: idOf(5), at: 0, user: me, ...ended } as const
  return hearInEntry(entry, { room, author: 'system', seq: 5, storedAt: 1, event })
}

function start(kept: readonly KeptGoneRoom[] = []) {
  const outbox: OutboxEntry[] = []
  const shown = new Map<RoomId, GoneRoomView>()
  let onDisk = kept
  const book = buildRoomBook({ onRoom: () => {}, onUsers: () => {} })
  book.putUsers([{ id: ana, handle: 'ana', displayName: 'Ana Lindqvist' }])
  const gone = buildGoneRooms({
    me,
    book,
    store: {
      loadGoneRooms: async () => onDisk,
      putGoneRooms: async (rooms) => {
        onDisk = rooms
      },
    },
    entries: () => outbox,
    onView: (id, view) => (view === undefined ? shown.delete(id) : shown.set(id, view)),
    onFault: (cause) => {
      throw cause
    },
  })
  gone.restore(kept)
  const write = (text: string, state: OutboxEntry['state'] = 'queued') =>
    outbox.push({ id: idOf(9), room, author: me, state, event: { kind: 'message.posted', text } } as OutboxEntry)
  return { gone, outbox, shown, write, disk: async () => gone.flush().then(() => onDisk) }
}

test('who is taken out is told who did it and what was not sent, until they have taken note', async () => {
  const { gone, shown, write, disk } = start()
  write('arrived', 'stored')
  write('did not')
  gone.onGone(entryOf('group', { kind: 'member.removed', by: ana }))
  expect(shown.get(room)).toEqual({ id: room, name: 'Tea', by: ana, unsent: ['did not'] })
  expect(await disk()).toEqual([{ id: room, name: 'Tea', by: ana }])
  gone.dismiss(room)
  expect(shown.size).toBe(0)
  expect(await disk()).toEqual([])
})

test('where nobody was heard nobody is named, and a direct room has the name of the other', () => {
  const { gone, shown } = start()
  gone.onGone(entryOf('direct'))
  expect(shown.get(room)).toEqual({ id: room, name: 'Ana Lindqvist', unsent: [] })
})

test('who left on another device is told nothing, unless words of theirs are here', () => {
  const quiet = start()
  quiet.gone.onGone(entryOf('group', { kind: 'member.left', by: me }))
  expect(quiet.shown.size).toBe(0)
  const { gone, shown, write } = start()
  write('unsent')
  gone.onGone(entryOf('group', { kind: 'member.left', by: me }))
  expect(shown.get(room)).toMatchObject({ by: me, unsent: ['unsent'] })
})

test('it is told again after a new start, follows the outbox, and ends where one is back in the room', async () => {
  const { gone, shown, write, disk } = start([{ id: room, name: 'Tea' }])
  expect(shown.get(room)).toEqual({ id: room, name: 'Tea', unsent: [] })
  write('late')
  gone.onOutbox(room)
  expect(shown.get(room)?.unsent).toEqual(['late'])
  gone.onBack(room)
  expect(shown.size).toBe(0)
  expect(await disk()).toEqual([])
})
