import { expect, test } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import type { TimelineRow } from '../../engine-contract.ts'
import { dueAtFrom, lastSaidAt, leftMs } from './use-slow-mode.ts'

const me = 'evaevaevaevaevae' as UserId
const row = (author: string, at: number, more = {}) =>
  ({ kind: 'message', message: { author, at }, state: 'stored', ...more }) as unknown as TimelineRow

test('my own last message counts, as long as it was not refused and may still go out', () => {
  const rows = [row(me, 10), row(me, 20, { refusal: undefined, state: 'queued' }), row('ana', 30)]
  expect(lastSaidAt(rows, me)).toBe(20)
  expect(lastSaidAt([...rows, row(me, 40, { state: 'refused' }), row(me, 50, { state: 'stuck' })], me)).toBe(20)
  expect(lastSaidAt([row('ana', 30)], me)).toBe(0)
})

test('nobody waits longer than the room says, whatever the clock says', () => {
  expect(leftMs({ dueAt: 0, nowAt: 5, waitMs: 30 })).toBe(0)
  expect(leftMs({ dueAt: 40, nowAt: 15, waitMs: 30 })).toBe(25)
  expect(leftMs({ dueAt: 40, nowAt: 40, waitMs: 30 })).toBe(0)
  expect(leftMs({ dueAt: 9_000, nowAt: 0, waitMs: 30 })).toBe(30)
})

test('where the clock here is behind, the wait begins when the message is seen, and ends', () => {
  expect(dueAtFrom({ lastAt: 0, waitMs: 30, nowAt: 5 })).toBe(0)
  expect(dueAtFrom({ lastAt: 10, waitMs: 30, nowAt: 15 })).toBe(40)
  const dueAt = dueAtFrom({ lastAt: 9_000, waitMs: 30, nowAt: 15 })
  expect(leftMs({ dueAt, nowAt: 45, waitMs: 30 })).toBe(0)
})
