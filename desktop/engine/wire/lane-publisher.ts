import type { RoomId, UserId } from '../../../common/ids.ts'
import type { PresenceSign } from '../../../common/presence-event.ts'
import { subjects } from '../../../common/subjects.ts'
import { encodeBody } from '../../../common/wire-decode.ts'
import type { ThreadMarks } from '../../../common/wire-event.ts'
import type { BrokerLink } from './socket-link.ts'

/** What is said without waiting for an answer. Lost receipts and signs are said again, typing dies by itself. */
export type Lanes = {
  /** False where it could not be said. */
  sayRead(room: RoomId, seq: number, threads?: ThreadMarks): boolean
  sayTyping(room: RoomId, typing: boolean): boolean
  sayPresence(sign: PresenceSign): boolean
}

export function buildLanes(link: () => BrokerLink | undefined, me: UserId): Lanes {
  return {
    sayRead: (room, seq, threads) =>
      publish(link(), subjects.sendRead(room, me), { v: 1, seq, ...(threads === undefined ? {} : { threads }) }),
    sayTyping: (room, typing) => publish(link(), subjects.roomTyping(room, me), { v: 1, typing }),
    sayPresence: (sign) => publish(link(), subjects.sendPresence(me), sign),
  }
}

function publish(link: BrokerLink | undefined, subject: string, body: object): boolean {
  if (link?.isOpen() !== true) return false
  try {
    link.connection.publish(subject, encodeBody(body))
    return true
  } catch {
    return false
  }
}
