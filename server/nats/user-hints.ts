import type { NatsConnection } from 'nats'
import type { UserId } from '../../common/ids.ts'
import { subjects, type UserTopic } from '../../common/subjects.ts'
import { mergeHints, type UserHint, writeUserHint } from '../../common/user-hint.ts'
import type { UserNotice } from '../../common/user-notice.ts'
import { encodeBody } from '../../common/wire-decode.ts'

export type SendUserHint = (user: UserId, topic: UserTopic, news?: UserHint) => void

/** How long one who was told is left alone: what comes meanwhile is told together. */
const quietMs = 500

type Told = { next: UserHint | undefined }

/**
 * Says on `user.<user>.<topic>` that there is something new to ask for over HTTPS, the first time at once, and while more
 * comes twice a second. Names what it is about where that is little, and decides nothing, since the truth is fetched; may be
 * lost, since whoever connects asks anyway. So nothing is kept for later while the broker is away.
 */
export function buildUserHints(backbone: NatsConnection): SendUserHint {
  const told = new Map<string, Told>()

  function say(subject: string, hint: UserHint): void {
    if (!backbone.isClosed()) backbone.publish(subject, writeUserHint(hint))
    const mine: Told = { next: undefined }
    told.set(subject, mine)
    setTimeout(() => {
      told.delete(subject)
      if (mine.next !== undefined) say(subject, mine.next)
    }, quietMs).unref()
  }

  return (user, topic, news = {}) => {
    const subject = subjects.userTopic(user, topic)
    const before = told.get(subject)
    if (before === undefined) say(subject, news)
    else before.next = before.next === undefined ? news : mergeHints(before.next, news)
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
