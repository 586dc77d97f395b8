import { Check, CheckCheck, Clock } from 'lucide-react'
import { useConversation } from '../conversation/conversation-context.ts'
import { useWords } from '../state/language-choice.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import styles from './MessageState.module.css'
import { ReadBy } from './ReadBy.tsx'

type MessageStateProps = {
  readonly row: MessageRow
  /** That all is well is said too. */
  readonly isAlways: boolean
}

/** Where my message is: queued here, stored by the server, read by someone. Each is backed by a real answer. */
export function MessageState({ row, isAlways }: MessageStateProps) {
  const say = useWords()
  const isGroup = useConversation().room.kind === 'group'
  const state = stateOf(row)
  if (state === undefined || (state.name !== 'queued' && !isAlways)) return null
  return (
    <span className={styles.place}>
      <span className={styles.state} data-state={state.name} title={say(state.words)}>
        {state.name === 'read' && isGroup ? (
          <ReadBy room={row.message.room} seq={row.message.seq} />
        ) : (
          <state.Icon aria-hidden="true" />
        )}
        <span className="visually-hidden">{say(state.words)}</span>
      </span>
    </span>
  )
}

function stateOf(row: MessageRow) {
  if (row.state === 'queued' || row.state === 'sending' || row.state === 'waiting' || row.changing) {
    return { name: 'queued', words: row.changing ? 'message.changing' : 'message.waiting', Icon: Clock } as const
  }
  if (row.state !== 'stored') return undefined
  return row.readByOthers
    ? ({ name: 'read', words: 'message.read', Icon: CheckCheck } as const)
    : ({ name: 'stored', words: 'message.sent', Icon: Check } as const)
}
