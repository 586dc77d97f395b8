import { ArrowLeft, PanelRight } from 'lucide-react'
import type { RoomView } from '../../engine-contract.ts'
import { Avatar } from '../look/Avatar.tsx'
import { plural } from '../look/count-words.ts'
import { IconButton } from '../look/IconButton.tsx'
import { useMe, useRoomTitle } from '../state/room-selectors.ts'
import { counterpartOf } from '../state/room-words.ts'
import { showAbout, showRoom, useView } from '../state/view-store.ts'
import styles from './ConversationHeader.module.css'

export function ConversationHeader({ room }: { readonly room: RoomView }) {
  const me = useMe()
  const title = useRoomTitle(room)
  const aboutOpen = useView((view) => view.aboutOpen)
  const counterpart = counterpartOf(room, me.id)
  return (
    <header className={styles.head}>
      <IconButton label="Back to the list" className={styles.back} onClick={() => showRoom(undefined)}>
        <ArrowLeft />
      </IconButton>
      <Avatar id={counterpart ?? room.id} name={title} shape={counterpart === undefined ? 'room' : 'person'} />
      <div className={styles.text}>
        <h1 dir="auto">{title}</h1>
        {room.kind === 'group' && <p dir="auto">{subtitleOf(room)}</p>}
      </div>
      <IconButton label="About this room" aria-pressed={aboutOpen} onClick={() => showAbout(!aboutOpen)}>
        <PanelRight />
      </IconButton>
    </header>
  )
}

function subtitleOf(room: RoomView): string {
  const people = room.members.length <= 1 ? 'Only you, so far' : plural(room.members.length, 'person', 'people')
  return room.topic === '' ? people : `${people} · ${room.topic}`
}
