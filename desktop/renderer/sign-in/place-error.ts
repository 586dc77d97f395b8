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
  for (const field of ['handle', 'displayName', 'password'] as const) {
    const words = fieldWords(error, field)
    if (words !== undefined) return { field, words }
  }
  return { words: waitWords(error) ?? errorWords(error) }
}

/** What the server says is wrong with a field of the body. */
export function fieldWords(error: AppError, field: string): string | undefined {
  const words = error.fields?.[`/body/${field}`]
  return words === undefined ? undefined : `This ${words}.`
}

export function waitWords({ code, retryAfterMs }: AppError): string | undefined {
  if (code !== 'rate-limited' || retryAfterMs === undefined) return undefined
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000))
  return `Too many tries. Wait ${plural(seconds, 'second', 'seconds')} and try again.`
}
