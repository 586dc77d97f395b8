import { CircleAlert, Clock } from 'lucide-react'
import type { EventId, RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { ChangeView } from '../../engine-contract.ts'
import { discardSend, retrySends } from '../commands.ts'
import { type UnsentWords, useConversation } from '../conversation/conversation-context.ts'
import { Button } from '../look/buttons/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import { readKeptFiles } from '../state/transfer-selectors.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import { mayPass, type Problem, problemWords } from './refusal-words.ts'
import styles from './UnsentLine.module.css'

/** Why a message, or a change of it, did not go out, in a sentence, and what can be done about it, as words. */
export function UnsentLine({ row }: { readonly row: MessageRow }) {
  const { message, change, entry } = row
  // Words of another are none to write on.
  const words = message.forwarded === undefined ? message : undefined
  return (
    <>
      <ProblemLine room={message.room} problem={row} entry={entry} words={words} />
      {change !== undefined && <UnsentChange room={message.room} change={change} />}
    </>
  )
}

/** The same for a change alone, where its message is not at hand. */
export function UnsentChange({ room, change }: { readonly room: RoomId; readonly change: ChangeView }) {
  const say = useWords()
  const what = say(`message.unsent-${change.kind}` as const)
  const { text, message } = change
  const words = text === undefined ? undefined : { text, edits: message }
  return <ProblemLine room={room} problem={change} what={what} entry={change.entry} words={words} />
}

type Words = Pick<UnsentWords, 'text' | 'replyTo' | 'edits'> & Partial<Pick<Message, 'attachments'>>
type ProblemLineProps = {
  readonly room: RoomId
  readonly problem: Problem
  readonly what?: string
  readonly entry: EventId | undefined
  /** What the person wrote, where there is anything to write on. */
  readonly words: Words | undefined
}

function ProblemLine({ room, problem, what, entry, words }: ProblemLineProps) {
  const say = useWords()
  const { room: facts, mayWrite, takeBack } = useConversation()
  const hasFiles = (words?.attachments ?? []).length > 0
  const reason = problemWords(say, problem, { isSlow: facts.slowModeSec !== undefined, hasFiles })
  if (reason === undefined) return null
  const { state, error, refusal } = problem
  const isWaiting = state === 'waiting'
  // What the archive refused has its place in the stream: the same again would be refused again.
  const mayHelp = refusal === undefined && state !== 'refused' && mayPass(error)
  return (
    <div className={styles.unsent} data-calm={isWaiting || undefined}>
      {isWaiting ? <Clock aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}
      <span>
        {what !== undefined && <b>{what} </b>}
        {reason}
      </span>
      {entry !== undefined && (
        <span className={styles.actions}>
          {mayHelp && (
            <Button look="word" onClick={() => void retrySends(room)}>
              {say('message.retry')}
            </Button>
          )}
          {words !== undefined && mayWrite && (
            <Button look="word" onClick={() => takeBack(takenOf(words, entry))}>
              {say('message.edit')}
            </Button>
          )}
          <Button look="word" onClick={() => void discardSend(room, entry)}>
            {say('look.discard')}
          </Button>
        </span>
      )}
    </div>
  )
}

function takenOf({ text, replyTo, edits, attachments = [] }: Words, entry: EventId): UnsentWords {
  const files = readKeptFiles(attachments)
  return { entry, text, ...(replyTo && { replyTo }), ...(edits && { edits }), ...(files.length > 0 && { files }) }
}
