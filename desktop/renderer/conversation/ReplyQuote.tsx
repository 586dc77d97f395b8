import type { MessageId } from '../../../common/ids.ts'
import { useUsers } from '../state/room-selectors.ts'
import { shortNameOf } from '../state/room-words.ts'
import { useConversation } from './conversation-context.ts'
import styles from './ReplyQuote.module.css'

/** The message that this one answers; a click goes there. */
export function ReplyQuote({ replyTo }: { readonly replyTo: MessageId }) {
  const users = useUsers()
  const { quoteOf, jumpTo } = useConversation()
  const quoted = quoteOf(replyTo)?.message
  if (quoted === undefined) {
    return (
      <p className={styles.quote}>
        <span>An earlier message</span>
      </p>
    )
  }
  return (
    <button type="button" className={styles.quote} onClick={() => jumpTo(replyTo)}>
      <b>{shortNameOf(users, quoted.author)}</b>
      <span dir="auto">{quoted.removedAt === undefined ? quoted.text.slice(0, 300) : 'Removed'}</span>
    </button>
  )
}
