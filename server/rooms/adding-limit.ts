import { type AppError, appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { buildBudgets } from '../budgets/user-budgets.ts'

/**
 * How often somebody may be brought into rooms they did not ask for: by one person, and by all together, or a stranger
 * would fill the thousand rooms they can have. In memory: with several copies of the server each counts for itself.
 */
export type AddingLimit = {
  /** All of them or none; `giveBack` where they were not added after all. */
  readonly add: (by: UserId, users: readonly UserId[]) => Result<{ readonly giveBack: () => void }>
}

const hourSeconds = 3_600

/** @param perHour by one person; three times as many by all */
export function buildAddingLimit(perHour: number, now: () => number): AddingLimit {
  const byOne = buildBudgets<string>({ burst: perHour, perSecond: perHour / hourSeconds })
  const byAll = buildBudgets<UserId>({ burst: 3 * perHour, perSecond: (3 * perHour) / hourSeconds })
  const waitMs = Math.ceil((hourSeconds / perHour) * 1_000)
  const refuse = (): AppError => {
    const minutes = Math.max(1, Math.ceil(waitMs / 60_000))
    const detail = `They were added to many rooms in a short time. Let them make the room and add you, or wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`
    return appError('too-many-requests', { retryAfterMs: waitMs, detail })
  }
  const spend = (by: UserId, user: UserId, nowAt: number): boolean => {
    const ofOne = `${by} ${user}`
    if (!byOne.spend(ofOne, 1, nowAt)) return false
    if (byAll.spend(user, 1, nowAt)) return true
    byOne.giveBack(ofOne, 1)
    return false
  }
  return {
    add: (by, users) => {
      const nowAt = now()
      const spent: UserId[] = []
      const giveBack = () => {
        for (const user of spent.splice(0)) {
          byOne.giveBack(`${by} ${user}`, 1)
          byAll.giveBack(user, 1)
        }
      }
      for (const user of users) {
        if (spend(by, user, nowAt)) spent.push(user)
        else {
          giveBack()
          return err(refuse())
        }
      }
      return ok({ giveBack })
    },
  }
}
