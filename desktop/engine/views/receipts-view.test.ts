import { expect, test } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import { buildReceiptsView, mostReceipts } from './receipts-view.ts'

const [me, ana, ben] = ['me', 'ana', 'ben'].map((name) => name.padEnd(16, '0')) as [UserId, UserId, UserId]

test('of an open room, others are told with how far they have read, those furthest first', () => {
  const receipts = new Map([
    [ana, 3],
    [me, 9],
    [ben, 7],
  ])
  const told = [
    { user: ben, seq: 7 },
    { user: ana, seq: 3 },
  ]
  expect(buildReceiptsView({ receipts, isOpen: true }, me)).toEqual(told)
  expect(buildReceiptsView({ receipts, isOpen: false }, me)).toBeUndefined()
})

test('of very many, those who have read furthest are told', () => {
  const many = Array.from({ length: 300 }, (_, seq) => [String(seq).padStart(16, '0') as UserId, seq] as const)
  const told = buildReceiptsView({ receipts: new Map(many), isOpen: true }, me)
  expect(told).toHaveLength(mostReceipts)
  expect(told?.at(-1)?.seq).toBe(200)
})
