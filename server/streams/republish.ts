/**
 * Path of a message, station 5 of 9: republish.
 *
 * What a stream has stored it says again under `room.…`, where the members listen, with `Nats-Sequence` and
 * `Nats-Time-Stamp` of its own. It promises: nobody sees an event that is not stored. It must never be the only way to
 * an event: this is plain publish and subscribe, and what is lost here is filled from history (docs/protocol.md#barrier). A sender's
 * own headers are handed on too, before the broker's, so a listener trusts none that comes twice.
 */
import type { Republish } from '@nats-io/jetstream'
import { streams } from '../../common/subjects.ts'

export function buildEventRepublish(shard: number): Republish {
  return { src: streams.eventsSubject(shard), dest: streams.republishEvents(shard) }
}

export function buildReadRepublish(shard: number): Republish {
  return { src: streams.readsSubject(shard), dest: streams.republishReads(shard) }
}
