import { HardDrive } from 'lucide-react'
import { useWords } from '../state/language-choice.ts'
import { useStorageFault } from '../state/room-selectors.ts'
import styles from './ConnectionBar.module.css'

const sentences = {
  full: ['conversation.disk-full', 'conversation.disk-not-kept'],
  gone: ['conversation.disk-gone', 'conversation.disk-not-kept'],
  refused: ['conversation.disk-refused', 'conversation.disk-refused-remedy'],
} as const

/** That nothing is kept on this device for now. What is written still goes out, while the app is open. */
export function StorageBar() {
  const say = useWords()
  const fault = useStorageFault()
  if (fault === undefined) return null
  const [what, then] = sentences[fault]
  return (
    <div className={styles.bar} role="status">
      <HardDrive aria-hidden="true" />
      <p>
        <b>{say(what)}</b> <span>{say(then)}</span>
      </p>
    </div>
  )
}
