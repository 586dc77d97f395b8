import { expect, test } from 'vitest'
import type { EventId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { keepEntry, restoreEntry } from '../sync/room-facts.ts'
import { hearInEntry, mergeSyncRoom } from '../sync/room-steps.ts'
import { buildSyncedRoom, membersOf, teaRoom } from '../sync/synced-room-testbed.ts'
import { buildRoomView, headOf } from './room-view.ts'

const room = teaRoom
const ana = 'a'.repeat(16) as UserId
const me = 'b'.repeat(16) as UserId
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId
const plain = { mentions: [], attachments: [], reactions: {}, format: 'plain' as const }
const lastMessage = { ...plain, id: idOf(14), room, seq: 14, version: 14, author: ana, at: 5_000, text: 'words' }
const synced = buildSyncedRoom({ members: membersOf('member', ana, me) }, { lastMessage, head: 14, receipt: 14 })

test('a room whose last message is removed keeps its place in the list, though nothing else of it is loaded', () => {
  const context = { me, outbox: [] }
  const entry = mergeSyncRoom(undefined, synced, me)
  expect(buildRoomView(entry, context)).toMatchObject({ activeAt: 5_000, preview: { text: 'words' } })
  const event = { v: 1, kind: 'message.removed', id: idOf(15), at: 0, message: idOf(14) } as const
  const after = hearInEntry(entry, { room, author: ana, seq: 15, storedAt: 6_000, event })
  const view = buildRoomView(after, context)
  expect(view?.preview).toBeUndefined()
  expect(view?.activeAt).toBe(5_000)
})

test('what waits to go out is counted, what is stored and what is no words is not', () => {
  const entry = mergeSyncRoom(undefined, synced, me)
  const waits = (seq: number, state: OutboxEntry['state'], more: object = { kind: 'message.posted', text: 'words' }) =>
    ({ id: idOf(seq), room, author: me, state, event: { v: 1, id: idOf(seq), at: 0, ...more } }) as OutboxEntry
  const outbox = [
    waits(20, 'stored'),
    waits(21, 'refused'),
    waits(22, 'queued', { kind: 'message.edited', message: idOf(14), text: 'other words' }),
    waits(23, 'queued', { kind: 'reaction.added', message: idOf(14), emoji: '👍' }),
  ]
  expect(buildRoomView(entry, { me, outbox })?.unsent).toBe(2)
  expect(buildRoomView(entry, { me, outbox: outbox.slice(0, 1) })).not.toHaveProperty('unsent')
})

test('what was heard and kept on disk can be read after a new start, before anybody was asked', () => {
  const event = { v: 1, kind: 'message.posted', id: idOf(15), at: 0, text: 'more', format: 'plain' } as const
  const heard = hearInEntry(mergeSyncRoom(undefined, synced, me), { room, author: ana, seq: 15, storedAt: 1, event })
  const kept = structuredClone(keepEntry(heard, me))
  expect(headOf(heard)).toBe(15)
  expect(headOf(restoreEntry(kept, me))).toBe(15)
})
