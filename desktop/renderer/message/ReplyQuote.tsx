import { useState } from 'react'
import type { MessageId } from '../../../common/ids.ts'
import { useConversation } from '../conversation/conversation-context.ts'
import { useUsers } from '../state/room-selectors.ts'
import { shortNameOf } from '../state/room-words.ts'
import { useMessage } from '../state/timeline-selectors.ts'
import { plainWords } from '../text/text-parts.ts'
import styles from './ReplyQuote.module.css'

/** The message that this one answers; a click goes there, however far back it is. */
export function ReplyQuote({ replyTo }: { readonly replyTo: MessageId }) {
  const users = useUsers()
  const { room, jumpTo } = useConversation()
  const quoted = useMessage(room.id, replyTo)
  const [note, setNote] = useState('An earlier message')
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
        <span aria-live="polite">{isLooking ? 'Looking for it…' : note}</span>
      </button>
    )
  }
  const author = shortNameOf(users, quoted.author)
  const words = quoted.removedAt === undefined ? plainWords(quoted.text.slice(0, 300)) : 'Removed'
  return (
    <button type="button" className={styles.quote} aria-label={`Answers ${author}: ${words}`} onClick={() => void go()}>
      <b>{author}</b>
      <span dir="auto">{words}</span>
    </button>
  )
}
