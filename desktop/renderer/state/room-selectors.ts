import { useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'
import { type DraftView, draftKeyOf } from '../../engine-command.ts'
import type {
  ChangeView,
  EngineState,
  GoneRoomView,
  MemberView,
  ReceiptView,
  RoomFacts,
  RoomView,
  TimelineView,
  UserView,
} from '../../engine-contract.ts'
import { emptyDraft } from './draft-steps.ts'
import { readSlice, useSlice } from './engine-store.ts'
import { useWords } from './language-choice.ts'
import {
  countUnsent,
  isSameSections,
  type RoomPlaces,
  type RoomSections,
  sectionRooms,
  sumRooms,
} from './room-order.ts'
import { roomTitleOf, type Users } from './room-words.ts'
import { useAnswersForYou, useUnreadAnswers } from './thread-selectors.ts'

export function useSession(): EngineState['session'] {
  return useSlice('session', (session) => session)
}

export function useConnection(): EngineState['connection'] {
  return useSlice('connection', (connection) => connection)
}

/** For screens that exist only while someone is signed in. */
export function useMe(): Me {
  const me = useSlice('session', (session) => (session.kind === 'signed-in' ? session.me : undefined))
  if (me === undefined) throw new Error('a screen for signed-in people was drawn without one')
  return me
}

/** Whether it is still they who are signed in: for what is done after a wait. */
export function isStillMe(user: UserId): boolean {
  const session = readSlice('session')
  return session.kind === 'signed-in' && session.me.id === user
}

export function useServerName(): string {
  const name = useSlice('session', (session) => ('server' in session ? session.server.name : ''))
  return name || 'Natter'
}

export function useServerVersion(): string | undefined {
  return useSlice('session', (session) => ('server' in session ? session.server.version : undefined))
}

/** Wakes for this person alone. */
export function useUser(user: UserId): UserView | undefined {
  return useSlice('users', (users) => users[user])
}

export function useUsers(): Users {
  return useSlice('users', (users) => users)
}

/** Every room with all that goes on in it: only for what shows the whole list. */
export function useRooms(): Readonly<Record<RoomId, RoomView>> {
  return useSlice('rooms', (rooms) => rooms)
}

export function useRoomsLoaded(): boolean {
  return useSlice('roomsLoaded', (loaded) => loaded)
}

/** Which rooms stand where: wakes when the order changes, not when something is said. */
export function useRoomSections(): RoomSections {
  const kept = useRef<RoomSections>(undefined)
  const places = useSlice(
    'settings',
    useShallow(({ hiddenRooms, notesRoom }) => ({ hiddenRooms, notesRoom })),
  )
  const answers = useUnreadAnswers()
  return useSlice('rooms', (rooms) => {
    const sections = sectionRooms(rooms, answers, places as RoomPlaces)
    if (kept.current === undefined || !isSameSections(kept.current, sections)) kept.current = sections
    return kept.current
  })
}

export function useHasRooms(): boolean {
  return useSlice('rooms', (rooms) => Object.keys(rooms).length > 0)
}

/** A row of the list, with all that goes on in it. */
export function useRoomRow(room: RoomId | undefined): RoomView | undefined {
  return useSlice('rooms', (rooms) => (room === undefined ? undefined : rooms[room]))
}

export function useUnreadTotal(): { readonly unread: number; readonly forYou: number } {
  const answers = useUnreadAnswers()
  const forYou = useAnswersForYou()
  return useSlice(
    'rooms',
    useShallow((rooms) => sumRooms(rooms, answers, forYou)),
  )
}

/** What a room is: nothing that is said in it wakes whoever asks only for that. */
export function useRoom(room: RoomId | undefined): RoomFacts | undefined {
  return useSlice(
    'rooms',
    useShallow((rooms) => {
      const row = room === undefined ? undefined : rooms[room]
      return row && factsOf(row)
    }),
  )
}

function factsOf(row: RoomView): RoomFacts {
  const {
    headSeq: _,
    receiptSeq: __,
    unread: ___,
    forYou: ____,
    preview: _____,
    activeAt: ______,
    unsent: _______,
    ...facts
  } = row
  return facts
}

/** How far I have read. */
export function useReceiptSeq(room: RoomId): number {
  return useSlice('rooms', (rooms) => rooms[room]?.receiptSeq ?? 0)
}

/** How much of others I have not read there. */
export function useUnread(room: RoomId): number {
  return useSlice('rooms', (rooms) => rooms[room]?.unread ?? 0)
}

/** What of mine waits in the room to go out. */
export function useUnsentIn(room: RoomId): number {
  return useSlice('rooms', (rooms) => rooms[room]?.unsent ?? 0)
}

const nobody: readonly never[] = []

/** Who is in it; nobody as long as it is not open. */
export function useMembers(room: RoomId): readonly MemberView[] {
  return useSlice('members', (members) => members[room] ?? nobody)
}

/** How far others have read there; nobody as long as it is not open. */
export function useReceipts(room: RoomId): readonly ReceiptView[] {
  return useSlice('receipts', (receipts) => receipts[room] ?? nobody)
}

/** Changes of mine there that did not go out, of messages that are not loaded. */
export function useUnsentChanges(room: RoomId): readonly ChangeView[] {
  return useSlice('unsentChanges', (changes) => changes[room] ?? nobody)
}

/** Until when nothing of mine goes out. */
export function useMutedUntil(): number | undefined {
  return useSlice('notes', ({ muted }) => (muted?.kind === 'muted' ? muted.until : undefined))
}

/** Why nothing is kept on this device for now. */
export function useStorageFault(): 'full' | 'gone' | 'refused' | undefined {
  return useSlice('notes', ({ storage }) => (storage?.kind === 'storage' ? storage.fault : undefined))
}

/** How much of what the server has of me has come, or of a room; undefined: nobody fetches it. */
export function useExportBytes(room?: RoomId): number | undefined {
  return useSlice('notes', ({ export: note }) =>
    note?.kind === 'export' && note.room === room ? note.bytes : undefined,
  )
}

/** Whether any copy is under way, whatever of. */
export function useIsExporting(): boolean {
  return useSlice('notes', ({ export: note }) => note !== undefined)
}

/** Whether the server sends mail; undefined: not known yet. */
export function useHasMail(): boolean | undefined {
  return useSlice('session', (session) => ('server' in session ? session.server.mail : undefined))
}

/** Who types in it, myself left out. */
export function useTyping(room: RoomId): readonly UserId[] {
  return useSlice('typing', (typing) => typing[room] ?? nobody)
}

export function useRoomTitle(room: RoomFacts): string {
  const say = useWords()
  return useSlice('users', (users) => roomTitleOf(say, room, users))
}

export function useTimeline(room: RoomId): TimelineView | undefined {
  return useSlice('timelines', (timelines) => timelines[room])
}

/** Set while history is not complete there. */
export function useCompleteToSeq(room: RoomId): number | undefined {
  return useSlice('timelines', (timelines) => timelines[room]?.completeToSeq)
}

/** A room that others took me out of, as long as nobody has taken note. */
export function useGoneRoom(room: RoomId | undefined): GoneRoomView | undefined {
  return useSlice('goneRooms', (gone) => (room === undefined ? undefined : gone[room]))
}

export function useGoneRooms(): Readonly<Record<RoomId, GoneRoomView>> {
  return useSlice('goneRooms', (gone) => gone)
}

/** How many messages of mine wait here to go out, wherever they were written. */
export function useUnsentCount(): number {
  const inRooms = useSlice('rooms', (rooms) => countUnsent({ rooms, goneRooms: {} }))
  const inGone = useSlice('goneRooms', (goneRooms) => countUnsent({ rooms: {}, goneRooms }))
  return inRooms + inGone
}

export function useDraft(room: RoomId, thread?: MessageId): DraftView {
  return useSlice('drafts', (drafts) => drafts[draftKeyOf(room, thread)] ?? emptyDraft)
}

/** The same at this moment, drawn or not. */
export function readDraft(room: RoomId, thread?: MessageId): DraftView {
  return readSlice('drafts')[draftKeyOf(room, thread)] ?? emptyDraft
}

/** How many files go with the next message. */
export function useDraftFileCount(room: RoomId): number {
  return useSlice('drafts', (drafts) => drafts[room]?.files?.length ?? 0)
}

/** Something was spoken there, and not sent. */
export function useHasDraftVoice(room: RoomId): boolean {
  return useSlice('drafts', (drafts) => drafts[room]?.voice !== undefined)
}

/** The next message, as far as it is written. */
export function useDraftWords(room: RoomId): string {
  return useSlice('drafts', (drafts) => drafts[room]?.text ?? '')
}
