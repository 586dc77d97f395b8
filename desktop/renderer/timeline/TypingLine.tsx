import type { ReactNode } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import type { Words } from '../../words/words.ts'
import { Faces } from '../look/marks/Avatar.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useTyping, useUsers } from '../state/room-selectors.ts'
import { nameOf, shortNameOf } from '../state/room-words.ts'
import styles from './TypingLine.module.css'

/** Always there, so that nothing moves when somebody starts. */
export function TypingLine({ room }: { readonly room: RoomId }) {
  const say = useWords()
  const users = useUsers()
  const typing = useTyping(room)
  const names = typing.map((user) => shortNameOf(say, users, user))
  return (
    <div className={styles.typing}>
      {typing.length > 0 && (
        <>
          <span className={styles.faces}>
            <Faces people={typing.slice(0, 2).map((id) => ({ id, name: nameOf(say, users, id) }))} />
          </span>
          <span className={styles.words}>
            {typingWords(say, names)}
            <span className={styles.beat} aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
          </span>
        </>
      )}
    </div>
  )
}

/** Told for up to two people by name. */
function typingWords(say: Words, names: readonly string[]): ReactNode {
  const [first, second] = names
  const b = (words: ReactNode) => <b>{words}</b>
  if (first === undefined) return undefined
  if (second === undefined) return richWords(say, 'timeline.one-typing', { name: first, b })
  if (names.length === 2) return richWords(say, 'timeline.two-typing', { first, second, b })
  return richWords(say, 'timeline.several-typing', { b })
}
