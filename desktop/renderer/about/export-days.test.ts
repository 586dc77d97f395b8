import { expect, test } from 'vitest'
import { daysWanted } from './export-days.ts'

test('days are wanted whole, the last one too', () => {
  const { after = 0, before = 0 } = daysWanted({ from: '2026-09-01', until: '2026-09-01' }) ?? {}
  expect([new Date(after).getDate(), new Date(before - 1).getDate()]).toEqual([1, 1])
  expect(new Date(before).getDate()).toBe(2)
})

test('an empty field is no bound, and nothing that is no day is one', () => {
  expect(daysWanted({ from: '', until: '' })).toEqual({})
  expect(daysWanted({ from: 'yesterday', until: '2026-13' })).toEqual({})
  expect(Object.keys(daysWanted({ from: '', until: '2026-09-01' }) ?? {})).toEqual(['before'])
})

test('a last day before the first is none', () => {
  expect(daysWanted({ from: '2026-09-02', until: '2026-09-01' })).toBeUndefined()
})
