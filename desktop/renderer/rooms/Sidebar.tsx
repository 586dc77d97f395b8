import { Bookmark, Inbox, type LucideIcon, Pencil, Search, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { Keys } from '../look/keys/Keys.tsx'
import { keyNames } from '../look/keys/key-names.ts'
import { Badge } from '../look/marks/Badge.tsx'
import { useInboxFresh } from '../state/inbox-selectors.ts'
import { useWords } from '../state/language-choice.ts'
import { useAskedCount } from '../state/people-selectors.ts'
import { useHasRooms, useRoomsLoaded, useServerName } from '../state/room-selectors.ts'
import { showInbox, showOverlay, showPeople, showSaved, useView } from '../state/view-store.ts'
import { AccountBar } from './AccountBar.tsx'
import { MeBar } from './MeBar.tsx'
import { RoomSections } from './RoomSections.tsx'
import { RoomsSkeleton } from './RoomsSkeleton.tsx'
import styles from './Sidebar.module.css'

export function Sidebar() {
  const say = useWords()
  const serverName = useServerName()
  const isLoaded = useRoomsLoaded()
  const isEmpty = !useHasRooms()
  return (
    <nav className={styles.side} aria-label={say('rooms.rooms-and-people')}>
      <header className={styles.top}>
        <span className={styles.server} dir="auto">
          {serverName}
        </span>
        <PeopleButton />
        <IconButton label={say('rooms.new')} onClick={() => showOverlay('new-room')}>
          <Pencil />
        </IconButton>
      </header>
      <button
        type="button"
        className={styles.find}
        title={say('rooms.find')}
        aria-keyshortcuts="Control+K"
        onClick={() => showOverlay('switcher')}
      >
        <Search aria-hidden="true" />
        <span className={styles.findWords}>{say('rooms.find')}</span>
        <span className={styles.keys} aria-hidden="true">
          <Keys>{keyNames(say, 'Mod K')}</Keys>
        </span>
      </button>
      <InboxPlace />
      <SavedPlace />
      <RoomSections>
        {!isLoaded && isEmpty && <RoomsSkeleton />}
        {isLoaded && isEmpty && <p className={styles.none}>{say('rooms.stand-here')}</p>}
      </RoomSections>
      <AccountBar />
      <MeBar />
    </nav>
  )
}

/** A request is a dot here, never a row that looks like a friend. */
function PeopleButton() {
  const say = useWords()
  const asked = useAskedCount()
  const isShown = useView((view) => view.people !== undefined)
  return (
    <IconButton
      label={asked === 0 ? say('people.open') : say('people.open-asked', { count: asked })}
      className={styles.people}
      aria-pressed={isShown}
      onClick={() => showPeople(asked > 0 ? 'requests' : 'known')}
    >
      <UsersRound />
      {asked > 0 && <span className={styles.asked} aria-hidden="true" />}
    </IconButton>
  )
}

/** What concerns me, and how much of it is new. */
function InboxPlace() {
  const say = useWords()
  const fresh = useInboxFresh()
  const isShown = useView((view) => view.inbox)
  return (
    <PlaceRow Icon={Inbox} name={say('inbox.title')} isShown={isShown} onGo={showInbox}>
      <Badge unread={0} forYou={fresh} />
    </PlaceRow>
  )
}

/** To what I have saved for myself. */
function SavedPlace() {
  const say = useWords()
  const isShown = useView((view) => view.saved)
  return <PlaceRow Icon={Bookmark} name={say('saved.title')} isShown={isShown} onGo={showSaved} />
}

type PlaceRowProps = {
  readonly Icon: LucideIcon
  readonly name: string
  readonly isShown: boolean
  readonly onGo: () => void
  readonly children?: ReactNode
}

/** To a page of mine, above the rooms. */
function PlaceRow({ Icon, name, isShown, onGo, children }: PlaceRowProps) {
  return (
    <button
      type="button"
      className={styles.place}
      title={name}
      aria-current={isShown ? 'page' : undefined}
      onClick={onGo}
    >
      <Icon aria-hidden="true" />
      <span className={styles.placeWords}>{name}</span>
      {children}
    </button>
  )
}
