import { X } from 'lucide-react'
import { IconButton } from '../look/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUsers } from '../state/room-selectors.ts'
import { shortNameOf } from '../state/room-words.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import styles from './ComposerTask.module.css'

export type Task = { readonly kind: 'reply' | 'edit'; readonly row: MessageRow }

/** What the next words are for, when they are not simply the next message. */
export function ComposerTask({ task, onEnd }: { readonly task: Task; readonly onEnd: () => void }) {
  const say = useWords()
  const users = useUsers()
  const { message } = task.row
  const isReply = task.kind === 'reply'
  return (
    <div className={styles.task}>
      <p role="status">
        <b>
          {isReply
            ? say('composer.reply-to', { name: shortNameOf(say, users, message.author) })
            : say('composer.edit-yours')}
        </b>
        <span dir="auto">{message.text.slice(0, 300)}</span>
      </p>
      <IconButton label={say(isReply ? 'composer.do-not-reply' : 'composer.leave-as-was')} size={30} onClick={onEnd}>
        <X />
      </IconButton>
    </div>
  )
}
