import { ArrowLeft, PanelRight } from 'lucide-react'
import type { RoomFacts } from '../../engine-contract.ts'
import { Avatar } from '../look/Avatar.tsx'
import { plural } from '../look/count-words.ts'
import { IconButton } from '../look/IconButton.tsx'
import { useRoomTitle } from '../state/room-selectors.ts'
import { showAbout, showRoom, useView } from '../state/view-store.ts'
import styles from './ConversationHeader.module.css'

export function ConversationHeader({ room }: { readonly room: RoomFacts }) {
  const title = useRoomTitle(room)
  const aboutOpen = useView((view) => view.aboutOpen)
  const { counterpart } = room
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

function subtitleOf(room: RoomFacts): string {
  const people = room.memberCount <= 1 ? 'Only you, so far' : plural(room.memberCount, 'person', 'people')
  return room.topic === '' ? people : `${people} · ${room.topic}`
}
