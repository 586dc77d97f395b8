import type { RoomId, UserId } from '../../../common/ids.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import { buildHistoryAsker, type HistoryAsker } from '../sync/history-asker.ts'
import { buildMessageFinder } from '../sync/message-finder.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { RoomFiller, Unheard } from '../sync/room-filler.ts'
import { buildRoomFiller } from '../sync/room-filler.ts'
import { buildRoomPages } from '../sync/room-pages.ts'
import type { RoomReader } from '../sync/room-reader.ts'
import { buildRoomReader } from '../sync/room-reader.ts'
import type { CacheWriter } from './cache-writer.ts'

/** What was said in rooms, from disk and history: their ends brought up to date, and somebody moved through them. */
export type RoomHistory = {
  readonly asker: HistoryAsker
  readonly filler: RoomFiller
  readonly reader: RoomReader
  stop(): void
}

type Asking = {
  readonly deps: EngineDeps
  readonly me: UserId
  readonly client: Pick<ControlPlaneClient, 'history'>
  readonly book: RoomBook
  readonly timelines: TimelineStore
  /** The ends of rooms, as the disk has them. */
  readonly tails: Pick<TimelineStore, 'loadTail'>
  readonly writer: Pick<CacheWriter, 'fill' | 'end'>
  readonly onFilled: (room: RoomId, unheard?: Unheard) => void
  readonly onFault: (cause: unknown) => void
}

export function buildRoomHistory(asking: Asking): RoomHistory {
  const { deps, me, client, book, timelines, tails, writer, onFilled, onFault } = asking
  const asker = buildHistoryAsker(deps, client, (room) => {
    const entry = book.get(room)
    return entry !== undefined && (entry.isOpen || entry.window.timeline.own.length > 0)
  })
  const pages = buildRoomPages(asker, timelines, onFault, (hole) => deps.log('a stretch was fetched anew', hole))
  const finder = buildMessageFinder(asker, timelines)
  const filler = buildRoomFiller({
    ...{ deps, me, asker, book },
    keep: {
      fill(room, fill) {
        writer.fill(room, fill)
        pages.noteFetched(room, { from: fill.since + 1, to: fill.head })
      },
      end(room, end) {
        writer.end(room, end)
        pages.noteFetched(room, end)
      },
    },
    onFilled(room, unheard) {
      onFilled(room, unheard)
      // Whoever reads before an end that began anew sees what was changed there meanwhile.
      void reader.refresh(room)
    },
  })
  const reader = buildRoomReader({ deps, me, book, store: tails, pages, finder, filler })
  return {
    asker,
    filler,
    reader,
    stop() {
      asker.stop()
      filler.stop()
      reader.stop()
    },
  }
}
