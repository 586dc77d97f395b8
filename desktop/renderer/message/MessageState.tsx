import { Check, CheckCheck, Clock } from 'lucide-react'
import { useWords } from '../state/language-choice.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import styles from './MessageState.module.css'

type MessageStateProps = {
  readonly row: MessageRow
  /** That all is well is said too. */
  readonly isAlways: boolean
}

/** Where my message is: queued here, stored by the server, read by someone. Each is backed by a real answer. */
export function MessageState({ row, isAlways }: MessageStateProps) {
  const say = useWords()
  const state = stateOf(row)
  if (state === undefined || (state.name !== 'queued' && !isAlways)) return null
  return (
    <span className={styles.place}>
      <span className={styles.state} data-state={state.name} title={say(state.words)}>
        <state.Icon aria-hidden="true" />
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
