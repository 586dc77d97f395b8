import type { AppError } from '../../../common/app-error.ts'

import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'

/** A sentence, and the field it stands beside; without one it stands over the button. */
export type FormProblem = {
  readonly field?: 'handle' | 'displayName' | 'password' | undefined
  readonly words: string
}

/** Where on the form an error of the server belongs. */
export function placeError(say: Words, error: AppError): FormProblem {
  if (error.code === 'handle-taken' || error.code === 'email-taken') {
    return { field: 'handle', words: errorWords(say, error) }
  }
  if (error.code === 'sign-in-refused') return { field: 'password', words: errorWords(say, error) }
  for (const field of ['handle', 'displayName', 'password'] as const) {
    const words = fieldWords(say, error, field)
    if (words !== undefined) return { field, words }
  }
  return { words: waitWords(say, error) ?? errorWords(say, error) }
}

/** What the server says is wrong with a field of the body. */
export function fieldWords(say: Words, error: AppError, field: string): string | undefined {
  const words = error.fields?.[`/body/${field}`]
  if (words === undefined) return undefined
  // Servers say it in English, as the end of a sentence; others are told that it is this field.
  return say.language === 'en' ? `This ${words}.` : say('error-once.field')
}

export function waitWords(say: Words, { code, retryAfterMs }: AppError): string | undefined {
  if (code !== 'rate-limited' || retryAfterMs === undefined) return undefined
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000))
  return say('error-once.rate-limited', { seconds })
}
