import { Pencil, Search } from 'lucide-react'
import { memo, useCallback } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { IconButton } from '../look/IconButton.tsx'
import { Keys } from '../look/Keys.tsx'
import { keyNames } from '../look/key-names.ts'
import { useWords } from '../state/language-choice.ts'
import { useOrderedRooms, useRoomsLoaded, useServerName } from '../state/room-selectors.ts'
import { showOverlay, showRoom, useView } from '../state/view-store.ts'
import { MeBar } from './MeBar.tsx'
import { RoomRow } from './RoomRow.tsx'
import { RoomsSkeleton } from './RoomsSkeleton.tsx'
import styles from './Sidebar.module.css'

export function Sidebar() {
  const say = useWords()
  const serverName = useServerName()
  const { unread, rest } = useOrderedRooms()
  const open = useView((view) => view.openRoom)
  const isLoaded = useRoomsLoaded()
  const onOpen = useCallback((room: RoomId) => showRoom(room), [])
  const isEmpty = unread.length + rest.length === 0
  return (
    <nav className={styles.side} aria-label={say('rooms.rooms-and-people')}>
      <header className={styles.top}>
        <span className={styles.server} dir="auto">
          {serverName}
        </span>
        <IconButton label={say('rooms.new')} onClick={() => showOverlay('new-room')}>
          <Pencil />
        </IconButton>
      </header>
      <button
        type="button"
        className={styles.find}
        aria-label={say('rooms.find')}
        aria-keyshortcuts="Control+K"
        onClick={() => showOverlay('switcher')}
      >
        <Search aria-hidden="true" />
        <span>{say('rooms.find')}</span>
        <Keys>{keyNames(say, 'Mod K')}</Keys>
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from row to row; the rows are the buttons */}
      <div className={styles.rows} onKeyDown={moveFocus} aria-busy={!isLoaded}>
        <Section title={say('rooms.unread')} rooms={unread} open={open} onOpen={onOpen} />
        <Section title={say('rooms.rooms-and-people')} rooms={rest} open={open} onOpen={onOpen} />
        {!isLoaded && isEmpty && <RoomsSkeleton />}
        {isLoaded && isEmpty && <p className={styles.none}>{say('rooms.stand-here')}</p>}
      </div>
      <MeBar />
    </nav>
  )
}

type SectionProps = {
  readonly title: string
  readonly rooms: readonly RoomView[]
  readonly open: RoomId | undefined
  readonly onOpen: (room: RoomId) => void
}

const Section = memo(function Section({ title, rooms, open, onOpen }: SectionProps) {
  if (rooms.length === 0) return null
  return (
    <>
      <h2 className={styles.label}>{title}</h2>
      <ul aria-label={title}>
        {rooms.map((room) => (
          <RoomRow key={room.id} room={room} isOpen={room.id === open} onOpen={onOpen} />
        ))}
      </ul>
    </>
  )
})

function moveFocus(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  const next = buttons[at + (event.key === 'ArrowDown' ? 1 : -1)]
  if (at === -1 || next === undefined) return
  event.preventDefault()
  next.focus()
}
