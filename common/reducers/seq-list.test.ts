import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeqList } from './seq-list.ts'
import { findLastRow, hasRow, indexOf, rowsAfter, rowsOf, withoutRow, withRow } from './seq-list.ts'

type Row = { readonly seq: number; readonly text: string }
const change = fc.record({ seq: fc.nat({ max: 400 }), text: fc.string({ maxLength: 2 }), remove: fc.boolean() })

describe('a list by sequence', () => {
  it('holds what a sorted map would, and leaves every earlier list as it was', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 600, size: 'max' }), (changes) => {
        const plain = new Map<number, Row>()
        let list: SeqList<Row> = []
        for (const { seq, text, remove } of changes) {
          const [before, had] = [list, rowsOf(list)]
          list = remove ? withoutRow(list, seq) : withRow(list, { seq, text })
          if (remove) plain.delete(seq)
          else plain.set(seq, { seq, text })
          expect(hasRow(list, seq)).toBe(!remove)
          expect(rowsOf(before)).toEqual(had)
          expect(rowsAfter(list, seq)).toEqual(rowsOf(list).filter((row) => row.seq > seq))
          expect(findLastRow(list, (row) => row.text === text)).toEqual(
            rowsOf(list).findLast((row) => row.text === text),
          )
        }
        expect(rowsOf(list)).toEqual([...plain.values()].sort((one, other) => one.seq - other.seq))
        expect(list.every((chunk) => chunk.length > 0 && chunk.length <= 32)).toBe(true)
      }),
      { numRuns: 15 },
    )
  })

  it('shares what did not change', () => {
    let list: SeqList<Row> = []
    for (let seq = 1; seq <= 1_000; seq++) list = withRow(list, { seq, text: '' })
    const after = withRow(list, { seq: 500, text: 'new' })
    expect(after.filter((chunk, index) => chunk !== list[index])).toHaveLength(1)
    expect(withoutRow(list, 5_000)).toBe(list)
  })

  it('finds the first place at or after a sequence', () => {
    const rows = [{ seq: 2 }, { seq: 4 }, { seq: 9 }]
    expect([1, 2, 3, 4, 9, 10].map((seq) => indexOf(rows, seq))).toEqual([0, 0, 1, 1, 2, 3])
  })
})
