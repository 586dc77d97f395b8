import { describe, expect, it } from 'vitest'
import { appError } from '../../common/app-error.ts'
import { err, ok } from '../../common/result.ts'
import { buildArchiveBarrier } from './archive-barrier.ts'

describe('the barrier before history', () => {
  it('is complete at once where the archive has all the stream has', async () => {
    const barrier = buildArchiveBarrier({
      loadStreamLastSeq: async () => ok(7),
      loadPositions: async () => new Map([[0, 7]]),
    })
    expect(await barrier.reach(0)).toEqual({ complete: true, archivedTo: 7 })
  })

  it('waits for an archiver in this process, and asks the database no more than it must', async () => {
    let asked = 0
    const barrier = buildArchiveBarrier({
      loadStreamLastSeq: async () => ok(9),
      loadPositions: async () => {
        asked++
        return new Map([[3, 5]])
      },
    })
    const reached = Promise.all(Array.from({ length: 100 }, () => barrier.reach(3)))
    setTimeout(() => barrier.onAdvanced(3, 9), 5)
    for (const outcome of await reached) expect(outcome).toEqual({ complete: true, archivedTo: 9 })
    expect(asked).toBeLessThan(5)
    expect(await barrier.reach(3)).toEqual({ complete: true, archivedTo: 9 })
  })

  it('sees by itself that an archiver elsewhere has got there', async () => {
    let position = 1
    const barrier = buildArchiveBarrier({
      loadStreamLastSeq: async () => ok(4),
      loadPositions: async () => new Map([[0, Math.min(position++, 4)]]),
    })
    expect(await barrier.reach(0)).toEqual({ complete: true, archivedTo: 4 })
  })

  it('says how far it is when time is over', async () => {
    const barrier = buildArchiveBarrier({
      loadStreamLastSeq: async () => ok(4),
      loadPositions: async () => new Map([[0, 3]]),
      waitMs: 40,
    })
    expect(await barrier.reach(0)).toEqual({ complete: false, archivedTo: 3 })
  })

  it('is not complete where the stream cannot be asked', async () => {
    const loadStreamLastSeq = async () => err(appError('nats-unavailable'))
    const barrier = buildArchiveBarrier({ loadStreamLastSeq, loadPositions: async () => new Map([[0, 3]]) })
    expect(await barrier.reach(0)).toEqual({ complete: false, archivedTo: 3 })
  })

  it('does not wait for a broker that is away', async () => {
    const loadStreamLastSeq = () => new Promise<never>(() => {})
    const barrier = buildArchiveBarrier({ loadStreamLastSeq, loadPositions: async () => new Map([[0, 3]]), waitMs: 20 })
    expect(await barrier.reach(0)).toEqual({ complete: false, archivedTo: 3 })
    expect(await barrier.reach(0)).toEqual({ complete: false, archivedTo: 3 })
  })

  it('never answers a question with a call that began before it', async () => {
    let lastSeq = 1
    const answers: (() => void)[] = []
    const barrier = buildArchiveBarrier({
      loadStreamLastSeq: async () => {
        const seen = lastSeq
        await new Promise<void>((go) => answers.push(go))
        return ok(seen)
      },
      loadPositions: async () => new Map([[0, 10]]),
    })
    const first = barrier.reach(0)
    lastSeq = 2
    const second = barrier.reach(0)
    const third = barrier.reach(0)
    answers.shift()?.()
    expect(await first).toEqual({ complete: true, archivedTo: 10 })
    while (answers.length === 0) await Promise.resolve()
    answers.shift()?.()
    expect(await second).toEqual({ complete: true, archivedTo: 10 })
    expect(await third).toEqual({ complete: true, archivedTo: 10 })
    expect(answers).toEqual([])
  })

  it('asks once for many shards, and says of each how far it is', async () => {
    let asked = 0
    const barrier = buildArchiveBarrier({
      loadStreamLastSeq: async (shard) => (shard === 3 ? err(appError('nats-unavailable')) : ok(shard * 10)),
      loadPositions: async () => {
        asked++
        return new Map([
          [1, 10],
          [2, 15],
          [3, 7],
        ])
      },
      waitMs: 1,
    })
    const reached = await barrier.reachAll([1, 2, 3, 0])
    expect([...reached]).toEqual([
      [1, { complete: true, archivedTo: 10 }],
      [2, { complete: false, archivedTo: 15 }],
      [3, { complete: false, archivedTo: 7 }],
      [0, { complete: true, archivedTo: 0 }],
    ])
    expect(asked).toBe(1)
  })
})
