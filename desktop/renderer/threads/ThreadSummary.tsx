import { sinceWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useFollowed } from '../state/thread-selectors.ts'
import { useClock } from '../state/use-today.ts'
import { showThread } from '../state/view-store.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import styles from './ThreadSummary.module.css'

const mostFaces = 3

/** What hangs on a message: faces, how many, when the last; leads there. */
export function ThreadSummary({ row }: { readonly row: MessageRow }) {
  const say = useWords()
  const clock = useClock()
  const { message, answers } = row
  const unread = useFollowed(message.id)?.unread ?? 0
  if (answers === undefined) return null
  return (
    <button
      type="button"
      className={styles.summary}
      data-unread={unread > 0 || undefined}
      onClick={() => showThread({ room: message.room, message: message.id })}
    >
      <span className={styles.faces} aria-hidden="true">
        {answers.by.slice(0, mostFaces).map((user) => (
          <PersonFace key={user} user={user} size={22} />
        ))}
      </span>
      <b>{say('thread.answers', { count: answers.count })}</b>
      {unread > 0 && <span className={styles.unread}>{say('thread.new', { count: unread })}</span>}
      <span className={styles.last}>{say('thread.last', { time: sinceWords(answers.lastAt, clock) })}</span>
    </button>
  )
}
