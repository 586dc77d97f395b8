import type { AppError } from '../../../common/app-error.ts'
import { retryOf } from '../../../common/app-error.ts'

/** The session is over, and says so for itself: what waits is for when the same person is back. */
const sessionOver: ReadonlySet<AppError['code']> = new Set(['session-ended', 'account-suspended', 'sign-in-refused'])

/** Nothing helps: what was asked for is never taken, whoever waits. */
export function isFinal(error: AppError): boolean {
  return retryOf(error) === 'never' && !sessionOver.has(error.code)
}
