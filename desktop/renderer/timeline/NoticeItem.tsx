import { ChevronRight, DoorOpen, UserPlus } from 'lucide-react'
import { useId, useState } from 'react'
import type { UserId } from '../../../common/ids.ts'
import type { SystemEvent } from '../../../common/wire-event.ts'
import { Faces } from '../look/marks/Avatar.tsx'
import { hourWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { useClock } from '../state/use-today.ts'
import styles from './NoticeItem.module.css'
import { noticesWords, noticeWords } from './notice-words.ts'
import type { NoticeRow } from './timeline-items.ts'

/** What happened in the room, as one line; where it was several things, the line opens in place. */
export function NoticeItem({ rows }: { readonly rows: readonly NoticeRow[] }) {
  const say = useWords()
  const me = useMe().id
  const users = useUsers()
  const clock = useClock()
  const listId = useId()
  const [isOpen, setIsOpen] = useState(false)
  const events = rows.map((row) => row.event)
  const reader = { say, users, me, clock }
  const words = <bdi>{noticesWords(events, reader)}</bdi>
  const icon = isArrival(events) ? <UserPlus aria-hidden="true" /> : <DoorOpen aria-hidden="true" />
  if (rows.length === 1) {
    return (
      <div className={styles.notice}>
        {icon}
        <p>{words}</p>
      </div>
    )
  }
  return (
    <div className={styles.notice}>
      {icon}
      <div>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={isOpen}
          aria-controls={listId}
          onClick={() => setIsOpen(!isOpen)}
        >
          <Faces people={facesOf(events).map((id) => ({ id, name: nameOf(say, users, id) }))} />
          {words}
          <ChevronRight aria-hidden="true" />
        </button>
        <ul id={listId} hidden={!isOpen}>
          {isOpen &&
            rows.map(({ seq, at, event }) => (
              <li key={seq}>
                <time dateTime={new Date(at).toISOString()}>{hourWords(at, clock)}</time>
                <bdi>{noticeWords(event, reader)}</bdi>
              </li>
            ))}
        </ul>
      </div>
    </div>
  )
}

/** Whom it is about, each once. */
function facesOf(events: readonly SystemEvent[]): readonly UserId[] {
  const people = events.flatMap((event) => ('user' in event ? event.user : 'by' in event ? event.by : undefined) ?? [])
  return [...new Set(people)]
}

function isArrival(events: readonly SystemEvent[]): boolean {
  return events.every(({ kind }) => kind === 'member.joined')
}
