/**
 * Path of a message, station 4 of 9: the stream.
 *
 * `EVENTS-<shard>` stores every event of its shard's rooms on disk before anybody sees it. It promises: what was
 * acknowledged is there after a power cut; the same event id within two minutes is stored once; when full it refuses
 * and loses nothing. It must never change what it holds because of a header a client sent, nor forget by itself: only
 * the archiver trims, and only what it has written. Next: `republish.ts`.
 */
import { DiscardPolicy, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream'
import { nanos } from 'nats'
import { clientTemplate } from '../../common/credential-scope.ts'
import { streams } from '../../common/subjects.ts'
import { buildEventRepublish, buildReadRepublish } from './republish.ts'

export type StreamOptions = {
  readonly shards: number
  /** 1 on one node, 3 in a cluster. */
  readonly replicas: number
  /** Of each stream. The broker reserves them, so their sum must fit its `max_file_store` and `max_memory_store`. */
  readonly eventsMaxBytes: number
  readonly readsMaxBytes: number
  /** Within it the same event id is stored once. */
  readonly duplicateWindowMs: number
}

export const defaultStreamOptions: StreamOptions = {
  shards: 8,
  replicas: 1,
  eventsMaxBytes: 4 * 2 ** 30,
  readsMaxBytes: 32 * 2 ** 20,
  duplicateWindowMs: 120_000,
}

export type StreamDefinition = Partial<StreamConfig> & Pick<StreamConfig, 'name' | 'subjects' | 'storage'>

const readsMaxAgeMs = 3_600_000

// Everything a client could reach for by a header, off by name and not by default.
const closedToHeaders = {
  allow_rollup_hdrs: false,
  allow_msg_ttl: false,
  allow_msg_schedules: false,
  allow_msg_counter: false,
  allow_atomic: false,
  allow_batched: false,
}

export function buildEventsStream(shard: number, options: StreamOptions): StreamDefinition {
  return {
    name: streams.events(shard),
    subjects: [streams.eventsSubject(shard)],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    max_age: 0,
    max_msgs: -1,
    max_msgs_per_subject: -1,
    max_bytes: options.eventsMaxBytes,
    max_msg_size: clientTemplate.maxPayloadBytes,
    max_consumers: -1,
    num_replicas: options.replicas,
    duplicate_window: nanos(options.duplicateWindowMs),
    republish: buildEventRepublish(shard),
    // Fenced, the stream's subject is another one (`stream-fence.ts`); what it keeps and says again stays the same.
    subject_transform: { src: streams.repairSubject(shard), dest: streams.repairedSubject(shard) },
    // Only the account of the control plane may ask for it: what is erased is written over, event by event (`author-purge.ts`).
    deny_delete: false,
    deny_purge: false,
    // Reads go to the leader: a replica may lag, and the barrier (docs/protocol.md#barrier) rests on the last sequence.
    allow_direct: false,
    ...closedToHeaders,
  }
}

/** `READS-<shard>`: how far each user has read, the last word only, in memory: no fsync for receipts. */
export function buildReadsStream(shard: number, options: StreamOptions): StreamDefinition {
  return {
    name: streams.reads(shard),
    subjects: [streams.readsSubject(shard)],
    storage: StorageType.Memory,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: nanos(readsMaxAgeMs),
    max_msgs: -1,
    max_msgs_per_subject: 1,
    max_bytes: options.readsMaxBytes,
    max_msg_size: 4_096,
    max_consumers: -1,
    num_replicas: options.replicas,
    duplicate_window: nanos(options.duplicateWindowMs),
    republish: buildReadRepublish(shard),
    deny_delete: true,
    deny_purge: false,
    allow_direct: false,
    ...closedToHeaders,
  }
}
