import { Forward } from 'lucide-react'
import type { Forwarded } from '../../../common/wire-event.ts'
import { richWords } from '../look/wording/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useRoom, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { showPlace } from '../state/view-store.ts'
import styles from './ForwardedLine.module.css'

/** Whose words these are. It leads to where they were said for whoever is in that room, and nobody else learns which it is. */
export function ForwardedLine({ forwarded }: { readonly forwarded: Forwarded }) {
  const say = useWords()
  const users = useUsers()
  const room = useRoom(forwarded.room)
  const words = richWords(say, 'message.forwarded-from', { name: nameOf(say, users, forwarded.author) })
  if (room === undefined) {
    return (
      <p className={styles.line}>
        <Forward aria-hidden="true" />
        <span>{words}</span>
      </p>
    )
  }
  return (
    <button
      type="button"
      className={styles.line}
      title={say('message.forwarded-go')}
      onClick={() => showPlace({ room: forwarded.room, message: forwarded.message })}
    >
      <Forward aria-hidden="true" />
      <span>{words}</span>
    </button>
  )
}
