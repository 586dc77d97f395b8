import type { RoomId } from '../../../common/ids.ts'
import type { Words } from '../../words/words.ts'
import { changeSettings, markAllRead } from '../commands.ts'
import { readSlice } from '../state/engine-store.ts'
import { hidePerson } from '../state/person-card-store.ts'
import { isUnread } from '../state/room-order.ts'
import { sayDone } from '../state/said-line.ts'
import { readUnreadAnswers } from '../state/thread-selectors.ts'
import { leaveView } from '../state/view-store.ts'

/** Out of the list, on all my devices, until the next message; what was said is found all the same. */
export function hideRoom(say: Words, room: RoomId): void {
  hidePerson()
  const row = readSlice('rooms')[room]
  const headSeq = row?.headSeq ?? 0
  // What nobody sees must not be counted either.
  if (row !== undefined && isUnread(row, readUnreadAnswers()[room])) void markAllRead(room)
  void changeSettings({ hiddenRooms: { [room]: headSeq } })
  leaveView(room)
  sayDone(say('rooms.hidden'), () => void changeSettings({ hiddenRooms: { [room]: null } }))
}
