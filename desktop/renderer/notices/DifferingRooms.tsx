import { ChevronDown, Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { defaultLevel } from '../../settings/notify-rules.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { Avatar } from '../look/marks/Avatar.tsx'
import { untilWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useRooms, useUsers } from '../state/room-selectors.ts'
import { nameOf, roomTitleOf } from '../state/room-words.ts'
import { useClockNow } from '../state/use-today.ts'
import { AddDifferingDialog } from './AddDifferingDialog.tsx'
import styles from './DifferingRooms.module.css'
import { levelWords } from './RoomNoticeItems.tsx'
import { RoomNoticeMenu } from './RoomNoticeMenu.tsx'
import { useNoticeSettings, usePageChanges } from './use-notices.ts'

/** Rooms that tell something else than all others, each with its level and until when; and who comes through when it is quiet. */
export function DifferingRooms() {
  const say = useWords()
  const settings = useNoticeSettings()
  const rooms = useRooms()
  const [isAdding, setIsAdding] = useState(false)
  const nowAt = Date.now()
  const differing = (Object.keys(settings.rooms) as RoomId[]).flatMap((id) => {
    const { level, mutedUntil = 0 } = settings.rooms[id] ?? {}
    const room = rooms[id]
    return room === undefined || (level === undefined && mutedUntil <= nowAt) ? [] : [room]
  })
  const people = Object.keys(settings.people) as UserId[]
  return (
    <section className={styles.section} aria-labelledby="differing-rooms">
      <div className={styles.head}>
        <h2 id="differing-rooms">{say('notices.differing')}</h2>
        <Button look="word" onClick={() => setIsAdding(true)}>
          <Plus aria-hidden="true" />
          {say('notices.add-room')}
        </Button>
      </div>
      {differing.length + people.length === 0 && <p className={styles.none}>{say('notices.none-differ')}</p>}
      <ul aria-labelledby="differing-rooms">
        {differing.map((room) => (
          <DifferingRoom key={room.id} room={room} />
        ))}
        {people.map((user) => (
          <Person key={user} user={user} />
        ))}
      </ul>
      {isAdding && <AddDifferingDialog onClose={() => setIsAdding(false)} />}
    </section>
  )
}

function DifferingRoom({ room }: { readonly room: RoomView }) {
  const say = useWords()
  const settings = useNoticeSettings()
  const changes = usePageChanges()
  const title = roomTitleOf(say, room, useUsers())
  const clock = useClockNow()
  const { level, mutedUntil = 0 } = settings.rooms[room.id] ?? {}
  const isMuted = mutedUntil > clock.nowAt
  const inForce = isMuted ? 'none' : (level ?? defaultLevel(settings, room.kind))
  return (
    <li className={styles.row}>
      <Avatar
        id={room.counterpart ?? room.id}
        name={title}
        shape={room.counterpart === undefined ? 'room' : 'person'}
        size={28}
      />
      <span className={styles.name}>
        <b dir="auto">{title}</b>
        {isMuted && <span>{say('notices.until', { time: untilWords(mutedUntil, clock) })}</span>}
      </span>
      <RoomNoticeMenu room={room} changes={changes}>
        <Button
          look="quiet"
          size="small"
          aria-label={say('notices.level-of', { room: title, level: say(levelWords[inForce]) })}
        >
          {say(levelWords[inForce])}
          <ChevronDown aria-hidden="true" />
        </Button>
      </RoomNoticeMenu>
    </li>
  )
}

function Person({ user }: { readonly user: UserId }) {
  const say = useWords()
  const { letThrough } = usePageChanges()
  const name = nameOf(say, useUsers(), user)
  return (
    <li className={styles.row}>
      <Avatar id={user} name={name} shape="person" size={28} />
      <span className={styles.name}>
        <b dir="auto">{name}</b>
        <span>{say('notices.comes-through')}</span>
      </span>
      <IconButton label={say('notices.no-longer', { name })} onClick={() => letThrough(user, false)}>
        <X />
      </IconButton>
    </li>
  )
}
