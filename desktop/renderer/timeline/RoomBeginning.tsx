import { Link, UserPlus } from 'lucide-react'
import type { UserId } from '../../../common/ids.ts'
import { errorWords } from '../../words/error-words.ts'
import { copyInvite } from '../about/copy-invite.ts'
import { runsRoom } from '../about/member-actions.ts'
import { useConversation } from '../conversation/conversation-context.ts'
import { Button } from '../look/buttons/Button.tsx'
import { dateWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { RoomFace } from '../rooms/RoomFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe, useRoomTitle, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { useClock } from '../state/use-today.ts'
import { showOverlay } from '../state/view-store.ts'
import styles from './RoomBeginning.module.css'

/** Above the first message: which room it is, who made it and when, what newcomers read, and how to ask them in. */
export function RoomBeginning({ madeBy }: { readonly madeBy: UserId | undefined }) {
  const say = useWords()
  const clock = useClock()
  const me = useMe().id
  const users = useUsers()
  const { room } = useConversation()
  const title = useRoomTitle(room)
  const { counterpart } = room
  const date = dateWords(room.createdAt, clock)
  const by = madeBy === me ? 'you' : 'other'
  const made =
    madeBy === undefined
      ? say('timeline.begun-on', { date })
      : say('timeline.made-room-on', { by, name: nameOf(say, users, madeBy), date })
  const mayAdd = runsRoom(room)
  const copy = async () => {
    const copied = await copyInvite(room.id)
    sayDone(copied.ok ? say(copied.value ? 'timeline.link-copied' : 'look.not-copied') : errorWords(say, copied.error))
  }
  return (
    <div className={styles.beginning}>
      {counterpart === undefined ? <RoomFace room={room} size={56} /> : <PersonFace user={counterpart} size={56} />}
      <div className={styles.words}>
        {/* No heading: the page has that one, above. */}
        <b dir="auto">{title}</b>
        <p>
          <bdi>{room.kind === 'direct' ? say('timeline.direct-since', { date }) : made}</bdi>
          {room.kind === 'group' &&
            ` ${say(room.history === 'joined' ? 'timeline.joined-from-then' : 'timeline.all-from-here')}`}
        </p>
        {mayAdd && (
          <div className={styles.actions}>
            <Button look="quiet" size="small" onClick={() => showOverlay('add-people')}>
              <UserPlus aria-hidden="true" />
              {say('about.add-people')}
            </Button>
            <Button look="quiet" size="small" onClick={() => void copy()}>
              <Link aria-hidden="true" />
              {say('timeline.copy-link')}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}
