import type { RoomId } from '../../common/ids.ts'

export type PeopleFigures = {
  /** Accounts of people: neither erased ones nor bots. */
  readonly total: number
  readonly suspended: number
  /** People with a device that was seen since then, in the order of the times asked for. */
  readonly active: readonly number[]
}

/** What there is how much of, for whoever runs the server. Port; adapters in `sqlite/` and `mongo/`, one conformance suite. */
export type FigureStore = {
  readonly countPeople: (sinceAts: readonly number[]) => Promise<PeopleFigures>
  /** Rooms that somebody is in. */
  readonly countRooms: () => Promise<number>
  /** What was said, as the archive has it: what was taken back since stands as one. */
  readonly countMessages: () => Promise<number>
  /** The same of one room. */
  readonly countRoomMessages: (room: RoomId) => Promise<number>
  /** The same by when it was said, one number for each span that begins at a bound and ends before the next one. */
  readonly countMessagesBetween: (bounds: readonly number[]) => Promise<readonly number[]>
  /** What the store takes of the disk. */
  readonly countBytes: () => Promise<number>
}
