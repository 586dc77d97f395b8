import { type AppError, appError } from '../../common/app-error.ts'
import { buildBudgets } from './user-budgets.ts'

/**
 * How often what was taken from somebody is given back by the same hand: each time it can be taken again, and their connection be
 * cut. Taking is never limited: whoever has to stop somebody can. In memory: with several copies of the server each counts for itself.
 */
export type TurnLimit = (by: string, whom: string) => AppError | undefined

const turnsAnHour = 10

export function buildTurnLimit(now: () => number): TurnLimit {
  const turns = buildBudgets<string>({ burst: turnsAnHour, perSecond: turnsAnHour / 3_600 })
  return (by, whom) => {
    if (turns.spend(`${by} ${whom}`, 1, now())) return undefined
    const detail = 'That was turned on and off too often. Wait a while.'
    return appError('too-many-requests', { detail, retryAfterMs: 3_600_000 / turnsAnHour })
  }
}
