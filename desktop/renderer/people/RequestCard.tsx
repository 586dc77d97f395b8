import { Flag } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ContactRequest } from '../../../common/http-contract/contact-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { errorWords } from '../../words/error-words.ts'
import { acceptRequest, declineRequest, listRoomsWith } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { Avatar } from '../look/marks/Avatar.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { listTimeWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { showReport } from '../state/people-dialogs.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { useClock } from '../state/use-today.ts'
import { showRoom } from '../state/view-store.ts'
import { BlockRow } from './BlockRow.tsx'
import styles from './RequestCard.module.css'

/** Who asks, since when, in which words, and what they cannot see until they are let in. */
export function RequestCard({ request }: { readonly request: ContactRequest }) {
  const say = useWords()
  const users = useUsers()
  const clock = useClock()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const [isBlocking, setIsBlocking] = useState(false)
  const { user, room, note, at, id } = request
  const name = nameOf(say, users, user)
  const act = async <T,>(does: Promise<Result<T>>, then: (value: T) => void) => {
    setIsBusy(true)
    const done = await does
    setIsBusy(false)
    if (done.ok) then(done.value)
    else setProblem(errorWords(say, done.error))
  }
  if (isBlocking) return <BlockRow user={user} onClose={() => setIsBlocking(false)} />
  return (
    <article className={styles.card} aria-label={name}>
      <Avatar id={user} name={name} shape="person" size={40} />
      <div className={styles.body}>
        <p className={styles.who}>
          <b dir="auto">{name}</b>{' '}
          <span>
            <bdi>@{users[user]?.handle}</bdi> ·{' '}
            {room === undefined
              ? say('people.wants-to-write')
              : richWords(say, 'people.invites-you', { room: room.name })}{' '}
            · <time dateTime={new Date(at).toISOString()}>{listTimeWords(at, clock)}</time>
          </span>
        </p>
        {note !== undefined && (
          <p className={styles.note} dir="auto">
            {note}
          </p>
        )}
        <p className={styles.means}>
          <Shared request={request} />{' '}
          {say(
            room === undefined
              ? 'people.until-you-accept'
              : room.history === 'all'
                ? 'people.reads-all'
                : 'people.reads-joined',
          )}
        </p>
        <Problem words={problem} />
        <div className={styles.actions}>
          <Button disabled={isBusy} onClick={() => void act(acceptRequest(id), (into) => showRoom(into as RoomId))}>
            {say('people.accept')}
          </Button>
          <Button
            look="quiet"
            disabled={isBusy}
            onClick={() => void act(declineRequest(id), () => sayDone(say('people.declined', { name })))}
          >
            {say('people.decline')}
          </Button>
          <span className={styles.apart}>
            <IconButton
              label={say('people.report-name', { name })}
              onClick={() => showReport({ kind: 'request', user })}
            >
              <Flag />
            </IconButton>
            <Button look="danger-word" disabled={isBusy} onClick={() => setIsBlocking(true)}>
              {say('people.block')}
            </Button>
          </span>
        </div>
      </div>
    </article>
  )
}

/** What the two share, as far as this device knows. */
function Shared({ request }: { readonly request: ContactRequest }) {
  const say = useWords()
  const [count, setCount] = useState<number>()
  useEffect(() => {
    let isGone = false
    void listRoomsWith(request.user).then((listed) => {
      if (listed.ok && !isGone) setCount(listed.value.length)
    })
    return () => {
      isGone = true
    }
  }, [request.user])
  if (count === undefined) return null
  return count === 0 ? say('people.share-no-room') : say('people.share-rooms', { count })
}
