import { expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import { buildEarlyEvents } from './early-events.ts'

const [tea, quay] = ['0.teateateateate' as RoomId, '0.quayquayquayqu' as RoomId]
const heard = (room: RoomId, seq: number): StoredEvent => {
  const id = String(seq).padStart(26, '0') as EventId
  const event = { v: 1, kind: 'message.posted', id, at: 0, text: `${seq}`, format: 'plain' } as const
  return { room, author: 'ana'.padEnd(16, '0') as UserId, seq, storedAt: seq, event }
}
const seqs = (events: readonly StoredEvent[]) => events.map(({ seq }) => seq)

test('what is heard of a room before it is named counts once it is, and once', () => {
  const early = buildEarlyEvents()
  for (const seq of [1, 2, 3]) early.hear(heard(seq === 2 ? quay : tea, seq))
  early.onAsking()
  early.hear(heard(tea, 4))
  expect(seqs(early.take(tea))).toEqual([1, 3, 4])
  expect(seqs(early.take(tea))).toEqual([])
})

test('a room that a sync does not name, though it was heard before, is not waited for any more', () => {
  const early = buildEarlyEvents()
  early.hear(heard(quay, 1))
  early.onAsking()
  // Of a room that came to be while the answer was under way.
  early.hear(heard(tea, 2))
  early.onNamed()
  expect(seqs(early.take(quay))).toEqual([])
  expect(seqs(early.take(tea))).toEqual([2])
})

test('a sync that failed decides nothing', () => {
  const early = buildEarlyEvents()
  early.onAsking()
  early.hear(heard(tea, 1))
  early.onAsking()
  early.onAsking()
  expect(seqs(early.take(tea))).toEqual([1])
})

test('a flood of one room does not keep out what is heard of the next', () => {
  const early = buildEarlyEvents()
  for (let seq = 1; seq <= 3_000; seq++) early.hear(heard(quay, seq))
  early.hear(heard(tea, 3_001))
  expect(seqs(early.take(tea))).toEqual([3_001])
  expect(early.take(quay)).toHaveLength(999)
})
