/**
 * What each of many may spend: `burst` at once, `perSecond` in the long run. Who has spent nothing for long is forgotten,
 * and past `most` the one that was first heard of is, so that the memory is bounded whoever comes.
 */
export type Budgets<Key> = {
  /** Whether there was enough; what is short is not taken. Time may stand still or go back, as a stream's does. */
  readonly spend: (key: Key, cost: number, nowAt: number) => boolean
  /** What was spent on something that came to nothing. */
  readonly giveBack: (key: Key, cost: number) => void
  readonly fill: (key: Key) => void
  readonly size: () => number
}

type Budget = { left: number; at: number }

const defaultMost = 20_000

export function buildBudgets<Key>(
  { burst, perSecond }: { readonly burst: number; readonly perSecond: number },
  most = defaultMost,
): Budgets<Key> {
  const budgets = new Map<Key, Budget>()
  const fullAfterMs = (burst / perSecond) * 1_000
  let sweptAt = Number.NEGATIVE_INFINITY
  const sweep = (nowAt: number) => {
    if (nowAt - sweptAt < fullAfterMs) return
    sweptAt = nowAt
    for (const [key, { at }] of budgets) if (nowAt - at >= fullAfterMs) budgets.delete(key)
  }
  return {
    spend: (key, cost, nowAt) => {
      sweep(nowAt)
      const before = budgets.get(key) ?? { left: burst, at: nowAt }
      const passedMs = Math.max(0, nowAt - before.at)
      const left = Math.min(burst, before.left + (passedMs / 1_000) * perSecond)
      const isEnough = left >= cost
      if (!budgets.has(key) && budgets.size >= most) {
        const oldest = budgets.keys().next()
        if (oldest.done !== true) budgets.delete(oldest.value)
      }
      budgets.set(key, { left: isEnough ? left - cost : left, at: Math.max(nowAt, before.at) })
      return isEnough
    },
    giveBack: (key, cost) => {
      const budget = budgets.get(key)
      if (budget !== undefined) budget.left = Math.min(burst, budget.left + cost)
    },
    fill: (key) => {
      budgets.delete(key)
    },
    size: () => budgets.size,
  }
}
