import { Search, Telescope } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import type { PublicRooms as Answer } from '../../../common/http-contract/room-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import { errorWords } from '../../words/error-words.ts'
import { joinPublicRoom, listPublicRooms } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { SearchBox } from '../look/fields/SearchBox.tsx'
import { useSettled } from '../look/fields/use-settled.ts'
import { Avatar } from '../look/marks/Avatar.tsx'
import { IconTile } from '../look/marks/IconTile.tsx'
import { Modal } from '../look/popups/Modal.tsx'
import { Broken } from '../look/states/Broken.tsx'
import { Centre } from '../look/states/Centre.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { useRoomPicture } from '../people/use-picture.ts'
import { useWords } from '../state/language-choice.ts'
import { useRooms } from '../state/room-selectors.ts'
import { showRoom } from '../state/view-store.ts'
import { focusAfter } from './focus-after.ts'
import styles from './PublicRooms.module.css'

/** Rooms that everybody here may join, by name or topic. */
export function PublicRooms({ onClose }: { readonly onClose: () => void }) {
  const say = useWords()
  const input = useRef<HTMLInputElement>(null)
  const isGoing = useRef(false)
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim(), 250)
  const go = (room: RoomId) => {
    isGoing.current = true
    showRoom(room)
  }
  return (
    <Modal
      title={say('rooms.public')}
      onClose={onClose}
      initialFocus={input}
      finalFocus={() => focusAfter(isGoing.current)}
      wide
    >
      <SearchBox
        ref={input}
        label={say('rooms.find-public')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className={styles.found}>
        <Found key={q} q={q} onGo={go} />
      </div>
    </Modal>
  )
}

function Found({ q, onGo }: { readonly q: string; readonly onGo: (room: RoomId) => void }) {
  const say = useWords()
  const mine = useRooms()
  const loaded = useLoaded(useCallback(() => listPublicRooms(q), [q]))
  const [more, setMore] = useState<Answer>()
  const [problem, setProblem] = useState<string>()
  const [joining, setJoining] = useState<RoomId>()
  const join = async (room: RoomId) => {
    setProblem(undefined)
    setJoining(room)
    const joined = await joinPublicRoom(room)
    setJoining(undefined)
    if (joined.ok) onGo(joined.value)
    else setProblem(errorWords(say, joined.error))
  }
  const showMore = async (cursor: string) => {
    const answer = await listPublicRooms(q, cursor)
    if (!answer.ok) return setProblem(errorWords(say, answer.error))
    setMore({ ...answer.value, rooms: [...(more?.rooms ?? []), ...answer.value.rooms] })
  }
  if (loaded.value === undefined) {
    if (loaded.error === undefined) return <RowsSkeleton label={say('rooms.loading')} />
    return <Broken title={say('rooms.public-not-loaded')} words={say('about.messages-go-on')} onAgain={loaded.again} />
  }
  const rooms = [...loaded.value.rooms, ...(more?.rooms ?? [])]
  const { cursor } = more ?? loaded.value
  if (rooms.length === 0) {
    return (
      <Centre
        picture={<IconTile size={56}>{q === '' ? <Telescope /> : <Search />}</IconTile>}
        title={q === '' ? say('rooms.no-public') : say('rooms.no-public-called', { words: q })}
      >
        {say(q === '' ? 'rooms.no-public-hint' : 'rooms.no-public-called-hint')}
      </Centre>
    )
  }
  return (
    <>
      <Problem words={problem} />
      <ul aria-label={say('rooms.public')} className={styles.rooms}>
        {rooms.map(({ id, name, topic, members, avatar }) => (
          <li key={id}>
            <PublicFace id={id} name={name} avatar={avatar} />
            <div>
              <b dir="auto">{name || say('rooms.unnamed')}</b>
              <small dir="auto">{topic === '' ? say('people.count', { count: members }) : topic}</small>
              {topic !== '' && <small>{say('people.count', { count: members })}</small>}
            </div>
            {mine[id] === undefined ? (
              <Button
                look="quiet"
                size="small"
                disabled={joining !== undefined}
                aria-label={say('rooms.join-room', { room: name || say('rooms.unnamed') })}
                onClick={() => void join(id)}
              >
                {say('invite.join')}
              </Button>
            ) : (
              <Button look="word" size="small" onClick={() => onGo(id)}>
                {say('rooms.go-there')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {cursor !== undefined && (
        <Button look="quiet" onClick={() => void showMore(cursor)}>
          {say('rooms.show-more')}
        </Button>
      )}
    </>
  )
}

function PublicFace({ id, name, avatar }: Pick<Answer['rooms'][number], 'id' | 'name' | 'avatar'>) {
  return <Avatar id={id} name={name} shape="room" size={40} picture={useRoomPicture(id, avatar)} />
}
