import { backoffMs } from '../../../common/backoff.ts'

/**
 * How long a file that could not be reached waits until it is asked for again by itself: at once when a connection comes, and
 * then ever longer. There may be one to the broker and none to the control plane, where files come from: each try fails
 * at once then, and all pictures in sight would try without end.
 */
export function againAfterMs(tries: number, chance: number): number {
  return tries === 0 ? 0 : backoffMs(tries, chance, { firstMs: 2_000, mostMs: 60_000 })
}
