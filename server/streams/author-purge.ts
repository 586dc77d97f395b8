import {
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream'
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
 * archived: there the same sequences are other events. How many events that was.
 */
export type PurgeAuthor = (
  shard: number,
  user: UserId,
  place: ArchivedPlace,
  within?: PurgeBounds,
) => Promise<Result<number>>
/** In one room alone, and no further than that sequence. */
export type PurgeBounds = { readonly room: RoomId; readonly upToSeq: number }

/** On their way to the broker. */
const erasedAtOnce = 64
const withinMs = 10_000

export function buildAuthorPurge(backbone: NatsConnection): PurgeAuthor {
  const manager = jetstreamManager(backbone, { checkAPI: false })
  return async (shard, user, place, within) => {
    try {
      const ready = await manager
      const trust = await loadStreamTrust(ready, shard, place)
      if (trust.kind === 'younger' || trust.fenced) return err(appError('busy', { retryAfterMs: 10_000 }))
      const filter = within === undefined ? streams.saidBy(shard, user) : subjects.sendEvent(within.room, user)
      const upToSeq = Math.min(place.seq, within?.upToSeq ?? place.seq)
      const stream = streams.events(shard)
      const seqs = await listSeqs(backbone, { stream, filter, upToSeq })
      await eraseSeqs(ready, stream, seqs)
      // Those that could not be written over, and any that came in between.
      const { purged } = await ready.streams.purge(stream, { filter, seq: upToSeq + 1 })
      return ok(Math.max(seqs.length, purged))
    } catch (cause) {
      return err(mapNatsError(cause))
    }
  }
}

type Stretch = { readonly stream: string; readonly filter: string; readonly upToSeq: number }

/** By their heads alone. */
async function listSeqs(backbone: NatsConnection, { stream, filter, upToSeq }: Stretch): Promise<readonly number[]> {
  const consumer = await jetstream(backbone).consumers.get(stream, {
    filter_subjects: filter,
    headers_only: true,
    deliver_policy: DeliverPolicy.All,
  })
  const seqs: number[] = []
  try {
    let { num_pending: left } = await consumer.info()
    while (left > 0) {
      const batch = await consumer.fetch({ max_messages: Math.min(left, 500), expires: withinMs })
      let got = 0
      for await (const message of batch) {
        got++
        if (message.seq > upToSeq) return seqs
        seqs.push(message.seq)
      }
      // Somebody else was at it.
      if (got === 0) break
      left -= got
    }
    return seqs
  } finally {
    await consumer.delete().catch(() => false)
  }
}

/**
 * A purge takes events out of what the broker finds, and leaves their bytes in its files until these are written anew: an erasure
 * writes over them. A stream of an earlier version refuses that for good.
 */
async function eraseSeqs({ streams: api }: JetStreamManager, stream: string, seqs: readonly number[]): Promise<void> {
  for (let done = 0; done < seqs.length; done += erasedAtOnce) {
    const some = seqs.slice(done, done + erasedAtOnce)
    const isRefused = await Promise.all(some.map((seq) => api.deleteMessage(stream, seq, true).then(isDone, isOver)))
    if (isRefused.includes(true)) return
  }
}

const isDone = () => false

/** True: none can be. It is gone already where there is no such event. A broker that cannot answer now is asked again. */
function isOver(fault: unknown): boolean {
  if (!(fault instanceof JetStreamApiError) || fault.status >= 503) throw fault
  return /not permitted/.test(fault.message)
}
