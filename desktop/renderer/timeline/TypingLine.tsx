import type { ReactNode } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import type { Words } from '../../words/words.ts'
import { richWords } from '../look/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useTyping, useUsers } from '../state/room-selectors.ts'
import { shortNameOf } from '../state/room-words.ts'
import styles from './TypingLine.module.css'

/** Always there, so that nothing moves when somebody starts. */
export function TypingLine({ room }: { readonly room: RoomId }) {
  const say = useWords()
  const users = useUsers()
  const names = useTyping(room).map((user) => shortNameOf(say, users, user))
  return <div className={styles.typing}>{typingWords(say, names)}</div>
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
