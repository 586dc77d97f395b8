import type { AdminToken } from '../../../../common/http-contract/admin-contract.ts'
import { dateWords, untilWords } from '../../look/wording/time-words.ts'
import type { Clock } from '../../state/use-today.ts'

/** `over`: its end has passed. `dead`: whoever made it may not administer any more, or what it was made with is gone. */
export function tokenState({ live, expiresAt }: Pick<AdminToken, 'live' | 'expiresAt'>, nowAt: number) {
  if (expiresAt !== undefined && expiresAt <= nowAt) return 'over'
  return live ? 'live' : 'dead'
}

/** How long a token may live, in seconds; 0 is without an end. */
export const tokenLives = [30 * 86_400, 90 * 86_400, 365 * 86_400, 0] as const

/** When it ends: the hour of a day to come, the day that has passed. */
export function endWords(at: number, clock: Clock): string {
  return at > clock.nowAt ? untilWords(at, clock) : dateWords(at, clock)
}
