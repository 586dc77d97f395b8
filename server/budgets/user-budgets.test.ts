import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildBudgets } from './user-budgets.ts'

describe('what a person may spend', () => {
  it('is the burst at once and the rate afterwards', () => {
    const budgets = buildBudgets<string>({ burst: 5, perSecond: 2 })
    for (let n = 0; n < 5; n++) expect(budgets.spend('ann', 1, 1_000)).toBe(true)
    expect(budgets.spend('ann', 1, 1_000)).toBe(false)
    expect(budgets.spend('ben', 1, 1_000)).toBe(true)
    expect(budgets.spend('ann', 1, 1_499)).toBe(false)
    expect(budgets.spend('ann', 1, 1_500)).toBe(true)
    expect(budgets.spend('ann', 1, 1_500)).toBe(false)
  })

  it('never exceeds burst plus rate in any span of time, and never denies who stays below the rate', () => {
    const steps = fc.array(fc.record({ waitMs: fc.nat(3_000), cost: fc.integer({ min: 1, max: 4 }) }), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(steps, (list) => {
        const budgets = buildBudgets<string>({ burst: 10, perSecond: 3 })
        let nowAt = 0
        let spent = 0
        for (const { waitMs, cost } of list) {
          nowAt += waitMs
          if (budgets.spend('ann', cost, nowAt)) spent += cost
          expect(spent).toBeLessThanOrEqual(10 + (nowAt / 1_000) * 3 + 1e-6)
        }
      }),
    )
    const steady = buildBudgets<string>({ burst: 10, perSecond: 3 })
    for (let second = 0; second < 600; second++) {
      for (let n = 0; n < 3; n++) expect(steady.spend('ann', 1, second * 1_000)).toBe(true)
    }
  })

  it('gives nothing to whose clock goes back', () => {
    const budgets = buildBudgets<string>({ burst: 1, perSecond: 1 })
    expect(budgets.spend('ann', 1, 10_000)).toBe(true)
    expect(budgets.spend('ann', 1, 0)).toBe(false)
    expect(budgets.spend('ann', 1, 10_500)).toBe(false)
  })

  it('is remembered of a bounded number of people, and of nobody who was quiet', () => {
    const budgets = buildBudgets<number>({ burst: 10, perSecond: 10 }, 100)
    for (let key = 0; key < 10_000; key++) budgets.spend(key, 1, 0)
    expect(budgets.size()).toBe(100)
    budgets.spend(1, 1, 5_000)
    expect(budgets.size()).toBe(1)
  })
})
