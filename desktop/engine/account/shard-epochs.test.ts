import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { buildRoomBook } from '../sync/room-book.ts'
import { mergeSyncRoom } from '../sync/room-steps.ts'
import { buildShardEpochs } from './shard-epochs.ts'

const me = 'b'.repeat(16) as UserId
const [mended, other] = ['3.aaaaaaaaaaaaaa', '4.bbbbbbbbbbbbbb'] as [RoomId, RoomId]
const about = { kind: 'group' as const, name: 'Tea', topic: '', members: [], memberCount: 0, createdAt: 1, version: 1 }

test('a shard that goes on under a new epoch takes back what lies above its fork, once, and no other shard’s rooms', async () => {
  const kept: Readonly<Record<string, number>>[] = [{ 3: 1, 4: 1 }]
  const cut: [RoomId, number][] = []
  const book = buildRoomBook({ onRoom: () => {}, onUsers: () => {} })
  for (const id of [mended, other]) {
    const counts = { head: 40, complete: true, receipt: 35, unread: 0, mentions: 0 }
    book.put(id, mergeSyncRoom(undefined, { room: { ...about, id }, ...counts }, me))
  }
  const epochs = buildShardEpochs({
    store: { loadEpochs: async () => kept.at(-1) ?? {}, putEpochs: async (next) => void kept.push(next) },
    book,
    writer: { cut: (room, forkSeq) => void cut.push([room, forkSeq]) },
    onFault: (cause) => {
      throw cause
    },
  })
  await epochs.restore()
  expect([epochs.isKnown(mended, 1), epochs.isKnown(mended, 2), epochs.isKnown(mended, undefined)]).toEqual([
    true,
    false,
    true,
  ])
  const shards = { 3: { epoch: 2, forkSeq: 30 }, 4: { epoch: 1, forkSeq: 0 } }
  expect(epochs.apply(shards)).toEqual([mended])
  expect(cut).toEqual([[mended, 30]])
  expect([book.get(mended)?.head, book.get(mended)?.receipt, book.get(other)?.head]).toEqual([30, 30, 40])
  expect(epochs.apply(shards)).toEqual([])
  expect(epochs.isKnown(mended, 2)).toBe(true)
  expect(kept.at(-1)).toEqual({ 3: 2, 4: 1 })
})
