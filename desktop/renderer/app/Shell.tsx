import { lazy, Suspense, useEffect, useState } from 'react'
import { AboutPanel } from '../about/AboutPanel.tsx'
import { AddPeopleDialog } from '../about/AddPeopleDialog.tsx'
import { Conversation } from '../conversation/Conversation.tsx'
import { GoneRoomBar } from '../conversation/GoneRoomBar.tsx'
import { GoneRoomPane } from '../conversation/GoneRoomPane.tsx'
import { VersionBar } from '../conversation/VersionBar.tsx'
import { DemoBar } from '../demo/DemoBar.tsx'
import { SoundBar } from '../files/SoundBar.tsx'
import { Viewer } from '../files/Viewer.tsx'
import { ForwardPlace } from '../forwarding/ForwardPlace.tsx'
import { InboxPage } from '../inbox/InboxPage.tsx'
import { ReachLens } from '../lens/ReachLens.tsx'
import { Button } from '../look/buttons/Button.tsx'
import { Centre } from '../look/states/Centre.tsx'
import { SaidLine } from '../look/states/SaidLine.tsx'
import { DeliveryDialog } from '../message/DeliveryDialog.tsx'
import { WhoReactedDialog } from '../message/WhoReactedDialog.tsx'
import { WhyDialog } from '../notices/WhyDialog.tsx'
import { FirstChoice } from '../people/FirstChoice.tsx'
import { PeopleDialogs } from '../people/PeopleDialogs.tsx'
import { PeoplePage } from '../people/PeoplePage.tsx'
import { PersonCard } from '../people/PersonCard.tsx'
import { JoinInviteDialog } from '../rooms/JoinInviteDialog.tsx'
import { NewRoomDialog } from '../rooms/NewRoomDialog.tsx'
import { PublicRooms } from '../rooms/PublicRooms.tsx'
import { Sidebar } from '../rooms/Sidebar.tsx'
import { Switcher } from '../rooms/Switcher.tsx'
import { SavedPage } from '../saved/SavedPage.tsx'
import { SearchPage } from '../search/SearchPage.tsx'
import { Settings } from '../settings/Settings.tsx'
import { readSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'
import { showAsk } from '../state/people-dialogs.ts'
import { orderRooms } from '../state/room-order.ts'
import { useGoneRoom, useHasRooms, useRoom, useRoomsLoaded } from '../state/room-selectors.ts'
import { singleRoom } from '../state/single-room.ts'
import { readUnreadAnswers } from '../state/thread-selectors.ts'
import { lastRoom, showOverlay, showRoomUnder, useView } from '../state/view-store.ts'
import { FollowedThreads } from '../threads/FollowedThreads.tsx'
import { ThreadPanel } from '../threads/ThreadPanel.tsx'
import { ToldBar } from '../told/ToldBar.tsx'
import { Announcer } from './Announcer.tsx'
import styles from './Shell.module.css'
import { ShortcutSheet } from './ShortcutSheet.tsx'
import { UnreadTitle } from './UnreadTitle.tsx'
import { useFocusKeeper } from './use-focus-keeper.ts'
import { useLeaveQuestion } from './use-leave-question.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** Few ever open it: the chat's start does not carry it. */
const Console = lazy(() => import('../admin/Console.tsx').then(({ Console: page }) => ({ default: page })))

/** Everything a signed-in person sees: list, conversation, panel, and what lies over them. */
export function Shell() {
  const { openRoom, people, search, saved, inbox, admin, overlay, aboutOpen, lensOpen, invite, thread } = useView()
  const room = useRoom(openRoom)
  useShortcuts()
  useFocusKeeper()
  useFirstRoom()
  useLeaveQuestion()
  const gone = useGoneRoom(openRoom)
  const close = () => showOverlay('none')
  const hasLens = room !== undefined && lensOpen
  const hasThread = room !== undefined && thread?.room === room.id && !hasLens
  const hasPanel = hasThread || (room !== undefined && aboutOpen && !hasLens)
  const isListShown = openRoom === undefined && people === undefined && !search && !saved && !inbox
  return (
    <div className={styles.window}>
      <DemoBar />
      <ToldBar />
      <VersionBar />
      <GoneRoomBar />
      <SoundBar />
      {admin !== undefined ? (
        <Suspense fallback={<main className={styles.pane} aria-busy="true" />}>
          <Console place={admin} />
        </Suspense>
      ) : (
        <div
          className={styles.shell}
          data-panel={hasPanel}
          data-pane={isListShown ? 'list' : 'room'}
          data-single={singleRoom !== undefined}
        >
          {singleRoom === undefined && <Sidebar />}
          {search ? (
            <SearchPage />
          ) : saved ? (
            <SavedPage />
          ) : inbox ? (
            <InboxPage />
          ) : people !== undefined ? (
            <PeoplePage tab={people} />
          ) : hasLens ? (
            <ReachLens key={`lens ${room.id}`} room={room} />
          ) : room !== undefined ? (
            <Conversation key={room.id} room={room} />
          ) : gone !== undefined ? (
            <main className={styles.pane}>
              <GoneRoomPane key={gone.id} gone={gone} />
            </main>
          ) : (
            <NoRoom isMissing={openRoom !== undefined} />
          )}
          {/* Not the conversation's key: two siblings with one key, and React leaves the old ones standing. */}
          {hasThread && <ThreadPanel key={`thread ${thread.message}`} room={room} thread={thread} />}
          {hasPanel && !hasThread && <AboutPanel key={`about ${room.id}`} room={room} />}
        </div>
      )}
      {overlay === 'switcher' && <Switcher onClose={close} />}
      {overlay === 'threads' && <FollowedThreads onClose={close} />}
      {overlay === 'new-room' && <NewRoomDialog onClose={close} />}
      {invite !== undefined && <JoinInviteDialog key={invite} code={invite} />}
      {overlay === 'public-rooms' && <PublicRooms onClose={close} />}
      {overlay === 'settings' && <Settings onClose={close} />}
      {overlay === 'shortcuts' && <ShortcutSheet onClose={close} />}
      {overlay === 'add-people' && room !== undefined && <AddPeopleDialog room={room} onClose={close} />}
      {overlay !== 'settings' && <SaidLine />}
      <Viewer />
      <PersonCard />
      <PeopleDialogs />
      <ForwardPlace />
      <WhyDialog />
      <DeliveryDialog />
      <WhoReactedDialog />
      <Announcer room={room?.id} />
      <UnreadTitle room={room} />
    </div>
  )
}

function NoRoom({ isMissing }: { readonly isMissing: boolean }) {
  const say = useWords()
  const isLoaded = useRoomsLoaded()
  const hasRooms = useHasRooms()
  const isLate = useIsLate(isMissing)
  if (isMissing && !isLate) return <main className={styles.pane} aria-busy="true" />
  if (!isLoaded) return <main className={styles.pane} aria-busy="true" />
  const make = <Button onClick={() => showOverlay('new-room')}>{say('app.make-a-room')}</Button>
  const find = <Button onClick={() => showOverlay('switcher')}>{say('app.find-a-room')}</Button>
  if (isMissing) {
    return (
      <main className={styles.pane}>
        <Centre isPage title={say('app.not-here')} actions={hasRooms ? find : make}>
          {say('app.not-here-because')}
        </Centre>
      </main>
    )
  }
  return (
    <main className={`${styles.pane} ${styles.first}`} data-empty={!hasRooms}>
      {!hasRooms && <FirstChoice />}
      {hasRooms ? (
        <Centre isPage title={say('app.where-to')} actions={find}>
          {say('app.choose-a-room')}
        </Centre>
      ) : (
        <Centre
          isPage
          title={say('app.no-rooms')}
          actions={
            <>
              {make}
              <Button look="quiet" onClick={() => showAsk()}>
                {say('people.write-to')}
              </Button>
              <Button look="quiet" onClick={() => showOverlay('public-rooms')}>
                {say('rooms.look-around')}
              </Button>
            </>
          }
        >
          {say('app.no-rooms-hint')}
        </Centre>
      )}
    </main>
  )
}

/** A room that was just made, or joined elsewhere, may be a moment away: only then it is missing. */
function useIsLate(isMissing: boolean): boolean {
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    setIsLate(false)
    if (!isMissing) return
    const timer = setTimeout(() => setIsLate(true), 1500)
    return () => clearTimeout(timer)
  }, [isMissing])
  return isLate
}

/** A window that names no room opens the last one, where there is space for both list and room. */
function useFirstRoom(): void {
  const isLoaded = useRoomsLoaded()
  useEffect(() => {
    if (
      !isLoaded ||
      useView.getState().openRoom !== undefined ||
      useView.getState().people !== undefined ||
      useView.getState().search ||
      useView.getState().saved ||
      useView.getState().inbox ||
      useView.getState().admin !== undefined ||
      innerWidth <= 620
    )
      return
    const rooms = readSlice('rooms')
    const last = lastRoom()
    const { unread, rest } = orderRooms(rooms, readUnreadAnswers())
    const first = (last && rooms[last]) ?? unread[0] ?? rest[0]
    if (first !== undefined) showRoomUnder(first.id)
  }, [isLoaded])
}
