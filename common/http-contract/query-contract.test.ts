import { describe, expect, it } from 'vitest'
import { historyQuerySchema } from './history-contract.ts'

describe('a number in a query', () => {
  it('is taken in plain digits', () => {
    expect(historyQuerySchema.parse({ before: '12' })).toEqual({ before: 12, limit: 50 })
    expect(historyQuerySchema.parse({ after: '0', limit: '1000' })).toEqual({ after: 0, limit: 1_000 })
  })

  it('is refused in any other form, and where it is out of bounds', () => {
    for (const text of ['', ' 1', '1 ', '+1', '-1', '1.0', '1e2', '0x10', 'x', '99999999999999999']) {
      expect([text, historyQuerySchema.safeParse({ before: text }).success]).toEqual([text, false])
    }
    for (const limit of ['0', '1001', '1e2', ['1', '2']]) {
      expect(historyQuerySchema.safeParse({ limit }).success).toBe(false)
    }
  })
})
