import { useState } from 'react'
import type { MessageId } from '../../../common/ids.ts'
import { useConversation } from '../conversation/conversation-context.ts'
import { useWords } from '../state/language-choice.ts'
import { useUsers } from '../state/room-selectors.ts'
import { shortNameOf } from '../state/room-words.ts'
import { useMessage } from '../state/timeline-selectors.ts'
import { plainWords } from '../text/text-parts.ts'
import styles from './ReplyQuote.module.css'

/** The message that this one answers; a click goes there, however far back it is. */
export function ReplyQuote({ replyTo }: { readonly replyTo: MessageId }) {
  const say = useWords()
  const users = useUsers()
  const { room, jumpTo } = useConversation()
  const quoted = useMessage(room.id, replyTo)
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
  const words = quoted.removedAt === undefined ? plainWords(quoted.text.slice(0, 300)) : say('rooms.removed')
  const label = say('message.answers', { name: author, text: words })
  return (
    <button type="button" className={styles.quote} aria-label={label} onClick={() => void go()}>
      <b>{author}</b>
      <span dir="auto">{words}</span>
    </button>
  )
}
