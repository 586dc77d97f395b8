import type { RoomId, UserId } from '../../../common/ids.ts'
import type { PresenceSign } from '../../../common/presence-event.ts'
import { subjects } from '../../../common/subjects.ts'
import { encodeBody } from '../../../common/wire-decode.ts'
import type { BrokerLink } from './socket-link.ts'

/** What is said without waiting for an answer: receipts and typing. Lost ones are said again or die by themselves. */
export function publishRead(link: BrokerLink, room: RoomId, me: UserId, seq: number): boolean {
  return publish(link, subjects.sendRead(room, me), { v: 1, seq })
}

export function publishTyping(link: BrokerLink, room: RoomId, me: UserId, typing: boolean): boolean {
  return publish(link, subjects.roomTyping(room, me), { v: 1, typing })
}

/** What is lost of it is said again. */
export function publishPresence(link: BrokerLink, me: UserId, sign: PresenceSign): boolean {
  return publish(link, subjects.sendPresence(me), sign)
}

function publish(link: BrokerLink, subject: string, body: object): boolean {
  if (!link.isOpen()) return false
  try {
    link.connection.publish(subject, encodeBody(body))
    return true
  } catch {
    return false
  }
}
