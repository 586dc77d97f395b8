import { type AppError, type ErrorCode, isErrorCode } from '../../common/app-error.ts'
import type { WordKey } from './english-words.ts'
import type { PlainKey } from './word-keys.ts'
import type { Words } from './words.ts'

/** A code of the table of errors without its sentence here does not compile. */
const sentenceKey = (code: ErrorCode) => `error.${code}` as const satisfies WordKey

/**
 * The sentences for what passes by itself promise that it is tried again. That holds for messages, which wait in the
 * outbox; what somebody asked for with a button is done once, and it is theirs to try again.
 */
const askedOnce: Readonly<Partial<Record<ErrorCode, PlainKey & `error-once.${ErrorCode}`>>> = {
  busy: 'error-once.busy',
  'store-unavailable': 'error-once.store-unavailable',
  'nats-unavailable': 'error-once.nats-unavailable',
  'network-unreachable': 'error-once.network-unreachable',
  'publish-timeout': 'error-once.publish-timeout',
}

/** Why something that goes on trying did not succeed, as a sentence. */
export function sentenceWords(say: Words, error: AppError): string {
  // An engine or a server of a later version may know codes that this page does not.
  const key = isErrorCode(error.code) ? sentenceKey(error.code) : 'error.internal'
  return particular(say, error) ?? say(key)
}

/** Why something that was asked for here could not be done, as a sentence to show. */
export function errorWords(say: Words, error: AppError): string {
  const once = askedOnce[error.code]
  if (once === undefined) return sentenceWords(say, error)
  return particular(say, error) ?? say(once as 'error-once.busy')
}

/** What only this case has is told in English by whoever met it: others get what holds for all cases, in their own. */
function particular(say: Words, { code, detail, more }: AppError): string | undefined {
  // Said by a person to this one, in whatever language they share.
  if (code === 'account-suspended' && typeof more?.reason === 'string') {
    return say('sign-in.suspended-because', { reason: more.reason })
  }
  return say.language === 'en' ? detail : undefined
}
