import { expect, test } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import type { TimelineRow } from '../../engine-contract.ts'
import { seenThrough } from './seen-seqs.ts'

const [ana, eva] = ['ana' as UserId, 'eva' as UserId]
const said = (seq: number, author = ana, more: object = {}) =>
  ({ kind: 'message', state: 'stored', message: { seq, author, ...more } }) as unknown as TimelineRow
const notice = (seq: number) => ({ kind: 'notice', seq }) as unknown as TimelineRow

test('what was jumped over is not read, and neither is what comes after it', () => {
  const rows = [said(1), said(2), said(3), said(4)]
  expect(seenThrough(rows, 1, new Set([2, 4]), eva)).toBe(2)
  expect(seenThrough(rows, 1, new Set([4]), eva)).toBe(1)
  expect(seenThrough(rows, 1, new Set([2, 3, 4]), eva)).toBe(4)
  expect(seenThrough(rows, 9, new Set([2]), eva)).toBe(9)
})

test('own words, notices, removed and waiting messages need not be seen', () => {
  const rows = [said(1), said(2, eva), notice(3), said(4, ana, { removedAt: 9 }), said(5), said(0, eva)]
  const waiting = { ...rows[5], state: 'queued' } as TimelineRow
  expect(seenThrough([...rows.slice(0, 5), waiting], 1, new Set([5]), eva)).toBe(5)
})
