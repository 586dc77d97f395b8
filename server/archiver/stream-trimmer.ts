import { streams } from '../../common/subjects.ts'
import type { ArchiverStore, Broker } from './archiver-ports.ts'
import { loadFirstSince } from './first-since.ts'

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
