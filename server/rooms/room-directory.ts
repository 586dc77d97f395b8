import { appError } from '../../common/app-error.ts'
import type { EventId, RoomId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import { reduceRoom } from '../../common/reducers/room-reducer.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { RoomLog } from './room-log.ts'

/** The fold of the log in the store. Never more than the log says, and caught up with it whenever it matters. */
export type RoomDirectory = {
  readonly load: (room: RoomId) => Promise<RoomState | undefined>
  /** Folds in what the log has beyond the store; the state afterwards and what was new to the store. */
  readonly catchUp: (room: RoomId) => Promise<Result<CaughtUp>>
  /** Looks for an event in what the stream still holds of the room. */
  readonly find: (room: RoomId, id: EventId) => Promise<Result<StoredEvent | undefined>>
}

export type CaughtUp = { readonly state: RoomState | undefined; readonly folded: readonly StoredEvent[] }

const maxRounds = 100

export function createRoomDirectory(store: Pick<RoomStore, 'loadRoom' | 'putRoom'>, log: RoomLog): RoomDirectory {
  return {
    load: (room) => store.loadRoom(room),
    catchUp: async (room) => {
      const folded: StoredEvent[] = []
      for (let round = 0; round < maxRounds; round++) {
        const state = await store.loadRoom(room)
        const page = await log.loadAfter(room, state?.version ?? 0)
        if (!page.ok) return page
        const next = page.value.events.reduce(reduceRoom, state)
        if (next === undefined || next.version === (state?.version ?? 0)) return ok({ state, folded })
        // False: another copy of the server, or the archiver, folded first. What it stored is loaded and built upon.
        if (await store.putRoom(next, state?.version ?? 0)) {
          folded.push(...page.value.events)
          if (!page.value.hasMore) return ok({ state: next, folded })
        }
      }
      return err(appError('room-changed', { retryAfterMs: 1_000 }))
    },
    find: async (room, id) => {
      for (let after = 0; ; ) {
        const page = await log.loadAfter(room, after)
        if (!page.ok) return page
        const found = page.value.events.find(({ event }) => event.id === id)
        const last = page.value.events.at(-1)
        if (found !== undefined || !page.value.hasMore || last === undefined) return ok(found)
        after = last.seq
      }
    },
  }
}
