import type { RoomId, UserId } from '../../common/ids.ts'
import { placeOf, type ReachState, type RoomPlace, type RoomReach, reachIn } from './room-reach.ts'

/** A room that somebody reaches at this moment, and since when they are in it. */
export type ReachedRoom = {
  readonly room: RoomId
  readonly reach: RoomReach
  readonly joinedSeq: number
}
export type LoadReached = (user: UserId) => Promise<readonly ReachedRoom[]>

export type ReachedRoomsPorts = {
  /** `isPartial`: the room shows, or has shown, newcomers only what comes; of such a one the place alone does not say what is seen. */
  readonly loadRoomMarks: (
    user: UserId,
  ) => Promise<readonly (RoomPlace & { readonly joinedSeq: number; readonly isPartial?: true })[]>
  readonly loadRooms: (rooms: readonly RoomId[]) => Promise<readonly ReachState[]>
  readonly now: () => number
}

/**
 * All rooms of somebody, for whoever looks through all of them. By their places, as `/sync` has them: a thousand rooms with a hundred
 * members each are not read for what one of these may see. Only those whose history is not open to everybody are read as well.
 */
export function buildReachedRooms({ loadRoomMarks, loadRooms, now }: ReachedRoomsPorts): LoadReached {
  return async (user) => {
    const marks = await loadRoomMarks(user)
    const partial = marks.flatMap(({ room, isPartial }) => (isPartial === true ? room : []))
    const states = partial.length === 0 ? [] : await loadRooms(partial)
    const placeIn = new Map(states.map((state) => [state.room, placeOf(user, state)]))
    return marks.flatMap(({ isPartial, joinedSeq, ...place }) => {
      const { room } = place
      // Gone meanwhile, it is reached by nobody.
      const judged = isPartial === true ? (placeIn.get(room) ?? { room }) : place
      const reach = reachIn(judged, {}, now())
      return reach.scope === 'none' ? [] : { room, reach, joinedSeq }
    })
  }
}
