import type { Msg } from 'nats.ws'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { subjects } from '../../../common/subjects.ts'
import { readHeaders } from './header-reader.ts'
import type { Signal } from './room-signal.ts'
import { parseSignal } from './room-signal.ts'
import type { BrokerLink } from './socket-link.ts'

/**
 * Path of a message, station 6 of 9: every member's devices hear it on `room.<room>.>`. Decoding cannot throw and
 * cannot end a subscription; what is out of order is handed on as `noise`, to be counted. Nothing here answers a reply
 * subject, ever. It goes on in sync/room-window.ts, which folds it with the shared reducer.
 */
export function listenToRooms(
  link: BrokerLink,
  who: { readonly me: UserId; readonly rooms: Iterable<RoomId> },
  onSignal: (signal: Signal) => void,
): void {
  listen(link, subjects.userAll(who.me), onSignal)
  for (const room of who.rooms) listen(link, subjects.roomAll(room), onSignal)
}

function listen(link: BrokerLink, subject: string, onSignal: (signal: Signal) => void): void {
  link.connection.subscribe(subject, {
    // The broker may refuse one subscription (a room just left); the others go on.
    callback: (refused, msg) => {
      if (refused === null) hear(msg, onSignal)
    },
  })
}

function hear(msg: Msg, onSignal: (signal: Signal) => void): void {
  let signal: Signal
  try {
    signal = parseSignal({ subject: msg.subject, headers: readHeaders(msg), data: msg.data })
  } catch {
    // `parseSignal` doesn't throw; the library may, while it reads what the sender made up.
    signal = { kind: 'noise', reason: 'unreadable' }
  }
  try {
    onSignal(signal)
  } catch (bug) {
    // Thrown into the library's reader it would end the connection in silence; this way it is seen, and hearing goes on.
    queueMicrotask(() => {
      throw bug
    })
  }
}
