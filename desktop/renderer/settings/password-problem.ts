import type { AppError } from '../../../common/app-error.ts'
import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { fieldWords, waitWords } from '../sign-in/place-error.ts'

/** A sentence, and the field it stands beside; without one it stands over the buttons. */
export type PasswordProblem = { readonly field?: 'currentPassword' | 'newPassword' | undefined; readonly words: string }

/** Faults that leave open whether it was done: whoever tries again may have to name the new password as the old one. */
const leftOpen: ReadonlySet<string> = new Set(['network-unreachable', 'store-unavailable', 'internal', 'app-fault'])

export function placePasswordError(say: Words, error: AppError): PasswordProblem {
  if (error.code === 'sign-in-refused') return { field: 'currentPassword', words: say('settings.not-your-password') }
  for (const field of ['currentPassword', 'newPassword'] as const) {
    const words = fieldWords(say, error, field)
    if (words !== undefined) return { field, words }
  }
  const wait = waitWords(say, error)
  if (wait !== undefined) return { words: wait }
  if (!leftOpen.has(error.code)) return { words: errorWords(say, error) }
  return { words: say('settings.maybe-changed', { reason: errorWords(say, error) }) }
}
