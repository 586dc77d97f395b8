import { type AppError, appError } from '../../common/app-error.ts'

/** How much one may ask of people they do not know. */
export type AskingLimits = {
  /** `open`: requests that nobody has accepted; `today`: asked in the last day, taken back or not. */
  readonly check: (asked: {
    readonly open: number
    readonly today: number
    readonly createdAt: number
    readonly nowAt: number
  }) => AppError | undefined
}

const mostOpen = 50
const mostOfNewInADay = 20
export const newAccountMs = 7 * 86_400_000

export function buildAskingLimits(): AskingLimits {
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
  }
}
