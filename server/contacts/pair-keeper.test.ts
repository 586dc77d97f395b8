import { expect, it } from 'vitest'
import { ok } from '../../common/result.ts'
import { newUser } from '../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../rigs/sqlite-test-doors.ts'
import { buildPairKeeper } from './pair-keeper.ts'
import { emptyPair, pairId } from './pair-state.ts'

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
