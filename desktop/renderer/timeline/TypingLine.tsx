import type { RoomView } from '../../engine-contract.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { shortNameOf } from '../state/room-words.ts'
import styles from './TypingLine.module.css'
import { typingWords } from './typing-words.ts'

/** Always there, so that nothing moves when somebody starts. */
export function TypingLine({ room }: { readonly room: RoomView }) {
  const users = useUsers()
  const me = useMe()
  const words = typingWords(room.typing.filter((user) => user !== me.id).map((user) => shortNameOf(users, user)))
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
