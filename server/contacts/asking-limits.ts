import { type AppError, appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import { buildBudgets } from '../budgets/user-budgets.ts'

/** How much one may ask of people they do not know, and how often what was taken from somebody is given back. */
export type AskingLimits = {
  /** `open`: requests that nobody has accepted; `today`: asked in the last day, taken back or not. */
  readonly check: (asked: {
    readonly open: number
    readonly today: number
    readonly createdAt: number
    readonly nowAt: number
  }) => AppError | undefined
  /** Giving back rights to the same person: each time they can be taken again, and their connection cut. */
  readonly turn: (by: UserId, user: UserId, nowAt: number) => AppError | undefined
}

const mostOpen = 50
const mostOfNewInADay = 20
export const newAccountMs = 7 * 86_400_000
const turnsAnHour = 10

export function buildAskingLimits(): AskingLimits {
  const turns = buildBudgets<string>({ burst: turnsAnHour, perSecond: turnsAnHour / 3_600 })
  return {
    check: ({ open, today, createdAt, nowAt }) => {
      const isNew = createdAt > nowAt - newAccountMs
      if (open >= mostOpen) {
        const detail = `You have ${mostOpen} requests that wait for an answer. Take one back first.`
        return appError('too-many-requests', { detail, retryAfterMs: 3_600_000 })
      }
      if (!isNew || today < mostOfNewInADay) return undefined
      const detail = `A new account can ask ${mostOfNewInADay} people a day.`
      return appError('too-many-requests', { detail, retryAfterMs: 3_600_000 })
    },
    turn: (by, user, nowAt) => {
      if (turns.spend(`${by} ${user}`, 1, nowAt)) return undefined
      const detail = 'That was turned on and off too often. Wait a while.'
      return appError('too-many-requests', { detail, retryAfterMs: 3_600_000 / turnsAnHour })
    },
  }
}
