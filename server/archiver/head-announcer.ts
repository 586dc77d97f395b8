import { subjects } from '../../common/subjects.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import type { ShardPorts } from './archiver-ports.ts'
import type { RoomHeads } from './room-heads.ts'

const sweepMs = 250

/** Says what is due in `room-heads.ts`. What cannot be said now is not said again: `/sync` every five minutes stands in. */
export function announceHeads({ broker, metrics, isLeading }: ShardPorts, heads: RoomHeads): { close: () => void } {
  const say = (all?: 'all') => {
    if (!isLeading() || broker.backbone.isClosed()) return
    for (const { room, head } of heads.takeDue(Date.now(), all)) {
      broker.backbone.publish(subjects.roomHead(room), encodeBody(head))
      metrics.announced.inc()
    }
  }
  const timer = setInterval(say, sweepMs)
  return {
    close: () => {
      clearInterval(timer)
      say('all')
    },
  }
}
