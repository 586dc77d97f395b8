import { Tabs } from '@base-ui/react/tabs'
import { ChevronRight, Download, LogOut, ShieldCheck, UserPlus } from 'lucide-react'
import type { RoomFacts } from '../../engine-contract.ts'
import { FilesTab, LinksTab } from '../files/SharedTab.tsx'
import { useSharedCounts } from '../files/use-room-files.ts'
import tabLine from '../look/panes/TabLine.module.css'
import { useTabLine } from '../look/panes/use-tab-line.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { RoomFace } from '../rooms/RoomFace.tsx'
import { useBotCount } from '../state/here-count.ts'
import { useWords } from '../state/language-choice.ts'
import { useRoomTitle, useUsers } from '../state/room-selectors.ts'
import { usePins } from '../state/thread-selectors.ts'
import { type AboutTab, showAboutPage, showLens, useView } from '../state/view-store.ts'
import styles from './AboutPanel.module.css'
import { CoverageCard } from './CoverageCard.tsx'
import { MemberTab } from './MemberTab.tsx'
import { runsRoom } from './member-actions.ts'
import { PinTab } from './PinTab.tsx'
import { RoomSettings } from './RoomSettings.tsx'

type RoomAboutProps = {
  readonly room: RoomFacts
  readonly onLeave: () => void
  readonly onExport: () => void
  readonly onCloseRoom: () => void
}

/** Picture, name and what one does most; below it who is in it, and how it is set. */
export function RoomAbout({ room, onLeave, onExport, onCloseRoom }: RoomAboutProps) {
  const say = useWords()
  const users = useUsers()
  const title = useRoomTitle(room)
  const chosen = useView((view) => view.aboutTab)
  const pins = usePins(room.id).length
  const counts = useSharedCounts(room.id)
  const { counterpart } = room
  // Who two people are to each other is set elsewhere.
  const tab = counterpart !== undefined && chosen === 'settings' ? 'people' : chosen
  const line = useTabLine(tab)
  const tabs = (
    <Tabs.Root value={tab} onValueChange={(next) => useView.setState({ aboutTab: next as AboutTab })}>
      <Tabs.List ref={line} className={`${tabLine.line} ${styles.tabs}`} aria-label={say('about.about-room')}>
        <Tabs.Tab value="people" className={styles.tab}>
          {say('about.people')} <span>{room.memberCount}</span>
        </Tabs.Tab>
        <Tabs.Tab value="files" className={styles.tab}>
          {say('media.files')} <TabCount count={counts?.files} />
        </Tabs.Tab>
        <Tabs.Tab value="links" className={styles.tab}>
          {say('media.links')} <TabCount count={counts?.links} />
        </Tabs.Tab>
        <Tabs.Tab value="pins" className={styles.tab}>
          {say('pins.title')} <TabCount count={pins} />
        </Tabs.Tab>
        {counterpart === undefined && (
          <Tabs.Tab value="settings" className={styles.tab}>
            {say('about.settings')}
          </Tabs.Tab>
        )}
      </Tabs.List>
      <Tabs.Panel value="people" tabIndex={-1}>
        <MemberTab room={room} />
      </Tabs.Panel>
      <Tabs.Panel value="files" tabIndex={-1}>
        <FilesTab room={room.id} />
      </Tabs.Panel>
      <Tabs.Panel value="links" tabIndex={-1}>
        <LinksTab room={room.id} />
      </Tabs.Panel>
      <Tabs.Panel value="pins" tabIndex={-1}>
        <PinTab room={room} />
      </Tabs.Panel>
      {counterpart === undefined && (
        <Tabs.Panel value="settings" tabIndex={-1}>
          <RoomSettings room={room} onCloseRoom={onCloseRoom} />
        </Tabs.Panel>
      )}
    </Tabs.Root>
  )
  if (counterpart !== undefined) {
    return (
      <>
        <div className={styles.who}>
          <PersonFace user={counterpart} size={56} hasPresence />
          <div>
            <h3 dir="auto">{title}</h3>
            <p>
              <bdi>@{users[counterpart]?.handle}</bdi>
            </p>
          </div>
        </div>
        <div className={styles.quick}>
          <ExportButton onExport={onExport} />
        </div>
        <LensCard room={room} />
        <CoverageCard key={room.id} room={room.id} />
        {tabs}
      </>
    )
  }
  return (
    <>
      <div className={styles.who}>
        <RoomFace room={room} size={56} />
        <div>
          <h3 dir="auto">{title}</h3>
          {room.topic !== '' && <p dir="auto">{room.topic}</p>}
        </div>
      </div>
      <div className={styles.quick}>
        {runsRoom(room) && (
          <button type="button" onClick={() => showAboutPage('invite')}>
            <UserPlus aria-hidden="true" />
            {say('about.invite')}
          </button>
        )}
        <ExportButton onExport={onExport} />
        <button type="button" onClick={onLeave}>
          <LogOut aria-hidden="true" />
          {say('about.leave')}
        </button>
      </div>
      <LensCard room={room} />
      <CoverageCard key={room.id} room={room.id} />
      {tabs}
    </>
  )
}

function TabCount({ count = 0 }: { readonly count?: number | undefined }) {
  const say = useWords()
  return count === 0 ? null : <span>{say.number(count)}</span>
}

function ExportButton({ onExport }: { readonly onExport: () => void }) {
  const say = useWords()
  return (
    <button type="button" onClick={onExport}>
      <Download aria-hidden="true" />
      {say('export.open')}
    </button>
  )
}

function LensCard({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const bots = useBotCount(room.id)
  return (
    <button type="button" className={styles.lens} onClick={() => showLens(true)}>
      <ShieldCheck aria-hidden="true" />
      <span>
        <b>{say('lens.title')}</b>
        <small>{say('lens.card', { count: room.memberCount - bots, bots })}</small>
      </span>
      <ChevronRight aria-hidden="true" className={styles.go} />
    </button>
  )
}
