import type { RoomId } from '../../../common/ids.ts'
import { useTyping, useUsers } from '../state/room-selectors.ts'
import { shortNameOf } from '../state/room-words.ts'
import styles from './TypingLine.module.css'
import { typingWords } from './typing-words.ts'

/** Always there, so that nothing moves when somebody starts. */
export function TypingLine({ room }: { readonly room: RoomId }) {
  const users = useUsers()
  const words = typingWords(useTyping(room).map((user) => shortNameOf(users, user)))
  return (
    <div className={styles.typing}>
      {words !== undefined && (
        <>
          <b>{words.who}</b> {words.does}
        </>
      )}
    </div>
  )
}
