import { jetstream } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { subjects } from '../../common/subjects.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import type { MemberEvent } from '../../common/wire-event.ts'
import { mapNatsError } from '../nats/nats-error.ts'

/**
 * Says something as a member would, with the one header that a member's event has: the archiver judges it by that member's
 * rights like any other. For the bots of webhooks alone, who have no credential of their own.
 */
export type PublishMemberEvent = (room: RoomId, author: UserId, event: MemberEvent) => Promise<Result<void>>

const tries = 2

export function buildMemberPublisher(backbone: NatsConnection): PublishMemberEvent {
  const client = jetstream(backbone)
  return async (room, author, event) => {
    const body = encodeBody(event)
    for (let round = 1; ; round++) {
      try {
        await client.publish(subjects.sendEvent(room, author), body, { msgID: event.id })
        return ok(undefined)
      } catch (cause) {
        const error = mapNatsError(cause)
        // The same id again, so that an answer that was lost makes no second message.
        if (round === tries || error.code === 'stream-full') return err(error)
      }
    }
  }
}
