import { jetstream } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats'
import type { EventId, RoomId } from '../../common/ids.ts'
import { shardOf } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { streams, subjects } from '../../common/subjects.ts'
import { mapNatsError } from '../nats/nats-error.ts'
import type { LoadSystemEventsAfter } from './stream-reader.ts'

export type SystemEventRequest = {
  readonly room: RoomId
  readonly event: { readonly id: EventId }
  /** Sequence of the newest `system` event of the room that this one builds on; 0 for the room's first; `any`: on none of them. */
  readonly lastSeq: number | 'any'
}

/**
 * Stores one `system` event of a room, if no other was stored since `lastSeq`. `room-changed`: another was first, so
 * load what it was (`LoadSystemEventsAfter`), decide anew and try again. Publishing the same event again is harmless at
 * any time: it answers with the sequence it has already.
 */
export type PublishSystemEvent = (want: SystemEventRequest) => Promise<Result<{ readonly seq: number }>>

export function buildSystemPublisher(
  backbone: NatsConnection,
  loadSystemEventsAfter: LoadSystemEventsAfter,
): PublishSystemEvent {
  const client = jetstream(backbone)
  const store = async (
    { room, event }: SystemEventRequest,
    lastSeq: number | 'any',
  ): Promise<Result<{ seq: number }>> => {
    try {
      const ack = await client.publish(subjects.sendEvent(room, 'system'), JSON.stringify(event), {
        msgID: event.id,
        expect: {
          streamName: streams.events(shardOf(room)),
          ...(lastSeq === 'any' ? {} : { lastSubjectSequence: lastSeq }),
        },
      })
      return ok({ seq: ack.seq })
    } catch (cause) {
      return err(mapNatsError(cause))
    }
  }
  return async (want) => {
    const stored = await store(want, want.lastSeq)
    if (stored.ok || want.lastSeq === 'any' || stored.error.code !== 'room-changed') return stored
    const later = await loadSystemEventsAfter(want.room, want.lastSeq)
    if (!later.ok) return later
    // The broker compares sequences before it looks for duplicates (tried on 2.15.1): when the acknowledgement of our
    // own event was lost, the one that "was first" is ours.
    const own = later.value.find((event) => idOf(event.data) === want.event.id)
    if (own !== undefined) return ok({ seq: own.seq })
    // Nothing later, yet not what it was: the event we build on was trimmed, and the stream now expects none at all.
    return later.value.length === 0 && want.lastSeq !== 0 ? store(want, 0) : stored
  }
}

/** What is under `system` was written by a control plane, so it is JSON; an id is all that is asked of it here. */
function idOf(data: Uint8Array): unknown {
  const event: unknown = JSON.parse(new TextDecoder().decode(data))
  return typeof event === 'object' && event !== null && 'id' in event ? event.id : undefined
}
