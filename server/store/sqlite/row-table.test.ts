import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildRowTable, readRowTable } from './row-table.ts'

const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
const row = fc
  .record({ room: value, seq: value, last: value, text: value }, { requiredKeys: ['room'] })
  .map((one) => ({ ...one }))

test('flat rows are the same after the way through a table, with what they have and without what they lack', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      expect(readRowTable(structuredClone(buildRowTable(rows)))).toStrictEqual(rows)
    }),
  )
})
