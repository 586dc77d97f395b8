import { describe, expect, it } from 'vitest'
import { touchesGap, withTrust } from './trusted-barrier.ts'

describe('a barrier with trust', () => {
  const standing = { epoch: 7, forkSeq: 40, gaps: [] }
  const open = (complete: boolean, isTrusted: boolean) =>
    withTrust(
      {
        reach: async () => ({ complete, archivedTo: 9 }),
        reachAll: async (shards) => new Map(shards.map((shard) => [shard, { complete, archivedTo: shard }])),
      },
      { load: async () => standing, isTrusted: async () => isTrusted },
    )

  it('says complete only of a stream that is the one that was archived', async () => {
    expect(await open(true, true).reach(0)).toEqual({ complete: true, archivedTo: 9, ...standing })
    expect(await open(true, false).reach(0)).toEqual({ complete: false, archivedTo: 9, ...standing })
    expect(await open(false, true).reach(0)).toEqual({ complete: false, archivedTo: 9, ...standing })
    expect([...(await open(true, false).reachAll([3, 4]))]).toEqual([
      [3, { complete: false, archivedTo: 3, ...standing }],
      [4, { complete: false, archivedTo: 4, ...standing }],
    ])
  })
})

describe('a page and what is lost from 10 to 20', () => {
  const gaps = [{ fromSeq: 10, toSeq: 20 }]
  const all = { hasMoreBefore: false, hasMoreAfter: false }
  it.each([
    ['the whole room', {}, all, [3, 25], true],
    ['an empty room', {}, all, [], true],
    ['the newest, all after it', {}, { ...all, hasMoreBefore: true }, [22, 25], false],
    ['the newest, from before it', {}, { ...all, hasMoreBefore: true }, [9, 25], true],
    ['what came before it', { before: 10 }, all, [3, 5], false],
    ['what came before something behind it', { before: 21 }, all, [3, 5], true],
    ['what came after it', { after: 20 }, all, [], false],
    ['what came after its first', { after: 10 }, all, [22], true],
    ['a page that ends before it', { after: 1 }, { ...all, hasMoreAfter: true }, [3, 9], false],
    ['a page that goes over it', { after: 1 }, { ...all, hasMoreAfter: true }, [3, 21], true],
    ['changes since before it', { changedAfter: 4 }, { ...all, hasMoreAfter: true }, [2, 5], true],
    ['changes since then', { changedAfter: 20 }, all, [2, 5], false],
  ])('%s: %s', (_, place, page, seqs, touches) => {
    expect(touchesGap(gaps, { place, page, seqs })).toBe(touches)
  })
})
