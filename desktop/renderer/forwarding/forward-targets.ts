import type { RoomId } from '../../../common/ids.ts'
import type { PersonPlace } from '../../engine-command.ts'
import type { RoomView } from '../../engine-contract.ts'
import type { Words } from '../../words/words.ts'
import { type Silence, silenceOf } from '../about/own-rights.ts'
import { findHits, type Hit } from '../rooms/switcher-hits.ts'
import type { Users } from '../state/room-words.ts'

/** A room, or somebody by the room that I have with them alone. `silence`: why I may not write there. */
export type ForwardTarget = {
  readonly room: RoomView
  readonly title: string
  readonly marks: Hit['marks']
  readonly silence?: Silence
}

/** At once. */
export const mostTargets = 20
/** Of those that fit; who is not among them is found by another letter. */
const mostShown = 50

type Source = { readonly rooms: Readonly<Record<RoomId, RoomView>>; readonly users: Users }

/** Nothing typed: where something was said last. Else by how well the name fits, accents and slips aside, or by the handle. */
export function findTargets(say: Words, typed: string, { rooms, users }: Source, nowAt: number): ForwardTarget[] {
  const all = Object.values(rooms) as RoomView[]
  const people: PersonPlace[] = all.flatMap(({ id, counterpart }) =>
    counterpart === undefined ? [] : [{ user: counterpart, room: id }],
  )
  const hits = findHits(say, typed, { rooms, users, people, open: undefined, most: mostShown })
  const sorted = typed.trim() === '' ? hits.toSorted((a, b) => b.room.activeAt - a.room.activeAt) : hits
  const seen = new Set<RoomId>()
  return sorted.flatMap(({ room, title, marks }) => {
    if (seen.has(room.id)) return []
    seen.add(room.id)
    const silence = silenceOf(room, nowAt)
    return [{ room, title, marks, ...(silence === undefined ? {} : { silence }) }]
  })
}
