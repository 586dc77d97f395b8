import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'

import type { RoomFacts } from '../../engine-contract.ts'
import { sentenceWords } from '../../words/error-words.ts'
import { closeRoom, discardSend, openRoom } from '../commands.ts'
import { Composer, type ComposerHandle } from '../composer/Composer.tsx'
import { Button } from '../look/buttons/Button.tsx'
import page from '../look/panes/Page.module.css'
import { Centre } from '../look/states/Centre.tsx'
import { RemoveDialog } from '../message/RemoveDialog.tsx'
import { RoomSearchBar } from '../search/RoomSearchBar.tsx'
import { useWords } from '../state/language-choice.ts'
import { useRoomTitle, useTimeline } from '../state/room-selectors.ts'
import { showFind, useView } from '../state/view-store.ts'
import { RoomStart } from '../timeline/RoomStart.tsx'
import { Timeline } from '../timeline/Timeline.tsx'
import { TimelineSkeleton } from '../timeline/TimelineSkeleton.tsx'
import { TypingLine } from '../timeline/TypingLine.tsx'
import type { MessageRow } from '../timeline/timeline-items.ts'
import { type Jumps, useJump, useWantedMessage } from '../timeline/use-jump.ts'
import { ConnectionBar } from './ConnectionBar.tsx'
import styles from './Conversation.module.css'
import { ConversationHeader } from './ConversationHeader.tsx'
import { type ConversationActions, ConversationContext, type UnsentWords } from './conversation-context.ts'
import { DropZone, useFileDrop } from './DropZone.tsx'
import { LooseChanges } from './LooseChanges.tsx'
import { MissedBar } from './MissedBar.tsx'
import { MutedBar } from './MutedBar.tsx'
import { PinStrip } from './PinStrip.tsx'
import { SilenceNote, useSilence } from './SilenceNote.tsx'
import { StorageBar } from './StorageBar.tsx'
import { UnreadThreads } from './UnreadThreads.tsx'

/** One open room. Drawn with `key={room.id}`: nothing in here outlives a change of room, the composer least of all. */
export function Conversation({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const composer = useRef<ComposerHandle>(null)
  const [removing, setRemoving] = useState<MessageRow>()
  const roomId = room.id
  useEffect(() => {
    void openRoom(roomId)
    return () => void closeRoom(roomId)
  }, [roomId])

  const isFinding = useView((view) => view.findOpen)
  const closeFind = () => {
    showFind(false)
    composer.current?.focus()
  }
  const silence = useSilence(room)
  const mayWrite = silence === undefined
  const title = useRoomTitle(room)
  const drop = useFileDrop(mayWrite, (picked) => composer.current?.addFiles(picked))
  const jumps = useJump(roomId)
  const { goTo } = jumps
  const { follow, missed, forgetMissed } = useWantedMessage(roomId, goTo)
  const takeBack = useCallback(
    (words: UnsentWords) => {
      // Where one may not write any more there is no box to take them: then they stay where they are.
      if (composer.current === null) return
      composer.current.takeBack(words)
      void discardSend(roomId, words.entry)
    },
    [roomId],
  )
  const actions = useMemo<ConversationActions>(
    () => ({
      room,
      mayWrite,
      reply: (row) => composer.current?.reply(row),
      edit: (row) => composer.current?.edit(row),
      askToRemove: setRemoving,
      takeBack,
      jumpTo: (message) => goTo({ kind: 'message', message }),
      follow,
      jumpToDate: (at) => goTo({ kind: 'date', at }),
      goToEnd: () => void goTo({ kind: 'end' }),
      focusComposer: () => composer.current?.focus(),
    }),
    [room, mayWrite, takeBack, goTo, follow],
  )

  return (
    <ConversationContext value={actions}>
      <main className={`${page.page} ${styles.conversation}`} aria-label={say('conversation.title')} {...drop.handlers}>
        <ConversationHeader room={room} />
        {isFinding && <RoomSearchBar room={roomId} goTo={goTo} onClose={closeFind} />}
        <ConnectionBar room={roomId} />
        <MutedBar />
        <StorageBar />
        <MissedBar missed={missed} onAgain={follow} onClose={forgetMissed} />
        <PinStrip room={roomId} />
        <UnreadThreads room={roomId} />
        <Body room={room} jumps={jumps} />
        <LooseChanges room={roomId} />
        <TypingLine room={roomId} />
        {silence === undefined ? (
          <Composer key={room.id} room={room} ref={composer} />
        ) : (
          <SilenceNote room={room} silence={silence} />
        )}
        {drop.isOver && <DropZone title={title} />}
        {removing && <RemoveDialog row={removing} onClose={() => setRemoving(undefined)} />}
      </main>
    </ConversationContext>
  )
}

type BodyProps = {
  readonly room: RoomFacts
  readonly jumps: Jumps
}

/** The only part that a message redraws. */
const Body = memo(function Body({ room, jumps }: BodyProps) {
  const say = useWords()
  const timeline = useTimeline(room.id)
  if (timeline === undefined || (timeline.rows.length === 0 && timeline.loading !== 'idle')) return <TimelineSkeleton />
  if (timeline.rows.length === 0 && timeline.problem !== undefined) {
    return (
      <Centre
        title={say('conversation.not-loaded')}
        actions={<Button onClick={() => void openRoom(room.id)}>{say('look.try-again')}</Button>}
      >
        {say('conversation.not-loaded-because', { reason: sentenceWords(say, timeline.problem) })}
      </Centre>
    )
  }
  const hasWords = timeline.rows.some((row) => row.kind === 'message')
  if (!hasWords && !timeline.hasMoreBefore && timeline.completeToSeq === undefined) return <RoomStart room={room} />
  return <Timeline room={room} timeline={timeline} jumps={jumps} />
})
