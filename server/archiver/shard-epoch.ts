import type { ShardState } from '../store/shard-store.ts'

/** Whoever has not been here for this long asks for everything anyway. */
const rememberedSec = 90 * 24 * 3_600

/**
 * The shard's past was changed above `forkSeq`. The epoch rises by the clock, in seconds: a store that was restored from
 * before must not give out one that clients have met already with another fork. Somebody may have missed the fork before
 * this one too, so the lower of the two counts.
 */
export function forkShard(state: ShardState, forkSeq: number, nowAt: number, atLeastEpoch = 0): ShardState {
  const nowSec = Math.floor(nowAt / 1_000)
  const isRemembered = state.epoch > 0 && nowSec - state.epoch < rememberedSec
  return {
    ...state,
    epoch: Math.max(state.epoch + 1, atLeastEpoch + 1, nowSec),
    forkSeq: isRemembered ? Math.min(forkSeq, state.forkSeq) : forkSeq,
  }
}
