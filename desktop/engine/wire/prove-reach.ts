import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import { subjects } from '../../../common/subjects.ts'
import type { ReachProof, ReachTry } from '../../room-command.ts'
import type { BrokerLink } from './socket-link.ts'
import { publishErrorOf } from './wire-fault.ts'

/**
 * Tries on the connection in use, with the credential it stands on, what the broker is to grant and what it is to refuse,
 * and brings back its own words. Nothing is heard, said or left behind by it: a subscription that is granted ends at once,
 * and what is published is empty, so that it means nothing even where it got through.
 */
export async function proveReach(link: BrokerLink, asked: Proving): Promise<Result<ReachProof>> {
  const { room, me, other, foreignRoom, now } = asked
  const tries: ReachTry[] = []
  const listens = [
    { kind: 'listen-here', subject: subjects.roomAll(room), isExpected: true },
    { kind: 'listen-elsewhere', subject: subjects.roomAll(foreignRoom), isExpected: false },
    { kind: 'listen-everywhere', subject: 'room.>', isExpected: false },
  ] as const
  for (const { kind, subject, isExpected } of listens) {
    const answer = await trySubscribe(link, subject)
    if (!answer.ok) return answer
    tries.push({ kind, subject, isExpected, ...answer.value })
  }
  const subject = subjects.sendEvent(room, other ?? foreignAuthor(me))
  const answer = await tryPublish(link, subject)
  if (!answer.ok) return answer
  tries.push({ kind: 'write-as-another', subject, isExpected: false, ...answer.value })
  return ok({ at: now(), place: link.connection.info?.server_name ?? link.connection.getServer(), tries })
}

export type Proving = {
  readonly room: RoomId
  readonly me: UserId
  /** Somebody else in the room, where there is anybody. */
  readonly other: UserId | undefined
  /** One that nobody is in. */
  readonly foreignRoom: RoomId
  readonly now: () => number
}

const answersWithinMs = 5_000

type Answer = Pick<ReachTry, 'isGranted' | 'answer'>
const gone = (): Result<never, AppError> => err(appError('network-unreachable'))

async function trySubscribe(link: BrokerLink, subject: string): Promise<Result<Answer>> {
  if (!link.isOpen()) return gone()
  let refusal: Error | undefined
  const subscription = link.connection.subscribe(subject, {
    callback(refused) {
      if (refused !== null) refusal ??= refused
    },
  })
  // The broker answers in order: what it says of the subscription comes before its word that all has reached it.
  const isAnswered = await link.flush(answersWithinMs)
  // One that was refused has ended itself.
  if (refusal === undefined) subscription.unsubscribe()
  if (!isAnswered) return gone()
  return ok(refusal === undefined ? { isGranted: true, answer: '+OK' } : { isGranted: false, answer: refusal.message })
}

async function tryPublish(link: BrokerLink, subject: string): Promise<Result<Answer>> {
  if (!link.isOpen()) return gone()
  try {
    const answer = await link.track(link.connection.request(subject, '', { timeout: answersWithinMs }))
    return ok({ isGranted: true, answer: answer.string() })
  } catch (cause) {
    const error = publishErrorOf(cause)
    const words = cause instanceof Error ? cause.message : String(cause)
    if (error.code === 'publish-refused') return ok({ isGranted: false, answer: words })
    // Nobody listens there: the broker let it through all the same.
    return error.code === 'nats-unavailable' ? ok({ isGranted: true, answer: words }) : err(error)
  }
}

/** Alone in the room there is nobody else: somebody whom nobody is. */
function foreignAuthor(me: UserId): UserId {
  return [...me].reverse().join('') as UserId
}
