import { appError } from '../../common/app-error.ts'
import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { HistoryStore } from '../store/history-store.ts'
import type { Gone } from './erasure-reports.ts'

export type WordEraserPorts = {
  readonly loadMessagesOf: HistoryStore['loadMessagesOf']
  /** The author takes it back: an event of the room, which every client and the archive fold. */
  readonly removeMessages: (room: RoomId, messages: readonly MessageId[]) => Promise<Result<unknown>>
  readonly countShards: () => number
  /** False where the archive is behind what was said. */
  readonly reach: (shard: number) => Promise<boolean>
  /** Out of the stream, as far as it is archived; how many events that was. */
  readonly purge: (shard: number, user: UserId) => Promise<Result<number>>
  readonly now: () => number
}

const pageMessages = 200
/** Then others have their turn, and it goes on. */
const atATimeMs = 10_000

/**
 * All that somebody said, in every room, taken back message by message, so that whoever has the words drops them as they drop any other; and
 * then out of the streams, so that no copy of these has them. May be broken off at any point and begun again.
 */
export function buildWordEraser(
  ports: WordEraserPorts,
): (user: UserId, onGone: (gone: Gone) => Promise<void>) => Promise<Result<void>> {
  const later = err(appError('busy', { retryAfterMs: 10_000 }))
  return async (user, onGone) => {
    const startedAt = ports.now()
    const shards = Array.from({ length: ports.countShards() }, (_, shard) => shard)
    // What they said last comes into the archive first, or it would be found by nobody.
    for (const shard of shards) if (!(await ports.reach(shard))) return later
    let after: { readonly room: RoomId; readonly id: MessageId } | undefined
    for (;;) {
      const page = await ports.loadMessagesOf(user, after, pageMessages)
      const standing = page.filter(({ removedAt }) => removedAt === undefined)
      if (standing.length > 0 && ports.now() - startedAt > atATimeMs) return later
      for (const room of new Set(standing.map((one) => one.room))) {
        const ids = standing.flatMap((one) => (one.room === room ? [one.id] : []))
        const removed = await ports.removeMessages(room, ids)
        // A room that is no more has nobody who could read it.
        if (!removed.ok && removed.error.code !== 'room-unknown') return removed
        if (removed.ok) await onGone({ messages: ids.length })
      }
      const last = page.at(-1)
      if (last === undefined) break
      after = { room: last.room, id: last.id }
    }
    for (const shard of shards) {
      if (!(await ports.reach(shard))) return later
      const purged = await ports.purge(shard, user)
      if (!purged.ok) return purged
      await onGone({ 'events-in-streams': purged.value })
    }
    return ok(undefined)
  }
}
