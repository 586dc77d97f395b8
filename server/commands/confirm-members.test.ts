import { describe, expect, it } from 'vitest'
import { type ShardRow, untouchedShard } from '../store/shard-store.ts'
import { confirmGaps, listGaps, parseShardWish } from './confirm-members.ts'

describe('confirming the members of rooms that have lost something', () => {
  const gap = { fromSeq: 4, toSeq: 9, foundAt: 0 }
  function open(gaps: readonly (typeof gap & { readonly confirmedAt?: number })[], losesOnce = false) {
    let row: ShardRow = { shard: 2, turn: 1, state: { ...untouchedShard, gaps: [...gaps] } }
    let loses = losesOnce
    const shards = {
      loadShard: async () => row,
      loadShards: async () => [row],
      putShard: async (put: ShardRow) => {
        if (loses || put.turn !== row.turn) {
          loses = false
          row = { ...row, turn: row.turn + 1 }
          return false
        }
        row = { ...put, turn: put.turn + 1 }
        return true
      },
    }
    return { shards, stateOf: () => row.state }
  }

  it('is possible once, though another writes at the same time, and leaves earlier confirmations as they were', async () => {
    const { shards, stateOf } = open(
      [
        { ...gap, confirmedAt: 5 },
        { ...gap, fromSeq: 20, toSeq: 30 },
      ],
      true,
    )
    expect((await confirmGaps(shards, 2, 77))[0]).toMatch(/^Confirmed\./)
    expect(stateOf().gaps.map(({ confirmedAt }) => confirmedAt)).toEqual([5, 77])
    expect(await confirmGaps(shards, 2, 88)).toEqual(['Nothing waits in shard 2.'])
  })

  it('begins with a list of what is lost', async () => {
    expect(await listGaps(open([]).shards)).toEqual(['Nothing is lost.'])
    expect(await listGaps(open([gap]).shards)).toEqual([
      'Shard 2: what stood from 4 to 9 is lost (found 1970-01-01T00:00:00.000Z); look through the members of its rooms, then confirm.',
    ])
  })

  it.each([
    [[], 'all'],
    [['3'], 3],
    [['03'], undefined],
    [['x'], undefined],
    [['3', '4'], undefined],
  ])('reads %j as %j', (words, wish) => {
    expect(parseShardWish(words)).toBe(wish)
  })
})
