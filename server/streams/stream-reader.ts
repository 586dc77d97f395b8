import { type JetStreamManager, jetstreamManager, type StoredMsg } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats'
import { type RoomId, shardOf } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { streams, subjects } from '../../common/subjects.ts'
import { mapNatsError } from '../nats/nats-error.ts'
import { type ArchivedPlace, loadStreamTrust, type StreamTrust } from './stream-trust.ts'

/** As the stream has it: sequence and time are the broker's, `data` is what was published. */
export type StoredSystemEvent = { readonly seq: number; readonly at: number; readonly data: Uint8Array }

/** The room's `system` events with a sequence above `seq`, oldest first, at most `limit` (1,000 where nothing is said). */
export type LoadSystemEventsAfter = (
  room: RoomId,
  seq: number,
  limit?: number,
) => Promise<Result<readonly StoredSystemEvent[]>>

/** The last sequence a shard has given out: what the barrier waits for. Half a millisecond. */
export type LoadStreamLastSeq = (shard: number) => Promise<Result<number>>

/** Whether the shard's stream is the one of which the store has this place. */
export type LoadStreamTrust = (shard: number, place: ArchivedPlace) => Promise<Result<StreamTrust>>
/**
 * Up to when a shard's stream may lack what was stored: the time of its oldest message, 0 where it has lost nothing,
 * infinity where it holds nothing of what it had.
 */
export type LoadTrimmedTo = (shard: number) => Promise<Result<number>>

/** What a shard's stream has given out and takes; `fill` as of `loadStreamFill`. */
export type LoadStreamUse = (
  shard: number,
) => Promise<Result<{ readonly lastSeq: number; readonly bytes: number; readonly fill: number }>>

export type StreamReader = {
  readonly loadStreamTrust: LoadStreamTrust
  readonly loadSystemEventsAfter: LoadSystemEventsAfter
  readonly loadStreamLastSeq: LoadStreamLastSeq
  readonly loadTrimmedTo: LoadTrimmedTo
  /** How full the shard's stream is, 0 to 1. */
  readonly loadStreamFill: (shard: number) => Promise<Result<number>>
  readonly loadStreamUse: LoadStreamUse
}

/** Look-ups by one literal subject or by sequence only: with a wildcard the broker walks all subjects of the stream. */
export function buildStreamReader(backbone: NatsConnection): StreamReader {
  const manager = jetstreamManager(backbone, { checkAPI: false })
  const loadUse: LoadStreamUse = (shard) =>
    attempt(manager, async ({ streams: api }) => {
      const { state, config } = await api.info(streams.events(shard))
      const fill = config.max_bytes > 0 ? state.bytes / config.max_bytes : 0
      return { lastSeq: state.last_seq, bytes: state.bytes, fill }
    })
  return {
    loadSystemEventsAfter: (room, seq, limit = 1_000) =>
      attempt(manager, async ({ streams: api }) => {
        const found: StoredSystemEvent[] = []
        let next = seq + 1
        while (found.length < limit) {
          // The library's type knows `seq` alone; the broker takes both: the first of this subject from there on.
          const query = { seq: next, next_by_subj: subjects.sendEvent(room, 'system') }
          const stored: StoredMsg | null = await api.getMessage(streams.events(shardOf(room)), query)
          if (stored === null) break
          found.push({ seq: stored.seq, at: stored.time.getTime(), data: stored.data })
          next = stored.seq + 1
        }
        return found
      }),
    loadStreamTrust: (shard, place) => attempt(manager, (ready) => loadStreamTrust(ready, shard, place)),
    loadStreamFill: async (shard) => {
      const use = await loadUse(shard)
      return use.ok ? ok(use.value.fill) : use
    },
    loadStreamUse: loadUse,
    loadStreamLastSeq: (shard) =>
      attempt(manager, async ({ streams: api }) => (await api.info(streams.events(shard))).state.last_seq),
    loadTrimmedTo: (shard) =>
      attempt(manager, async ({ streams: api }) => {
        const { state } = await api.info(streams.events(shard))
        if (state.first_seq <= 1 || state.last_seq === 0) return 0
        return state.messages === 0 ? Number.POSITIVE_INFINITY : Date.parse(state.first_ts)
      }),
  }
}

async function attempt<T>(
  manager: Promise<JetStreamManager>,
  load: (manager: JetStreamManager) => Promise<T>,
): Promise<Result<T>> {
  try {
    return ok(await load(await manager))
  } catch (cause) {
    return err(mapNatsError(cause))
  }
}
