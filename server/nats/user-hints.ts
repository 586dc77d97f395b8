import type { NatsConnection } from 'nats'
import type { UserId } from '../../common/ids.ts'
import { subjects, type UserTopic } from '../../common/subjects.ts'

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
