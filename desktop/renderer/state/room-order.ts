import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { UnreadTotals } from '../../../common/reducers/unread-reducer.ts'
import { sumUnread } from '../../../common/reducers/unread-reducer.ts'
import type { EngineState, GoneRoomView, RoomView } from '../../engine-contract.ts'
import type { FollowedView } from '../../room-command.ts'
import type { PersonSettings } from '../../settings/person-settings.ts'

type Rooms = Readonly<Record<RoomId, RoomView>>

/** How many answers are unread in threads of a room that I follow, without those that the room counts itself. */
export type UnreadAnswers = Readonly<Record<RoomId, number>>

export function sumAnswers(followed: Readonly<Record<MessageId, FollowedView>>): UnreadAnswers {
  const sums: Record<RoomId, number> = {}
  for (const { room, unread, alsoInRoom = 0 } of Object.values<FollowedView>(followed)) {
    if (unread > alsoInRoom) sums[room] = (sums[room] ?? 0) + unread - alsoInRoom
  }
  return sums
}

/** Those of them that name me. */
export function sumAnswersForYou(followed: Readonly<Record<MessageId, FollowedView>>): UnreadAnswers {
  const sums: Record<RoomId, number> = {}
  for (const { room, forYou = 0, alsoForYou = 0 } of Object.values<FollowedView>(followed)) {
    if (forYou > alsoForYou) sums[room] = (sums[room] ?? 0) + forYou - alsoForYou
  }
  return sums
}

/** The list as it stands on screen: unread first, and both parts by the time of the last message. */
export function orderRooms(
  rooms: Rooms,
  answers: UnreadAnswers,
): { readonly unread: readonly RoomView[]; readonly rest: readonly RoomView[] } {
  const all = (Object.values(rooms) as RoomView[]).sort(byActivity)
  const isFirst = (room: RoomView) => isUnread(room, answers[room.id])
  return { unread: all.filter(isFirst), rest: all.filter((room) => !isFirst(room)) }
}

export type RoomSections = {
  /** My own, if I have one. */
  readonly notes: readonly RoomId[]
  readonly unread: readonly RoomId[]
  readonly rooms: readonly RoomId[]
  readonly people: readonly RoomId[]
}

/** Which rooms stand elsewhere than their time says: my own, and what is hidden until somebody writes there. */
export type RoomPlaces = Pick<PersonSettings, 'hiddenRooms' | 'notesRoom'>

/** The list as it stands on screen, in its sections. */
export function sectionRooms(
  rooms: Rooms,
  answers: UnreadAnswers,
  { hiddenRooms, notesRoom }: RoomPlaces,
): RoomSections {
  const notes = notesRoom === undefined ? undefined : rooms[notesRoom]
  const { unread, rest } = orderRooms(
    Object.fromEntries(
      (Object.values(rooms) as RoomView[])
        .filter((room) => room.id !== notes?.id && !isHidden(room, hiddenRooms))
        .map((room) => [room.id, room]),
    ) as Rooms,
    answers,
  )
  const idsOf = (all: readonly RoomView[]) => all.map(({ id }) => id)
  return {
    notes: notes === undefined ? [] : [notes.id],
    unread: idsOf(unread),
    rooms: idsOf(rest.filter(({ kind }) => kind !== 'direct')),
    people: idsOf(rest.filter(({ kind }) => kind === 'direct')),
  }
}

export function isSameSections(a: RoomSections, b: RoomSections): boolean {
  const isSame = (one: readonly RoomId[], other: readonly RoomId[]) =>
    one.length === other.length && one.every((id, index) => id === other[index])
  return (
    isSame(a.notes, b.notes) && isSame(a.unread, b.unread) && isSame(a.rooms, b.rooms) && isSame(a.people, b.people)
  )
}

/** Until something comes that was not there when it was hidden. */
export function isHidden({ id, headSeq }: RoomView, hidden: PersonSettings['hiddenRooms']): boolean {
  return headSeq <= (hidden[id] ?? -1)
}

/** A muted room asks for nobody: its count stands on its row, and it keeps its place. */
export function isUnread({ quietUntil, unread, forYou }: RoomView, answers = 0): boolean {
  return quietUntil === undefined && (unread > 0 || forYou > 0 || answers > 0)
}

/** For title, badge and tray: the one sum of what the rooms' rows say, so that they never differ. */
export function sumRooms(rooms: Rooms, answers: UnreadAnswers, answersForYou: UnreadAnswers = {}): UnreadTotals {
  const all = Object.values(rooms) as RoomView[]
  return sumUnread(
    all.map(({ id, unread, forYou, quietUntil }) => ({
      count: unread + (answers[id] ?? 0),
      forYou: forYou + (answersForYou[id] ?? 0),
      muted: quietUntil !== undefined,
    })),
  )
}

/**
 * The unread room after (or before) the open one in the order of the list, going round: repeated, it visits each once.
 */
export function nextUnread(
  { rooms, answers }: { readonly rooms: Rooms; readonly answers: UnreadAnswers },
  open: RoomId | undefined,
  step: 1 | -1,
): RoomId | undefined {
  const { unread, rest } = orderRooms(rooms, answers)
  const all = [...unread, ...rest]
  const from = all.findIndex((room) => room.id === open)
  for (let far = 1; far <= all.length; far++) {
    const start = from === -1 && step === 1 ? -1 : Math.max(from, 0)
    const room = all[(start + step * far + all.length * 2) % all.length]
    if (room !== undefined && room.id !== open && isUnread(room, answers[room.id])) return room.id
  }
  return undefined
}

function byActivity(a: RoomView, b: RoomView): number {
  return b.activeAt - a.activeAt || (a.id < b.id ? -1 : 1)
}

export function countUnsent({ rooms, goneRooms }: Pick<EngineState, 'rooms' | 'goneRooms'>): number {
  let count = 0
  for (const { unsent } of Object.values(rooms) as RoomView[]) count += unsent ?? 0
  for (const { unsent } of Object.values(goneRooms) as GoneRoomView[]) count += unsent.length
  return count
}
