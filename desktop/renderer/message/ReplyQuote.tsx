import { type ReactNode, useState } from 'react'
import type { MessageId } from '../../../common/ids.ts'
import { messageLine } from '../../text/message-line.ts'
import { parseText } from '../../text/parse-text.ts'
import { directionOfTree } from '../../text/text-direction.ts'
import { useConversation } from '../conversation/conversation-context.ts'
import { useEmojiLookup } from '../emoji/emoji-lookup.ts'
import { useWords } from '../state/language-choice.ts'
import { useIsOfBlocked } from '../state/people-selectors.ts'
import { useUsers } from '../state/room-selectors.ts'
import { shortNameOf } from '../state/room-words.ts'
import { useMessage } from '../state/timeline-selectors.ts'
import styles from './ReplyQuote.module.css'

/** The message that this one answers; a click goes there, however far back it is. */
export function ReplyQuote({ replyTo }: { readonly replyTo: MessageId }) {
  const say = useWords()
  const users = useUsers()
  const { room, jumpTo } = useConversation()
  const emoji = useEmojiLookup()
  const quoted = useMessage(room.id, replyTo)
  const isBlocked = useIsOfBlocked(quoted)
  const [note, setNote] = useState<string>()
  const [isLooking, setIsLooking] = useState(false)
  const go = async () => {
    if (isLooking) return
    setIsLooking(true)
    const reason = await jumpTo(replyTo)
    setIsLooking(false)
    if (reason !== undefined) setNote(reason)
  }
  if (quoted === undefined) {
    return (
      <button type="button" className={styles.quote} aria-busy={isLooking} onClick={() => void go()}>
        <span aria-live="polite">{isLooking ? say('message.looking') : (note ?? say('message.earlier'))}</span>
      </button>
    )
  }
  const author = shortNameOf(say, users, quoted.author)
  const { text, format, removedAt } = quoted
  const said = removedAt === undefined ? messageLine(quoted, 300, emoji) : say('rooms.removed')
  const words = isBlocked ? say('message.blocked') : said
  const dir = (removedAt === undefined ? directionOfTree(parseText(text, format)) : undefined) ?? 'auto'
  return (
    <button type="button" className={styles.quote} onClick={() => void go()}>
      {say
        .parts<'message.answers', ReactNode>('message.answers', {
          name: (
            <b key="name" dir="auto">
              {author}
            </b>
          ),
          text: (
            <span key="text" dir={dir}>
              {words}
            </span>
          ),
        })
        .map((part) =>
          typeof part === 'string' ? (
            <i key={part} className="visually-hidden">
              {part}
            </i>
          ) : (
            part
          ),
        )}
    </button>
  )
}
