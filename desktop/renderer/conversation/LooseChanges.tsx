import type { RoomId } from '../../../common/ids.ts'
import { UnsentChange } from '../message/UnsentLine.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUnsentChanges } from '../state/room-selectors.ts'
import styles from './LooseChanges.module.css'

/** Changes of mine that did not go out, of messages that are not loaded: they hold up the room, so it must be seen here. */
export function LooseChanges({ room }: { readonly room: RoomId }) {
  const say = useWords()
  const changes = useUnsentChanges(room)
  if (changes.length === 0) return null
  return (
    <section className={styles.changes} aria-label={say('message.unsent-elsewhere')}>
      {changes.map((change) => (
        <UnsentChange key={change.entry} room={room} change={change} />
      ))}
    </section>
  )
}
