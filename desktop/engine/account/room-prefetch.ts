import type { RoomId } from '../../../common/ids.ts'
import { waitFor } from '../engine-clock.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import type { HistoryAsker } from '../sync/history-asker.ts'
import { readEnd } from '../sync/history-asker.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { activeAtOf } from '../views/room-view.ts'
import type { CacheWriter } from './cache-writer.ts'

/**
 * The end of the rooms that are likely to be opened next goes to disk once, although nobody has opened them here: without
 * a network there is more in them then than the one message that the list shows. A while after the start, one at a time.
 */
export type RoomPrefetch = {
  /** The list is known. Does something once. */
  start(): void
  stop(): void
}

type Fetching = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance' | 'log'>
  readonly book: Pick<RoomBook, 'get' | 'rooms'>
  readonly store: Pick<TimelineStore, 'loadTail'>
  readonly asker: Pick<HistoryAsker, 'ask'>
  readonly writer: Pick<CacheWriter, 'end'>
}

const mostRooms = 20
const endRows = 50
const firstAfterMs = 5_000
const spreadMs = 10_000
const betweenMs = 250

export function buildRoomPrefetch({ deps, book, store, asker, writer }: Fetching): RoomPrefetch {
  const { clock, chance, log } = deps
  let isStarted = false
  let stopped = false
  let cancel = () => {}

  async function fetchAll() {
    const entries = book.rooms().flatMap((room) => book.get(room) ?? [])
    const latest = entries.sort((one, other) => activeAtOf(other) - activeAtOf(one)).slice(0, mostRooms)
    for (const { state } of latest) {
      if (stopped) return
      if (!(await fetchEnd(state.room))) return
      await waitFor(clock, betweenMs)
    }
  }

  /** False where history has no time for it: what is not needed now is not asked for again. */
  async function fetchEnd(room: RoomId): Promise<boolean> {
    // Whoever has it open has seen to it.
    if (book.get(room)?.isOpen !== false) return true
    if ((await store.loadTail(room, 1))?.checkpoint !== undefined) return true
    const answer = await asker.ask(room, { limit: endRows })
    if (!answer.ok) return false
    if (!stopped && book.get(room)?.window.loaded === false) writer.end(room, readEnd(answer.value))
    return true
  }

  return {
    start() {
      if (isStarted) return
      isStarted = true
      cancel = clock.after(firstAfterMs + spreadMs * chance(), () => {
        fetchAll().catch((cause) => log('rooms: could not be fetched ahead', cause))
      })
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}
