import type { AppError } from '../../../common/app-error.ts'
import { plural } from '../look/count-words.ts'
import { errorWords } from '../look/error-words.ts'

/** A sentence, and the field it stands beside; without one it stands over the button. */
export type FormProblem = {
  readonly field?: 'handle' | 'displayName' | 'password' | undefined
  readonly words: string
}

/** Where on the form an error of the server belongs. */
export function placeError(error: AppError): FormProblem {
  if (error.code === 'handle-taken' || error.code === 'email-taken') {
    return { field: 'handle', words: errorWords(error) }
  }
  if (error.code === 'sign-in-refused') return { field: 'password', words: errorWords(error) }
  if (error.code === 'rate-limited' && error.retryAfterMs !== undefined) {
    const seconds = Math.max(1, Math.ceil(error.retryAfterMs / 1000))
    return { words: `Too many tries. Wait ${plural(seconds, 'second', 'seconds')} and try again.` }
  }
  for (const field of ['handle', 'displayName', 'password'] as const) {
    const words = error.fields?.[`/${field}`]
    if (words !== undefined) return { field, words: `This ${words}.` }
  }
  return { words: errorWords(error) }
}
