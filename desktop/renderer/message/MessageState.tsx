import { Check, CheckCheck, Clock } from 'lucide-react'
import type { MessageRow } from '../timeline/timeline-items.ts'
import styles from './MessageState.module.css'

/** Where my message is: queued here, stored by the server, read by someone. Each is backed by a real answer. */
export function MessageState({ row }: { readonly row: MessageRow }) {
  const state = stateOf(row)
  if (state === undefined) return null
  return (
    <span className={styles.place}>
      <span className={styles.state} data-state={state.name} title={state.words}>
        <state.Icon aria-hidden="true" />
        <span className="visually-hidden">{state.words}</span>
      </span>
    </span>
  )
}

function stateOf(row: MessageRow) {
  if (row.state === 'queued' || row.state === 'sending' || row.changing) {
    return { name: 'queued', words: row.changing ? 'The change is on its way' : 'Waiting to go out', Icon: Clock }
  }
  if (row.state !== 'stored') return undefined
  return row.readByOthers
    ? { name: 'read', words: 'Read', Icon: CheckCheck }
    : { name: 'stored', words: 'Sent', Icon: Check }
}
