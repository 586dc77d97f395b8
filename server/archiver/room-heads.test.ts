import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildRoomId } from '../../common/ids.ts'
import type { RoomTally } from './judge-batch.ts'
import { buildRoomHeads } from './room-heads.ts'

const room = buildRoomId(0, new Uint8Array(32).fill(1))
const tally = (prevSeq: number, headSeq: number, count: number, refused: number[] = []): RoomTally => {
  return { room, prevSeq, headSeq, count, refused }
}
const start = 1_000_000

describe('the announcements of what the archive has of a room', () => {
  it('come two seconds after the room fell quiet, for all since the last one', () => {
    const heads = buildRoomHeads(7)
    heads.add([tally(4, 7, 3, [5])], start)
    heads.add([tally(7, 12, 2)], start + 1_500)
    expect(heads.takeDue(start + 3_499)).toEqual([])
    expect(heads.takeDue(start + 3_500)).toEqual([
      { room, head: { v: 1, prev: 4, head: 12, count: 5, refused: [5], epoch: 7 } },
    ])
    expect(heads.takeDue(start + 60_000)).toEqual([])
  })

  it('come at most every five seconds, and in a room that is never quiet just then', () => {
    const heads = buildRoomHeads(7)
    const said: number[] = []
    for (let ms = 0, seq = 0; ms < 20_000; ms += 250) {
      heads.add([tally(seq, ++seq, 1)], start + ms)
      if (heads.takeDue(start + ms).length > 0) said.push(ms)
    }
    expect(said).toEqual([5_000, 10_250, 15_500])
  })

  it('say each sequence in exactly one range', () => {
    const heads = buildRoomHeads(7)
    const ranges: { prev: number; head: number; count: number }[] = []
    for (let seq = 0; seq < 100; seq++) {
      heads.add([tally(seq, seq + 1, 1)], start + seq * 700)
      for (const { head } of heads.takeDue(start + seq * 700)) ranges.push(head)
    }
    for (const { head } of heads.takeDue(start + 70_000, 'all')) ranges.push(head)
    expect(ranges.reduce((sum, { count }) => sum + count, 0)).toBe(100)
    expect(ranges.map(({ prev }) => prev)).toEqual([0, ...ranges.slice(0, -1).map(({ head }) => head)])
  })

  const happening = fc.record({ afterMs: fc.nat(1_500), isRemoval: fc.boolean() })
  it('come soon after a removal, and are otherwise as rare as ever', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
        const heads = buildRoomHeads(7)
        const removals = new Set<number>()
        const said: { at: number; prev: number; head: number }[] = []
        let [nowAt, seq] = [start, 0]
        const goOnTo = (at: number) => {
          for (; nowAt < at; nowAt += 50) for (const { head } of heads.takeDue(nowAt)) said.push({ at: nowAt, ...head })
        }
        const saidAt = new Map<number, number>()
        for (const { afterMs, isRemoval } of happenings) {
          goOnTo(nowAt + afterMs)
          heads.add([{ ...tally(seq, ++seq, 1), ...(isRemoval ? { hasRemoval: true } : {}) }], nowAt)
          saidAt.set(seq, nowAt)
          if (isRemoval) removals.add(seq)
        }
        goOnTo(nowAt + 12_000)
        expect(said.map(({ prev }) => prev)).toEqual([0, ...said.map(({ head }) => head)].slice(0, said.length))
        expect(said.at(-1)?.head ?? 0).toBe(seq)
        said.forEach(({ at, prev, head }, index) => {
          const removed = [...removals].filter((one) => one > prev && one <= head)
          for (const one of removed) expect(at - (saidAt.get(one) ?? 0)).toBeLessThanOrEqual(1_050)
          const before = said[index - 1]?.at
          if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(removed.length > 0 ? 1_000 : 5_000)
        })
      }),
    )
  })
})
