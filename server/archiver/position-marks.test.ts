import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PositionMark } from '../store/shard-store.ts'
import { addMark } from './position-marks.ts'

const markAt = (seq: number): PositionMark => ({ seq, at: seq * 10 })

describe('the marks that stand with a position', () => {
  it('end with the newest, rise, and stay few however many batches there were', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 300 }), (steps) => {
        let [seq, marks]: [number, readonly PositionMark[]] = [0, []]
        for (const step of steps) {
          seq += step
          marks = addMark(marks, markAt(seq))
        }
        expect(marks.at(-1)).toEqual(markAt(seq))
        expect(marks.map((mark) => mark.seq)).toEqual([...new Set(marks.map((mark) => mark.seq))].sort((a, b) => a - b))
        expect(marks.length).toBeLessThanOrEqual(64)
      }),
    )
  })

  it('reach far back, each further than the one after it in proportion', () => {
    let marks: readonly PositionMark[] = []
    for (let seq = 1; seq <= 20_000; seq++) marks = addMark(marks, markAt(seq))
    const back = marks.map((mark) => 20_000 - mark.seq)
    expect(marks.length).toBeLessThan(64)
    expect(Math.max(...back)).toBeGreaterThan(10_000)
    for (const [index, distance] of back.entries()) {
      const next = back[index + 1]
      if (next !== undefined && next > 20) expect(distance / next).toBeLessThan(5)
    }
  })

  it('forget what lies at or above a mark that is set again', () => {
    expect(addMark([markAt(3), markAt(9), markAt(12)], { seq: 9, at: 1 })).toEqual([markAt(3), { seq: 9, at: 1 }])
  })
})
