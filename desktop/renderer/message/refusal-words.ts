import type { Refusal } from '../../../common/reducers/fold-event.ts'
import { sentenceWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'

/** Each kind of refusal has its sentence: one without does not compile. */
const refusalKey = (refusal: Refusal) => `message.refused-${refusal}` as const

/** Why a message of mine, or what I changed of one, did not go out, as a sentence; nothing where all is well. */
export function problemWords(say: Words, row: MessageRow): string | undefined {
  if (row.refusal !== undefined) return say(refusalKey(row.refusal))
  // On a stored message it is a change of it that was refused. What is queued goes out again by itself, and says nothing.
  if (row.error !== undefined && (row.state === 'failed' || row.state === 'refused' || row.state === 'stored')) {
    return sentenceWords(say, row.error)
  }
  if (row.state === 'failed') return say('message.not-sent')
  return row.state === 'refused' ? say('message.refused') : undefined
}
