import type { RoomId, UserId } from '../../../common/ids.ts'
import { entriesOf } from '../../../common/reducers/bucket-map.ts'
import {
  buildTimeline,
  loadMessages,
  reduceTimeline,
  settleTimeline,
} from '../../../common/reducers/timeline-reducer.ts'
import type { Foldable, Folded } from '../local-store/timeline-store.ts'

/** What was heard, folded into what is kept, by the reducer that folds in memory: both come to the same messages. */
export function foldKept(room: RoomId, me: UserId): (kept: Foldable) => Folded {
  return ({ checkpoint, messages, events, head }) => {
    const before = loadMessages(buildTimeline(room, checkpoint, me), messages)
    const { slots, checkpoint: after } = settleTimeline(events.reduce(reduceTimeline, before), head)
    const folded = [...entriesOf(slots)].flatMap(([, { base }]) => base ?? [])
    return { checkpoint: after, messages: folded }
  }
}
