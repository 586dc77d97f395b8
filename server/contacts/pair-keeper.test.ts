import { expect, it } from 'vitest'
import { ok } from '../../common/result.ts'
import { newUser } from '../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../rigs/sqlite-test-doors.ts'
import { buildPairKeeper } from './pair-keeper.ts'
import { emptyPair, type Pair, pairId, requestLifeMs } from './pair-state.ts'

it('knows all pairs of somebody, however many there are', async () => {
  const database = await openSqliteDoors()
  try {
    const { records, changes } = database.first
    const me = newUser()
    for (let at = 1; at <= 1_205; at++) {
      const other = newUser()
      const detail = { ...emptyPair(me, other), since: at }
      await records.putRecord({ kind: 'pair', id: pairId(me, other), turn: 1, owners: detail.users, at, detail })
    }
    const pairs = buildPairKeeper({ records, changes, settleRoom: async () => ok(undefined), now: Date.now })
    const all = await pairs.listOf(me)
    expect(new Set(all.map(({ users }) => users.join())).size).toBe(1_205)
    expect(await pairs.listOf(newUser())).toEqual([])
  } finally {
    await database.drop()
  }
})

it('forgets requests that nobody answered in their time, and pairs of which nothing else is left', async () => {
  const database = await openSqliteDoors()
  try {
    const { records, changes } = database.first
    const nowAt = 1_900_000_000_000
    const pairs = buildPairKeeper({ records, changes, settleRoom: async () => ok(undefined), now: () => nowAt })
    const me = newUser()
    const put = async (at: number, more: Partial<Pair> = {}) => {
      const other = newUser()
      const request = { id: newUser(), by: me, at }
      const detail = { ...emptyPair(me, other), requests: [request], ...more }
      await records.putRecord({ kind: 'pair', id: pairId(me, other), turn: 1, owners: detail.users, at, detail })
      return other
    }
    const [overAt, openAt] = [nowAt - requestLifeMs - 1, nowAt - requestLifeMs + 1]
    const [over, open] = [await put(overAt), await put(openAt)]
    const blocked = await put(overAt, { blocks: [{ by: me, at: 1 }] })
    await pairs.prune()
    expect(await records.countRecords('pair', over)).toBe(0)
    expect((await pairs.load(me, open)).requests).toHaveLength(1)
    expect(await pairs.load(me, blocked)).toMatchObject({ requests: [], blocks: [{ by: me }] })
  } finally {
    await database.drop()
  }
})
