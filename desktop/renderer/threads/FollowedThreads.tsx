import { MessageSquareText } from 'lucide-react'
import { useRef, useState } from 'react'
import type { FollowedView } from '../../room-command.ts'
import { messageLine } from '../../text/message-line.ts'
import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { readAllThreads } from '../commands.ts'
import { useEmojiLookup } from '../emoji/emoji-lookup.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Badge } from '../look/marks/Badge.tsx'
import { IconTile } from '../look/marks/IconTile.tsx'
import { focusBack } from '../look/popups/focus-back.ts'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { sinceWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useIsOfBlocked } from '../state/people-selectors.ts'
import { useRoomRow, useUsers } from '../state/room-selectors.ts'
import { roomTitleOf, shortNameOf, type Users } from '../state/room-words.ts'
import { singleRoom } from '../state/single-room.ts'
import { useFollowedThreads, useThreadUnread } from '../state/thread-selectors.ts'
import { useClock } from '../state/use-today.ts'
import { showRoom, showThread, useView } from '../state/view-store.ts'
import styles from './FollowedThreads.module.css'
import { orderFollowed } from './followed-order.ts'

/** The threads that I follow, what is unread first; each leads to where it is. */
export function FollowedThreads({ onClose }: { readonly onClose: () => void }) {
  const say = useWords()
  const followed = orderFollowed(useFollowedThreads(), singleRoom)
  const unread = useThreadUnread()
  const before = useRef(document.activeElement)
  const isGoing = useRef(false)
  const [problem, setProblem] = useState<string>()
  const go = ({ room, thread }: FollowedView) => {
    // One that is still to come takes the focus by itself.
    isGoing.current = useView.getState().thread?.message !== thread
    showRoom(room)
    showThread({ room, message: thread })
  }
  const readAll = async () => {
    const done = await readAllThreads()
    setProblem(done.ok ? undefined : errorWords(say, done.error))
  }
  return (
    <Modal
      title={say('thread.followed')}
      onClose={onClose}
      finalFocus={() => (isGoing.current ? false : focusBack(before.current))}
    >
      {followed.length === 0 && <ModalWords>{say('thread.followed-none')}</ModalWords>}
      <ul className={styles.threads}>
        {followed.map((one) => (
          <ThreadRow key={one.thread} followed={one} onGo={() => go(one)} />
        ))}
      </ul>
      <ModalActions problem={problem}>
        <Button look="quiet" disabled={unread === 0} onClick={() => void readAll()}>
          {say('thread.read-all')}
        </Button>
      </ModalActions>
    </Modal>
  )
}

function ThreadRow({ followed, onGo }: { readonly followed: FollowedView; readonly onGo: () => void }) {
  const say = useWords()
  const clock = useClock()
  const users = useUsers()
  const emoji = useEmojiLookup()
  const { message, answers, unread, forYou = 0 } = followed
  const room = useRoomRow(followed.room)
  const isBlocked = useIsOfBlocked(message)
  const words = isBlocked ? say('rooms.blocked-said') : rootWords(say, message, { users, emoji })
  return (
    <li>
      <button type="button" className={styles.row} data-unread={unread > 0} onClick={onGo}>
        {message === undefined ? (
          <IconTile>
            <MessageSquareText />
          </IconTile>
        ) : (
          <PersonFace user={message.author} size={40} />
        )}
        <span className={styles.text}>
          <b dir="auto">{words}</b>
          <small>
            {room !== undefined && <bdi>{roomTitleOf(say, room, users)}</bdi>}
            <span>{say('thread.answers', { count: answers.count })}</span>
            <span>{say('thread.last', { time: sinceWords(answers.lastAt, clock) })}</span>
          </small>
        </span>
        <Badge unread={unread} forYou={forYou} />
      </button>
    </li>
  )
}

type Looked = { readonly users: Users; readonly emoji: (code: string) => string | undefined }

/** In a line what the thread hangs on. */
function rootWords(say: Words, message: FollowedView['message'], { users, emoji }: Looked): string {
  if (message === undefined) return say('thread.root-not-here')
  return say('rooms.said-by', {
    name: shortNameOf(say, users, message.author),
    text: message.removedAt === undefined ? messageLine(message, 200, emoji) : say('rooms.removed'),
  })
}
