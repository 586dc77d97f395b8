import { appError } from '../../../common/app-error.ts'
import type { RoomId } from '../../../common/ids.ts'
import { err, ok } from '../../../common/result.ts'
import type { CommandHandlers, KeptCommand, KeptSize } from '../../engine-command.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { CacheWriter } from './cache-writer.ts'

/** How much of what was said lies on this device, and away with it: a cache, nothing that only we have. */
export function buildKeptHandlers(
  book: Pick<RoomBook, 'rooms'>,
  timelines: Pick<TimelineStore, 'measure'>,
  writer: Pick<CacheWriter, 'clear' | 'flush'>,
  clearSaved: (rooms: readonly RoomId[]) => Promise<boolean>,
): CommandHandlers<KeptCommand> {
  return {
    async 'measure-kept'() {
      await writer.flush()
      const sizes: KeptSize[] = []
      try {
        for (const room of book.rooms()) {
          const { messages, bytes } = await timelines.measure(room)
          if (bytes > 0) sizes.push({ room, messages, bytes })
        }
      } catch (cause) {
        return err(appError('storage-unavailable', { cause }))
      }
      return ok(sizes)
    },
    async 'clear-kept'({ room }) {
      const rooms = room === undefined ? book.rooms() : [room]
      const cleared = [...rooms.map((one) => writer.clear(one)), clearSaved(rooms)]
      await writer.flush()
      return (await Promise.all(cleared)).every(Boolean) ? ok(null) : err(appError('storage-unavailable'))
    },
  }
}
