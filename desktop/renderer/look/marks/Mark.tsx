import { MessageCircle } from 'lucide-react'
import styles from './Mark.module.css'

export function Mark() {
  return (
    <div className={styles.mark}>
      <MessageCircle aria-hidden="true" />
      natter
    </div>
  )
}
