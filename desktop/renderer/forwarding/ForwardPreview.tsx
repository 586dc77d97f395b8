import { Forward, Paperclip } from 'lucide-react'
import type { ForwardSource } from '../../engine-command.ts'
import { messageLine } from '../../text/message-line.ts'
import { useEmojiLookup } from '../emoji/emoji-lookup.ts'
import { richWords } from '../look/wording/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import styles from './ForwardPreview.module.css'

type ForwardPreviewProps = { readonly source: ForwardSource; readonly withAuthor: boolean }

/** What goes, as its readers will see it. */
export function ForwardPreview({ source, withAuthor }: ForwardPreviewProps) {
  const say = useWords()
  const users = useUsers()
  const emoji = useEmojiLookup()
  const name = nameOf(say, users, source.forwarded?.author ?? source.author)
  const { forwarded: _, ...words } = source
  const { length: count } = source.attachments
  return (
    <figure className={styles.preview} aria-label={say('forward.goes')}>
      {withAuthor && (
        <figcaption>
          <Forward aria-hidden="true" />
          <span>{richWords(say, 'message.forwarded-from', { name })}</span>
        </figcaption>
      )}
      <p dir="auto">{messageLine(words, 400, emoji)}</p>
      {count > 0 && (
        <p className={styles.files}>
          <Paperclip aria-hidden="true" />
          {say('attach.count', { count })}
        </p>
      )}
    </figure>
  )
}
