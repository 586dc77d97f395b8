import { type AppError, type ErrorCode, retryOf } from '../../../common/app-error.ts'
import type { Refusal } from '../../../common/reducers/fold-event.ts'
import type { SendState } from '../../engine-contract.ts'
import { sentenceWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { fileProblemWords } from '../sending/file-problem-words.ts'

/** Each kind of refusal has its sentence: one without does not compile. */
const refusalKey = (refusal: Refusal) => `message.refused-${refusal}` as const

/** How far a message, or a change of it, has come. */
export type Problem = { readonly state: SendState; readonly error?: AppError; readonly refusal?: Refusal }

/**
 * Why it did not go out, as a sentence; nothing where all is well, or will be in a moment.
 * @param of where a message was refused for what the archive alone knows: `isSlow`, in a room that lets members write now and then,
 *   it came too soon; `hasFiles`, one of them is not its author's to send there, or not there any more
 */
export function problemWords(
  say: Words,
  { state, error, refusal }: Problem,
  { isSlow = false, hasFiles = false }: { readonly isSlow?: boolean; readonly hasFiles?: boolean } = {},
): string | undefined {
  if (refusal !== undefined) return say(refusalKey(refusal))
  switch (state) {
    case 'stuck':
      return error === undefined ? say('message.not-sent') : fileProblemWords(say, error)
    case 'refused':
      if (error !== undefined) return sentenceWords(say, error)
      if (isSlow) return say('message.refused-too-soon')
      return say(hasFiles ? 'message.refused-not-own-file' : 'message.refused')
    case 'waiting':
      return error === undefined || passing.has(error.code) ? undefined : sentenceWords(say, error)
    default:
      return undefined
  }
}

/** Whether trying again may help: by itself, or since what stands in the way is a person's to change. */
export function mayPass(error: AppError | undefined): boolean {
  return error === undefined || retryOf(error) !== 'never' || changeable.has(error.code)
}

/** Files are removed and make room, a room is opened to its members again, a role given back. */
const changeable: ReadonlySet<ErrorCode> = new Set(['quota-exceeded', 'not-allowed', 'room-unknown'])

/** That there is no connection is said above the timeline; rights that may have changed are asked for at once. */
const passing: ReadonlySet<ErrorCode> = new Set(['network-unreachable', 'publish-refused'])
