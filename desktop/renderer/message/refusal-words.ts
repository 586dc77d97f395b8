import { sentenceOf } from '../../../common/app-error.ts'
import type { Refusal } from '../../../common/reducers/fold-event.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'

const refusals: Readonly<Record<Refusal, string>> = {
  'not-a-member': 'Not sent: you are not in this room any more.',
  listener: 'Not sent: in this room you may listen, not write.',
  'not-the-author': 'Not changed: only who wrote it may do that.',
  'message-unknown': 'Not changed: the message is not there any more.',
  'message-removed': 'Not changed: the message was removed.',
  'too-many-reactions': 'Not added: this message has all the different reactions it can take.',
}

/** Why a message of mine, or what I changed of one, did not go out, as a sentence; nothing where all is well. */
export function problemWords(row: MessageRow): string | undefined {
  if (row.refusal !== undefined) return refusals[row.refusal]
  // On a stored message it is a change of it that was refused. What is queued goes out again by itself, and says nothing.
  if (row.error !== undefined && (row.state === 'failed' || row.state === 'refused' || row.state === 'stored')) {
    return sentenceOf(row.error)
  }
  if (row.state === 'failed') return 'Not sent.'
  return row.state === 'refused' ? 'Not sent: the server refused it.' : undefined
}
