import { type AppError, appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import { buildBudgets } from '../budgets/user-budgets.ts'

/**
 * How often somebody may be brought into rooms they did not ask for: by one person, and by all together, or a stranger
 * would fill the thousand rooms they can have. In memory: with several copies of the server each counts for itself.
 */
export type AddingLimit = { readonly add: (by: UserId, user: UserId) => AppError | undefined }

const hourSeconds = 3_600

/** @param perHour by one person; three times as many by all */
export function buildAddingLimit(perHour: number, now: () => number): AddingLimit {
  const byOne = buildBudgets<string>({ burst: perHour, perSecond: perHour / hourSeconds })
  const byAll = buildBudgets<UserId>({ burst: 3 * perHour, perSecond: (3 * perHour) / hourSeconds })
  const waitMs = Math.ceil((hourSeconds / perHour) * 1_000)
  return {
    add: (by, user) => {
      const nowAt = now()
      // The one first: whoever is refused for themselves takes nothing from what others may.
      if (byOne.spend(`${by} ${user}`, 1, nowAt) && byAll.spend(user, 1, nowAt)) return undefined
      const minutes = Math.max(1, Math.ceil(waitMs / 60_000))
      const detail = `They were added to many rooms in a short time. Let them make the room and add you, or wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`
      return appError('too-many-requests', { retryAfterMs: waitMs, detail })
    },
  }
}
