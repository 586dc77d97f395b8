import { describe, expect, it } from 'vitest'
import type { PendingChange } from '../../store/change-store.ts'
import { type Conformance, newEvent } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeChanges({ open }: Conformance): void {
  describe('pending changes', () => {
    const database = useDatabase(open)
    const build = (kind: string, startedAt: number, detail: unknown): PendingChange => ({
      id: newEvent(),
      kind,
      detail,
      startedAt,
    })

    it('are kept until they are removed, each kind by itself, oldest first', async () => {
      const { first, second } = database
      const kind = `kind ${newEvent()}`
      const late = build(kind, 1_763_800_000_200, { name: 'late' })
      const early = build(kind, 1_763_800_000_100, { name: 'early' })
      const other = build(`other ${kind}`, 1_763_800_000_150, {})
      for (const change of [late, early, other]) await first.changes.putChange(change)
      expect(await second.changes.loadChanges(kind)).toEqual([early, late])
      expect(await second.changes.loadChange(other.id)).toEqual(other)
      await first.changes.removeChange(early.id)
      await first.changes.removeChange(early.id)
      expect(await second.changes.loadChange(early.id)).toBeUndefined()
      expect(await second.changes.loadChanges(kind)).toEqual([late])
    })

    it('put again have the new detail, and the kind and the time they had', async () => {
      const { first, second } = database
      const change = build('first', 1_763_800_000_100, { turn: 1 })
      await first.changes.putChange(change)
      await second.changes.putChange({ ...change, kind: 'second', startedAt: 9, detail: { turn: 2 } })
      expect(await first.changes.loadChange(change.id)).toEqual({ ...change, detail: { turn: 2 } })
    })

    it.each([
      [{ $set: { 'a.b': 1 }, __proto__: null, constructor: 'x', '': [null, true, 'é\u0301'] }],
      [[1, 'two', [3]]],
      ['text'],
      [null],
    ])('keep %j as it is', async (detail) => {
      const change = build('odd', 1_763_800_000_100, detail)
      await database.first.changes.putChange(change)
      expect(await database.second.changes.loadChange(change.id)).toEqual(change)
    })
  })
}
