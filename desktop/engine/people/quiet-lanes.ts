import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import type { ThreadMarks } from '../../../common/wire-event.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { Lanes } from '../wire/lane-publisher.ts'

type Quieting = {
  readonly me: () => Pick<Me, 'privacy' | 'presence'>
  readonly client: { markRead(room: RoomId, seq: number, threads?: ThreadMarks): Promise<Result<unknown>> }
  readonly book: Pick<RoomBook, 'get'>
  /** My own devices know of it. */
  readonly onRead: (room: RoomId, seq: number) => void
}

/**
 * The lanes, by what somebody lets others see of them. Who hides that they type, or is invisible, says nothing of it; how far
 * they have read is then told to the control plane, which tells their own devices alone. So it is too in a room in which
 * they can only be heard.
 */
export function buildQuietLanes(lanes: Lanes, { me, client, book, onRead }: Quieting): Lanes {
  return {
    sayPresence: lanes.sayPresence,
    sayTyping(room, typing) {
      const { privacy, presence } = me()
      return privacy?.typing !== false && presence !== 'invisible' && lanes.sayTyping(room, typing)
    },
    sayRead(room, seq, threads) {
      const { privacy, presence } = me()
      const isHeardOnly = book.get(room)?.state.limits?.ended === 'hear'
      if (privacy?.receipts !== false && presence !== 'invisible' && !isHeardOnly)
        return lanes.sayRead(room, seq, threads)
      // What does not get through is said again after the next sync, like one that was lost on the lane.
      void client.markRead(room, seq, threads).then((told) => told.ok && onRead(room, seq))
      return true
    },
  }
}
