import type { UserId } from '../../common/ids.ts'
import { buildBudgets } from '../budgets/user-budgets.ts'

/**
 * Counts what each person says, over all shards that this process archives, by the broker's time of each event: what is
 * archived late (after an outage) is no flood. Pure but for its memory.
 */
export type EventMeter = {
  /** True where this event is one too many; the person's budget is full again then, since they are muted for it. */
  readonly isTooMuch: (event: {
    readonly shard: number
    readonly seq: number
    readonly author: UserId
    readonly storedAt: number
    readonly bytes: number
  }) => boolean
}

export const eventBurst = 200
/** An event counts once, and once more for each so many bytes: a hundred megabytes are a flood, however few they are. */
const bytesForOne = 32 * 1_024

/** @param eventsPerMinute Infinity: nothing is too much */
export function buildEventMeter(eventsPerMinute: number): EventMeter {
  if (eventsPerMinute === Number.POSITIVE_INFINITY) return { isTooMuch: () => false }
  const budgets = buildBudgets<UserId>({
    burst: Math.max(eventBurst, eventsPerMinute / 3),
    perSecond: eventsPerMinute / 60,
  })
  /** Up to where each shard was counted: a batch that comes again is not said again. */
  const counted = new Map<number, number>()
  return {
    isTooMuch: ({ shard, seq, author, storedAt, bytes }) => {
      if (seq <= (counted.get(shard) ?? 0)) return false
      counted.set(shard, seq)
      if (budgets.spend(author, 1 + Math.floor(bytes / bytesForOne), storedAt)) return false
      budgets.fill(author)
      return true
    },
  }
}
