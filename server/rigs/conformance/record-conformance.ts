import { describe, expect, it } from 'vitest'
import type { KeptRecord } from '../../store/record-store.ts'
import { type Conformance, newUser, oddTexts, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeRecords({ open }: Conformance): void {
  describe('records', () => {
    const database = useDatabase(open)

    const build = (change: Partial<KeptRecord> = {}): KeptRecord => ({
      kind: 'pair',
      id: newUser(),
      turn: 1,
      owners: [newUser()],
      at: 1_763_800_000_000,
      detail: { note: 'hello' },
      ...change,
    })

    it('are found by their key and by each of their owners, oldest first', async () => {
      const { first, second } = database
      const owner = newUser()
      const late = build({ owners: [owner, newUser()], at: 9, id: `b${newUser()}` })
      const early = build({ owners: [owner], at: 8 })
      const other = build({ kind: 'invite', owners: [owner] })
      for (const record of [late, early, other]) expect(await first.records.putRecord(record)).toBe(true)
      expect(await second.records.loadRecord('pair', late.id)).toEqual(late)
      expect(await second.records.loadRecord('invite', late.id)).toBeUndefined()
      expect(await second.records.loadRecords({ kind: 'pair', owner })).toEqual([early, late])
      expect(await second.records.loadRecords({ kind: 'pair', owner, limit: 1 })).toEqual([early])
      expect(await second.records.loadRecords({ kind: 'pair', owner, after: early })).toEqual([late])
      expect(await second.records.countRecords('pair', owner)).toBe(2)
      expect(await second.records.loadRecords({ kind: 'pair', owner: newUser() })).toEqual([])
    })

    it('of a kind are listed page by page without an owner', async () => {
      const { first } = database
      const kind = `kind-${newUser()}`
      const records = ['a', 'b', 'c'].map((id) => build({ kind, id, at: 5 }))
      for (const record of records) await first.records.putRecord(record)
      const page = await first.records.loadRecords({ kind, limit: 2 })
      expect(page.map(({ id }) => id)).toEqual(['a', 'b'])
      expect((await first.records.loadRecords({ kind, after: { at: 5, id: 'b' } })).map(({ id }) => id)).toEqual(['c'])
    })

    it('are found by their ids in one question, each once, of that kind alone', async () => {
      const { first, second } = database
      const kind = `kind-${newUser()}`
      const [one, other] = [build({ kind, id: 'a' }), build({ kind, id: "b'c" })]
      for (const record of [one, other, build({ kind: 'pair', id: 'a-third' })]) await first.records.putRecord(record)
      const found = await second.records.loadRecordsById(kind, ["b'c", 'a', 'a', 'a-third', 'nowhere'])
      expect([...found].sort((x, y) => (x.id < y.id ? -1 : 1))).toEqual([one, other])
      expect(await second.records.loadRecordsById(kind, [])).toEqual([])
    })

    it('change over the turn before theirs alone, and with them whom they belong to', async () => {
      const { first, second } = database
      const [ana, ben] = [newUser(), newUser()]
      const made = build({ owners: [ana] })
      expect(await first.records.putRecord({ ...made, turn: 2 })).toBe(false)
      expect(await first.records.putRecord(made)).toBe(true)
      expect(await second.records.putRecord(made)).toBe(false)
      const changed = { ...made, turn: 2, owners: [ben], detail: [1] }
      expect(await second.records.putRecord(changed)).toBe(true)
      expect(await second.records.putRecord(changed)).toBe(false)
      expect(await first.records.loadRecord('pair', made.id)).toEqual(changed)
      expect(await first.records.loadRecords({ kind: 'pair', owner: ana })).toEqual([])
      expect(await first.records.removeRecord('pair', made.id, 1)).toBe(false)
      expect(await first.records.removeRecord('pair', made.id, 2)).toBe(true)
      expect(await second.records.loadRecord('pair', made.id)).toBeUndefined()
      expect(await second.records.loadRecords({ kind: 'pair', owner: ben })).toEqual([])
    })

    it('let exactly one of those who race win', async () => {
      const made = build()
      const won = await race(database, 6, (store, index) => store.records.putRecord({ ...made, detail: index }))
      expect(won.filter((one) => one)).toHaveLength(1)
      const changed = await race(database, 6, (store, index) =>
        store.records.putRecord({ ...made, turn: 2, detail: index }),
      )
      expect(changed.filter((one) => one)).toHaveLength(1)
      expect((await database.first.records.loadRecord('pair', made.id))?.detail).toBe(changed.indexOf(true))
    })

    it.each(oddTexts)('keep %j where it is text', async (text) => {
      const record = build({ detail: { [text]: text, list: [text, null] }, owners: [`${text}${newUser()}`] })
      await database.first.records.putRecord(record)
      expect(await database.second.records.loadRecord('pair', record.id)).toEqual(record)
      expect(await database.second.records.loadRecords({ kind: 'pair', owner: record.owners[0] ?? '' })).toEqual([
        record,
      ])
    })
  })
}
