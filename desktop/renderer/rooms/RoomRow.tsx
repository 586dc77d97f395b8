import { memo } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { Avatar } from '../look/Avatar.tsx'
import { Badge } from '../look/Badge.tsx'
import { listTimeWords } from '../look/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { isUnread } from '../state/room-order.ts'
import { useDraftWords, useMe, useRoomTitle, useTyping, useUsers } from '../state/room-selectors.ts'
import { useClock } from '../state/use-today.ts'
import styles from './RoomRow.module.css'
import { roomLine } from './room-line.ts'

type RoomRowProps = {
  readonly room: RoomView
  readonly isOpen: boolean
  readonly onOpen: (room: RoomId) => void
}

/** Name, last line, time, count. */
export const RoomRow = memo(function RoomRow({ room, isOpen, onOpen }: RoomRowProps) {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const title = useRoomTitle(room)
  // The composer shows the draft of the open room itself.
  const draft = useDraftWords(room.id)
  const clock = useClock()
  const { counterpart } = room
  const typing = useTyping(room.id)
  const line = roomLine(say, room, { users, me: me.id, typing, draft: isOpen ? '' : draft })
  return (
    <li className={styles.item}>
      <button
        type="button"
        className={styles.row}
        data-unread={isUnread(room)}
        aria-current={isOpen ? 'page' : undefined}
        title={title}
        onClick={() => onOpen(room.id)}
      >
        <Avatar
          id={counterpart ?? room.id}
          name={title}
          shape={counterpart === undefined ? 'room' : 'person'}
          size={40}
        />
        <span className={styles.text}>
          <b dir="auto">{title}</b>
          <span className={styles.line} data-kind={line.kind} dir="auto">
            {line.lead !== undefined && <em>{line.lead} </em>}
            {line.text}
          </span>
        </span>
        <span className={styles.meta}>
          <time dateTime={new Date(room.activeAt).toISOString()}>{listTimeWords(room.activeAt, clock)}</time>
          <Badge unread={room.unread} forYou={room.forYou} />
        </span>
      </button>
    </li>
  )
})
