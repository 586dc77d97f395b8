import type { NatsConnection } from 'nats'
import type { UserId } from '../../common/ids.ts'
import { subjects, type UserTopic } from '../../common/subjects.ts'
import type { UserNotice } from '../../common/user-notice.ts'
import { encodeBody } from '../../common/wire-decode.ts'

export type SendUserHint = (user: UserId, topic: UserTopic) => void

/**
 * Says on `user.<user>.<topic>` that there is something new to ask for over HTTPS. Empty, since the truth is fetched;
 * may be lost, since whoever connects asks anyway. So nothing is kept for later while the broker is away.
 */
export function buildUserHints(backbone: NatsConnection): SendUserHint {
  return (user, topic) => {
    if (!backbone.isClosed()) backbone.publish(subjects.userTopic(user, topic))
  }
}

/** Resolves once the broker has it, or is not there to have it: a notice is lost like a hint, never waited for. */
export type TellUser = (user: UserId, notice: UserNotice) => Promise<void>

export function buildTellUser(backbone: NatsConnection): TellUser {
  return async (user, notice) => {
    if (backbone.isClosed()) return
    backbone.publish(subjects.userTopic(user, 'notices'), encodeBody(notice))
    await Promise.race([
      backbone.flush().catch(() => undefined),
      new Promise((late) => setTimeout(late, flushWithinMs)),
    ])
  }
}

const flushWithinMs = 200
