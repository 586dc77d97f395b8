import { expect, test } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import type { TimelineRow } from '../../engine-contract.ts'
import { newestSeq, newMessages, spokenOf } from './new-messages.ts'

const [ana, eva] = ['ana' as UserId, 'eva' as UserId]
const said = (seq: number, author = ana, more: object = {}, state = 'stored') =>
  ({ kind: 'message', state, message: { seq, author, text: `${seq}`, ...more } }) as unknown as TimelineRow
const seqs = (rows: readonly TimelineRow[], after: number) => newMessages(rows, after, eva).map(({ seq }) => seq)

test('all that others said since is new, in its order, and nothing else', () => {
  const rows = [said(1), said(2), said(3, eva), said(4, ana, { removedAt: 1 }), said(5), said(0, eva, {}, 'queued')]
  expect(seqs(rows, 1)).toEqual([2, 5])
  expect(seqs(rows, 5)).toEqual([])
  expect(newestSeq(rows)).toBe(5)
  expect(newestSeq([])).toBe(0)
})

test('of very many the last are spoken, and the others counted', () => {
  const many = newMessages(
    Array.from({ length: 500 }, (_, index) => said(index + 1)),
    0,
    eva,
  )
  const { counted, spoken } = spokenOf(many)
  expect(counted + spoken.length).toBe(500)
  expect(spoken.at(-1)?.seq).toBe(500)
  expect(spokenOf(many.slice(0, 3))).toEqual({ counted: 0, spoken: many.slice(0, 3) })
})
