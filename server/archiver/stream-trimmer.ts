import { AckPolicy, DeliverPolicy } from '@nats-io/jetstream'
import { nanos } from 'nats'
import { streams } from '../../common/subjects.ts'
import type { ArchiverStore, Broker } from './archiver-ports.ts'

export const keptInStreamMs = 7 * 24 * 3_600_000

/**
 * Takes out of `EVENTS-<shard>` what is both in the archive and older than `olderThanAt` (ms). Returns how many. The
 * position is read from the store here, never from memory: only what is written may go.
 */
export async function trimShard(
  { broker, store }: { readonly broker: Broker; readonly store: Pick<ArchiverStore, 'archive'> },
  { shard, olderThanAt }: { readonly shard: number; readonly olderThanAt: number },
): Promise<number> {
  const stream = streams.events(shard)
  const positionSeq = await store.archive.loadPosition(shard)
  const { state } = await broker.manager.streams.info(stream)
  if (state.messages === 0 || Date.parse(state.first_ts) >= olderThanAt) return 0
  const firstKeptSeq = await loadFirstSince(broker, stream, olderThanAt)
  // `seq` of a purge is the first to stay.
  const seq = Math.min(positionSeq, (firstKeptSeq ?? state.last_seq + 1) - 1) + 1
  if (seq <= state.first_seq) return 0
  return (await broker.manager.streams.purge(stream, { seq })).purged
}

/** Only a consumer can be asked for a time; this one lives for the one question. */
async function loadFirstSince({ manager, jetstream }: Broker, stream: string, sinceAt: number) {
  const { name } = await manager.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartTime,
    opt_start_time: new Date(sinceAt).toISOString(),
    inactive_threshold: nanos(10_000),
    mem_storage: true,
    headers_only: true,
  })
  try {
    const consumer = await jetstream.consumers.get(stream, name)
    return (await consumer.next({ expires: 1_000 }))?.info.streamSequence
  } finally {
    await manager.consumers.delete(stream, name)
  }
}
