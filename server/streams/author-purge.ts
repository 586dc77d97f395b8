import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats'
import { appError } from '../../common/app-error.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { streams, subjects } from '../../common/subjects.ts'
import { mapNatsError } from '../nats/nats-error.ts'
import { type ArchivedPlace, loadStreamTrust } from './stream-trust.ts'

/**
 * Takes everything that one person said out of a shard's stream, as far as it is archived: their words are in no copy of the stream any
 * more. What goes out of the middle is no reason for distrust (`stream-trust.ts`). Refused where the stream is not the one that was
 * archived: there the same sequences are other events.
 */
export type PurgeAuthor = (
  shard: number,
  user: UserId,
  place: ArchivedPlace,
  within?: PurgeBounds,
) => Promise<Result<void>>
/** In one room alone, and no further than that sequence. */
export type PurgeBounds = { readonly room: RoomId; readonly upToSeq: number }

export function buildAuthorPurge(backbone: NatsConnection): PurgeAuthor {
  const manager = jetstreamManager(backbone, { checkAPI: false })
  return async (shard, user, place, within) => {
    try {
      const ready = await manager
      const trust = await loadStreamTrust(ready, shard, place)
      if (trust.kind === 'younger' || trust.fenced) return err(appError('busy', { retryAfterMs: 10_000 }))
      const filter = within === undefined ? streams.saidBy(shard, user) : subjects.sendEvent(within.room, user)
      const upToSeq = Math.min(place.seq, within?.upToSeq ?? place.seq)
      await ready.streams.purge(streams.events(shard), { filter, seq: upToSeq + 1 })
      return ok(undefined)
    } catch (cause) {
      return err(mapNatsError(cause))
    }
  }
}
