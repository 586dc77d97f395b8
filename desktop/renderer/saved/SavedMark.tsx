import { Bookmark } from 'lucide-react'
import type { Message } from '../../../common/message.ts'
import { useWords } from '../state/language-choice.ts'
import { useIsSaved } from '../state/saved-selectors.ts'
import styles from './SavedMark.module.css'

/** At a message that I have saved. */
export function SavedMark({ message }: { readonly message: Pick<Message, 'room' | 'id'> }) {
  const say = useWords()
  const isSaved = useIsSaved(message.room, message.id)
  if (!isSaved) return null
  return (
    <span className={styles.mark} title={say('saved.mark')}>
      <Bookmark aria-hidden="true" />
      <span className="visually-hidden">{say('saved.mark')}</span>
    </span>
  )
}
