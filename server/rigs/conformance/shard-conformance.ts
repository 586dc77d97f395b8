import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ShardState, untouchedShard } from '../../store/shard-store.ts'
import { type Conformance, newEvent, newRoom, type OpenDatabase, race } from './store-samples.ts'

export function describeShards({ open }: Conformance): void {
  describe('what is known of a shard', () => {
    let database: OpenDatabase
    let nextShard = 1_000
    beforeAll(async () => {
      database = await open()
    })
    afterAll(() => database.drop())

    const whole: ShardState = {
      epoch: 3,
      forkSeq: 40,
      repair: { id: 'r1', step: 'purged', startedAt: 5, forkSeq: 40, lastSeq: 55, resumeSeq: 101, rescueCount: 15 },
      endedRepair: 'r0',
      gaps: [
        { fromSeq: 1, toSeq: 9, foundAt: 7 },
        { fromSeq: 20, toSeq: 30, foundAt: 8, confirmedAt: 9 },
      ],
      backupSeq: 33,
    }

    it('is nothing at first, and stands for both doors once it was written', async () => {
      const shard = nextShard++
      expect(await database.first.shards.loadShard(shard)).toEqual({ shard, turn: 0, state: untouchedShard })
      expect(await database.first.shards.putShard({ shard, turn: 0, state: whole })).toBe(true)
      expect(await database.second.shards.loadShard(shard)).toStrictEqual({ shard, turn: 1, state: whole })
      expect((await database.second.shards.loadShards()).find((row) => row.shard === shard)?.state).toEqual(whole)
    })

    it('is changed by whoever saw its last turn, and by nobody else', async () => {
      const shard = nextShard++
      expect(await database.first.shards.putShard({ shard, turn: 1, state: whole })).toBe(false)
      expect((await database.first.shards.loadShard(shard)).turn).toBe(0)
      expect((await database.first.shards.loadShards()).some((row) => row.shard === shard)).toBe(false)
      await database.first.shards.putShard({ shard, turn: 0, state: whole })
      expect(await database.second.shards.putShard({ shard, turn: 0, state: untouchedShard })).toBe(false)
      expect(await database.second.shards.putShard({ shard, turn: 1, state: untouchedShard })).toBe(true)
      expect(await database.first.shards.putShard({ shard, turn: 1, state: whole })).toBe(false)
      expect(await database.first.shards.loadShard(shard)).toStrictEqual({ shard, turn: 2, state: untouchedShard })
    })

    it('is changed by exactly one of those who race', async () => {
      const shard = nextShard++
      for (const turn of [0, 1, 2]) {
        const outcomes = await race(database, 6, (store, index) =>
          store.shards.putShard({ shard, turn, state: { ...untouchedShard, epoch: index } }),
        )
        expect(outcomes.filter(Boolean)).toHaveLength(1)
      }
    })

    it('has marks that move with the position, and stay where none are given', async () => {
      const shard = nextShard++
      expect(await database.first.shards.loadPlace(shard)).toEqual({ seq: 0, marks: [] })
      const marks = [
        { seq: 4, at: 1_763_800_000_001 },
        { seq: 9, at: 1_763_800_000_002 },
      ]
      expect(await database.first.archive.advancePosition(shard, 0, 9, marks)).toBe(true)
      expect(await database.second.shards.loadPlace(shard)).toEqual({ seq: 9, marks })
      expect(await database.first.archive.advancePosition(shard, 9, 12)).toBe(true)
      expect(await database.second.shards.loadPlace(shard)).toEqual({ seq: 12, marks })
      expect(await database.first.archive.advancePosition(shard, 9, 20, [])).toBe(false)
      expect(await database.first.archive.advancePosition(shard, 12, 12, [])).toBe(true)
      expect(await database.second.shards.loadPlace(shard)).toEqual({ seq: 12, marks: [] })
      expect((await database.second.shards.loadPlaces()).get(shard)).toEqual({ seq: 12, marks: [] })
      expect((await database.second.shards.loadPlaces()).get(nextShard++)).toBeUndefined()
    })

    it('keeps what was erased by room and id, once', async () => {
      const [one, two] = [1, 2].map((seq) => ({ room: newRoom(), id: newEvent(), seq }))
      if (one === undefined || two === undefined) throw new Error('no samples')
      expect(await database.second.shards.hasErased()).toBe(false)
      await database.first.shards.putErased([one, two])
      expect(await database.second.shards.hasErased()).toBe(true)
      await database.second.shards.putErased([{ ...one, seq: 99 }])
      await database.first.shards.putErased([])
      const asked = [one, { room: one.room, id: two.id }, two]
      const found = await database.second.shards.loadErased(asked)
      expect(found.toSorted((a, b) => a.seq - b.seq)).toEqual([one, two])
      expect(await database.second.shards.loadErased([])).toEqual([])
    })
  })
}
