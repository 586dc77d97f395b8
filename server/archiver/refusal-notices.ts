import type { EventId, RoomId, UserId } from '../../common/ids.ts'
import type { UserNotice } from '../../common/user-notice.ts'
import { buildBudgets } from '../budgets/user-budgets.ts'

/** An event that was stored and is not in the archive: refused by the rights, or not in order. */
export type RefusedEvent = {
  readonly author: UserId
  readonly room: RoomId
  readonly seq: number
  readonly id?: EventId
  readonly reason: string
}

/**
 * Tells authors on `user.<user>.notices` what was stored and then not taken in, so that whoever writes a bot by hand is
 * not left guessing. A hint like all that is said there: at most a few at once and one a second for each person, more are
 * left out (`refused` of the room's head names all of them), and it may be said again after a crash.
 */
export type TellAuthors = (refused: readonly RefusedEvent[]) => void

const burst = 20
const perSecond = 1

export function buildTellAuthors(
  say: (user: UserId, notice: UserNotice) => void,
  now: () => number = Date.now,
): TellAuthors {
  const budgets = buildBudgets<UserId>({ burst, perSecond })
  return (refused) => {
    for (const { author, ...rest } of refused) {
      if (budgets.spend(author, 1, now())) say(author, { v: 1, kind: 'event-refused', ...rest })
    }
  }
}
