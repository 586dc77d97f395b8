import type { UserId } from '../../common/ids.ts'

/** `mute`: may listen, not speak. `hold`: gets no credential. */
export const penaltyKinds = ['mute', 'hold'] as const
export type PenaltyKind = (typeof penaltyKinds)[number]

export type Penalty = {
  readonly user: UserId
  readonly kind: PenaltyKind
  readonly reason: string
  /** Milliseconds since the epoch. */
  readonly until: number
  /** How many came one after the other, this one included. */
  readonly count: number
}

/** What a person has brought upon themselves by a flood. Port; adapters in `sqlite/` and `mongo/`. */
export type PenaltyStore = {
  /**
   * Begins one, twice as long as the one before it where that was lately. In one atomic step: where one of this kind is
   * running already it stays as it is and comes back with `isNew: false`, so that several who notice the same flood
   * punish it once.
   */
  readonly takePenalty: (want: PenaltyWish) => Promise<{ readonly penalty: Penalty; readonly isNew: boolean }>
  /** Those that have not ended. */
  readonly loadPenalties: (user: UserId, nowAt: number) => Promise<readonly Penalty[]>
}

export type PenaltyWish = {
  readonly user: UserId
  readonly kind: PenaltyKind
  readonly reason: string
  readonly nowAt: number
  readonly firstMs: number
  readonly longestMs: number
}

/** Who was quiet for so long after the last one begins anew. */
export const forgottenAfterMs = 86_400_000

/** The next penalty, or the one that is running. */
export function buildPenalty(before: Penalty | undefined, want: PenaltyWish): Penalty {
  if (before !== undefined && before.until > want.nowAt) return before
  const isLately = before !== undefined && want.nowAt - before.until < forgottenAfterMs
  const count = isLately ? before.count + 1 : 1
  const lifeMs = Math.min(want.longestMs, want.firstMs * 2 ** Math.min(count - 1, 30))
  const { user, kind, reason } = want
  return { user, kind, reason, until: want.nowAt + lifeMs, count }
}
