import { MessageSquareText } from 'lucide-react'
import type { RoomId } from '../../../common/ids.ts'
import { Button } from '../look/buttons/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import { useFollowedThreads } from '../state/thread-selectors.ts'
import { showThread, useView } from '../state/view-store.ts'
import styles from './ConnectionBar.module.css'

/** Nothing is unread that cannot be opened: what hangs on it may have been said long ago. The open thread says it itself. */
export function UnreadThreads({ room }: { readonly room: RoomId }) {
  const say = useWords()
  const followed = useFollowedThreads()
  const open = useView((view) => view.thread?.message)
  const unread = Object.values(followed).filter((one) => one.room === room && one.unread > 0 && one.thread !== open)
  const [first] = unread
  if (first === undefined) return null
  const count = unread.reduce((sum, one) => sum + one.unread, 0)
  return (
    <div className={styles.bar} data-calm="true" role="status">
      <MessageSquareText aria-hidden="true" />
      <p>{say('thread.new', { count })}</p>
      <Button look="word" onClick={() => showThread({ room, message: first.thread })}>
        {say('thread.open')}
      </Button>
    </div>
  )
}
