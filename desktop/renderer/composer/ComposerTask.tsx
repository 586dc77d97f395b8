import { X } from 'lucide-react'
import type { Message } from '../../../common/message.ts'
import type { Words } from '../../words/words.ts'
import { IconButton } from '../look/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUsers } from '../state/room-selectors.ts'
import { shortNameOf } from '../state/room-words.ts'
import styles from './ComposerTask.module.css'

/** `message`: where it is loaded. */
export type Task = { readonly kind: 'reply' | 'edit'; readonly message: Message | undefined }

/** What the next words are for, when they are not simply the next message. */
export function ComposerTask({ task, onEnd }: { readonly task: Task; readonly onEnd: () => void }) {
  const say = useWords()
  const users = useUsers()
  const { message } = task
  const isReply = task.kind === 'reply'
  return (
    <div className={styles.task}>
      <p role="status">
        <b>
          {isReply
            ? message === undefined
              ? say('message.reply')
              : say('composer.reply-to', { name: shortNameOf(say, users, message.author) })
            : say('composer.edit-yours')}
        </b>
        <span dir="auto">{shownOf(say, message)}</span>
      </p>
      <IconButton label={say(isReply ? 'composer.do-not-reply' : 'composer.leave-as-was')} size={30} onClick={onEnd}>
        <X />
      </IconButton>
    </div>
  )
}

function shownOf(say: Words, message: Message | undefined): string {
  if (message === undefined) return say('message.earlier')
  return message.removedAt === undefined ? message.text.slice(0, 300) : say('message.removed')
}
