import { HardDrive } from 'lucide-react'
import { useWords } from '../state/language-choice.ts'
import { useStorageFault } from '../state/room-selectors.ts'
import styles from './ConnectionBar.module.css'

/** That nothing is kept on this device for now. What is written still goes out, while the app is open. */
export function StorageBar() {
  const say = useWords()
  const fault = useStorageFault()
  if (fault === undefined) return null
  return (
    <div className={styles.bar} role="status">
      <HardDrive aria-hidden="true" />
      <p>
        <b>{say(fault === 'full' ? 'conversation.disk-full' : 'conversation.disk-gone')}</b>{' '}
        <span>{say('conversation.disk-not-kept')}</span>
      </p>
    </div>
  )
}
