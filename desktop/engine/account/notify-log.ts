import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { DecisionView } from '../../settings/notify-rules.ts'

/** What was decided of the last messages, told or not, and why: for whoever asks. In memory only, since the app runs. */
export type NotifyLog = {
  put(decision: DecisionView): void
  /** Its words are gone, and with them what was decided of them. */
  drop(room: RoomId, message: MessageId): void
  find(room: RoomId, message: MessageId): DecisionView | undefined
  /** The newest first. */
  list(): readonly DecisionView[]
}

const mostKept = 200

export function buildNotifyLog(): NotifyLog {
  const decisions = new Map<string, DecisionView>()
  return {
    put(decision) {
      const key = keyOf(decision.room, decision.message)
      // What is decided anew is the newest again.
      decisions.delete(key)
      decisions.set(key, decision)
      const [oldest] = decisions.keys()
      if (decisions.size > mostKept && oldest !== undefined) decisions.delete(oldest)
    },
    drop(room, message) {
      decisions.delete(keyOf(room, message))
    },
    find: (room, message) => decisions.get(keyOf(room, message)),
    list: () => [...decisions.values()].reverse(),
  }
}

const keyOf = (room: RoomId, message: MessageId) => `${room} ${message}`
