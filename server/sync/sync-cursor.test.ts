import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildRoomId, buildUserId, shardOf } from '../../common/ids.ts'
import type { RoomMark } from '../store/sync-store.ts'
import { buildDigests, encodeSyncPlace, parseSyncPlace, type SyncPlace, selectChanged } from './sync-cursor.ts'

const key = randomBytes(32)
const user = buildUserId(randomBytes(32))
const markOf = (shard: number, change: Partial<RoomMark> = {}): RoomMark => ({
  room: buildRoomId(shard, randomBytes(32)),
  role: 'member',
  joinedSeq: 1,
  version: 1,
  head: 10,
  receipt: 5,
  ...change,
})
const whole = { epoch: 0, seq: 10, isComplete: true, forkSeq: 0 }
const shardsOf = (count: number, change: Partial<typeof whole> = {}) =>
  new Map(Array.from({ length: count }, (_, shard) => [shard, { ...whole, ...change }]))
const placeOf = (marks: readonly RoomMark[], shards = shardsOf(8)): SyncPlace => ({
  at: 1,
  shards,
  digests: buildDigests(marks),
})
const byRoom = (marks: readonly RoomMark[]) => marks.toSorted((a, b) => (a.room < b.room ? -1 : 1))

describe('a cursor', () => {
  it('comes back as it was made, and is short for a thousand rooms in a hundred shards', () => {
    const place = placeOf(
      Array.from({ length: 1_000 }, (_, n) => markOf(n % 99)),
      shardsOf(99, { seq: 123_456_789_012 }),
    )
    const cursor = encodeSyncPlace(key, user, place)
    expect(cursor.length).toBeLessThan(8_000)
    expect(cursor).toMatch(/^[\w-]+$/)
    expect(parseSyncPlace(key, user, cursor)).toEqual({
      ...place,
      shards: new Map(
        [...place.shards].map(([shard, { epoch, seq, isComplete }]) => [shard, { epoch, seq, isComplete }]),
      ),
    })
  })

  it('is nobody else’s, no other server’s, and nothing that anybody made up', () => {
    const cursor = encodeSyncPlace(key, user, placeOf([markOf(1)]))
    expect(parseSyncPlace(key, buildUserId(randomBytes(32)), cursor)).toBeUndefined()
    expect(parseSyncPlace(randomBytes(32), user, cursor)).toBeUndefined()
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        (text) => parseSyncPlace(key, user, text) === undefined,
      ),
    )
    fc.assert(
      fc.property(fc.nat(cursor.length - 2), (at) => {
        const other = cursor.charAt(at) === 'A' ? 'B' : 'A'
        return parseSyncPlace(key, user, cursor.slice(0, at) + other + cursor.slice(at + 1)) === undefined
      }),
    )
  })
})

describe('what changed', () => {
  const marks = byRoom(Array.from({ length: 500 }, (_, n) => markOf(n % 8)))
  const place = placeOf(marks)
  const change = (index: number, to: Partial<RoomMark>) =>
    marks.map((mark, n) => (n === index ? { ...mark, ...to } : mark))

  it('is nothing where nothing did', () => {
    expect(selectChanged(place, marks, shardsOf(8))).toEqual([])
  })

  it('is a room whose head is above its shard’s place, and no other one', () => {
    expect(selectChanged(place, change(7, { head: 11 }), shardsOf(8, { seq: 11 })).map(({ head }) => head)).toEqual([
      11,
    ])
  })

  it('is a room of mine whose role, receipt, version or coming is another, with the few of its bucket', () => {
    for (const to of [{ role: 'admin' }, { receipt: 6 }, { version: 2 }, { joinedSeq: 2 }] as const) {
      const changed = selectChanged(place, change(7, to), shardsOf(8))
      expect(changed.map(({ room }) => room)).toContain(marks[7]?.room)
      expect(changed.length).toBeLessThan(20)
    }
  })

  it('is a room that came, and the few around one that went', () => {
    const fresh = markOf(3, { head: 0 })
    expect(selectChanged(place, byRoom([...marks, fresh]), shardsOf(8))).toContainEqual(fresh)
    expect(selectChanged(place, marks.slice(1), shardsOf(8)).length).toBeLessThan(20)
  })

  it('is every room of a shard of another epoch, of one that was incomplete and is not, and of one without a place', () => {
    const inThree = marks.filter(({ room }) => shardOf(room) === 3)
    const with3 = (to: Partial<typeof whole>) => new Map([...shardsOf(8), [3, { ...whole, ...to }]])
    expect(selectChanged(place, marks, with3({ epoch: 1, forkSeq: 4 }))).toEqual(inThree)
    const behind = placeOf(marks, with3({ isComplete: false }))
    expect(selectChanged(behind, marks, shardsOf(8))).toEqual(inThree)
    expect(selectChanged(behind, marks, with3({ isComplete: false }))).toEqual([])
    const without = placeOf(marks, new Map([...shardsOf(8)].filter(([shard]) => shard !== 3)))
    expect(selectChanged(without, marks, shardsOf(8))).toEqual(inThree)
  })
})
