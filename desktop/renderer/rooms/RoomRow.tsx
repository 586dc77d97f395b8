import { BellOff, MessageSquareText } from 'lucide-react'
import { memo } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { useEmojiLookup } from '../emoji/emoji-lookup.ts'
import { Badge } from '../look/marks/Badge.tsx'
import { listTimeWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useIsBlocked } from '../state/people-selectors.ts'
import { isUnread } from '../state/room-order.ts'
import {
  useDraftFileCount,
  useDraftWords,
  useHasDraftVoice,
  useMe,
  useRoomRow,
  useRoomTitle,
  useTyping,
  useUsers,
} from '../state/room-selectors.ts'
import { openRoomWindow, wantsOwnWindow } from '../state/single-room.ts'
import { useAnswersForYouIn, useThreadUnread, useUnreadAnswersIn } from '../state/thread-selectors.ts'
import { useClock } from '../state/use-today.ts'
import { RoomFace } from './RoomFace.tsx'
import styles from './RoomRow.module.css'
import { roomLine } from './room-line.ts'
import { useRowDrop } from './use-row-drop.ts'

type RoomRowProps = {
  readonly id: RoomId
  readonly isOpen: boolean
  /** The Tab key comes in here. */
  readonly isStop: boolean
  readonly onOpen: (room: RoomId) => void
}

/** Name, last line, time, count. Wakes for what happens in its own room. */
export const RoomRow = memo(function RoomRow({ id, ...rest }: RoomRowProps) {
  const room = useRoomRow(id)
  return room === undefined ? null : <Row room={room} {...rest} />
})

type RowProps = Omit<RoomRowProps, 'id'> & { readonly room: RoomView }

function Row({ room, isOpen, isStop, onOpen }: RowProps) {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const title = useRoomTitle(room)
  // The composer shows the draft of the open room itself.
  const words = useDraftWords(room.id)
  const fileCount = useDraftFileCount(room.id)
  const hasVoice = useHasDraftVoice(room.id)
  const unwritten = fileCount > 0 ? say('attach.count', { count: fileCount }) : hasVoice ? say('media.voice') : words
  const draft = words.trim() === '' ? unwritten : words
  const drop = useRowDrop(room.id, onOpen)
  const clock = useClock()
  const emoji = useEmojiLookup()
  const { counterpart } = room
  const isMuted = room.quietUntil !== undefined
  const typing = useTyping(room.id)
  const answers = useThreadUnread(room.id)
  const alone = useUnreadAnswersIn(room.id)
  const aloneForYou = useAnswersForYouIn(room.id)
  const isOfBlocked = useIsBlocked(room.preview?.author)
  const line = roomLine(say, room, {
    users,
    me: me.id,
    isBlocked: () => isOfBlocked,
    typing,
    draft: isOpen ? '' : draft,
    emoji,
  })
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        data-unread={isUnread(room, alone)}
        data-room={room.id}
        {...drop}
        tabIndex={isStop ? 0 : -1}
        aria-current={isOpen ? 'page' : undefined}
        title={title}
        onClick={(event) => (wantsOwnWindow(event) ? openRoomWindow(room.id) : onOpen(room.id))}
        onAuxClick={(event) => wantsOwnWindow(event) && openRoomWindow(room.id)}
      >
        {counterpart === undefined ? (
          <RoomFace room={room} size={40} />
        ) : (
          <PersonFace user={counterpart} size={40} hasPresence />
        )}
        <span className={styles.text}>
          <b dir="auto">{title}</b>
          <span className={styles.line} data-kind={line.kind} dir="auto">
            {line.lead !== undefined && <em>{line.lead} </em>}
            {line.text}
          </span>
        </span>
        <span className={styles.meta}>
          <time dateTime={new Date(room.activeAt).toISOString()}>{listTimeWords(room.activeAt, clock)}</time>
          <span className={styles.signs}>
            {isMuted && (
              <>
                <BellOff className={styles.muted} aria-hidden="true" />
                <span className="visually-hidden">{say('notices.muted')}</span>
              </>
            )}
            {answers > 0 && (
              <>
                <MessageSquareText className={styles.muted} aria-hidden="true" />
                <span className="visually-hidden">{say('thread.new', { count: answers })}</span>
              </>
            )}
            <Badge unread={room.unread + alone} forYou={isMuted ? 0 : room.forYou + aloneForYou} />
          </span>
        </span>
      </button>
    </li>
  )
}
