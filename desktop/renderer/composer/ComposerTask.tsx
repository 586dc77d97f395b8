import { X } from 'lucide-react'
import type { Message } from '../../../common/message.ts'
import { messageLine } from '../../text/message-line.ts'
import type { Words } from '../../words/words.ts'
import { useEmojiLookup } from '../emoji/emoji-lookup.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUsers } from '../state/room-selectors.ts'
import { shortNameOf } from '../state/room-words.ts'
import styles from './ComposerTask.module.css'

/** `message`: where it is loaded. */
export type Task = { readonly kind: 'reply' | 'edit'; readonly message: Message | undefined }

type ComposerTaskProps = {
  readonly task: Task
  /** The message that is edited was removed meanwhile. */
  readonly isGone: boolean
  readonly hasChanges: boolean
  readonly onEnd: () => void
  readonly onUndo: () => void
  readonly onSendAsNew: (() => void) | undefined
}

/** What the next words are for, when they are not simply the next message. */
export function ComposerTask({ task, isGone, hasChanges, onEnd, onUndo, onSendAsNew }: ComposerTaskProps) {
  const say = useWords()
  const users = useUsers()
  const emoji = useEmojiLookup()
  const { message } = task
  const isReply = task.kind === 'reply'
  return (
    <div className={styles.task} data-gone={isGone || undefined}>
      <p role="status">
        <b>
          {isReply
            ? message === undefined
              ? say('message.reply')
              : say('composer.reply-to', { name: shortNameOf(say, users, message.author) })
            : say('composer.edit-yours')}
        </b>
        <span dir="auto">{isGone ? say('composer.edit-gone') : shownOf(say, message, emoji)}</span>
      </p>
      {isGone && onSendAsNew !== undefined && (
        <Button look="word" onClick={onSendAsNew}>
          {say('composer.send-as-new')}
        </Button>
      )}
      {hasChanges && !isGone && (
        <Button look="word" onClick={onUndo}>
          {say('composer.undo-changes')}
        </Button>
      )}
      <IconButton label={say(isReply ? 'composer.do-not-reply' : 'composer.leave-as-was')} size={30} onClick={onEnd}>
        <X />
      </IconButton>
    </div>
  )
}

function shownOf(say: Words, message: Message | undefined, emoji: (code: string) => string | undefined): string {
  if (message === undefined) return say('message.earlier')
  return message.removedAt === undefined ? messageLine(message, 300, emoji) : say('message.removed')
}
