import type { MessageId, RoomId } from '../../../common/ids.ts'
import { timeOfEventId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import type { HistoryAsker } from './history-asker.ts'

/** Where in a room something stands, by what people know of it: a time, or a message they have the id of. */
export type MessageFinder = {
  /** The first message at or after the time; the last one where there is none. */
  findDate(room: RoomId, at: number): Promise<Result<number>>
  /** `absent`: it is not in the room. `further`: not where it should be by its id, and the search was given up. */
  findMessage(room: RoomId, message: MessageId): Promise<Result<number | 'absent' | 'further'>>
}

const searchPage = 200
/** An outbox may have kept it for a while before it was stored. */
const mostSearchPages = 10
/** The sender's clock, which the id was made by, may be ahead of the stream's by so much. */
const clockMarginMs = 600_000

export function buildMessageFinder(
  { ask }: Pick<HistoryAsker, 'ask'>,
  store: Pick<TimelineStore, 'findMessage'>,
): MessageFinder {
  /** Halves the room until one message is left: seventeen short questions in a room of 100,000. */
  async function findDate(room: RoomId, at: number): Promise<Result<number>> {
    const newest = await ask(room, { limit: 1 })
    if (!newest.ok) return newest
    let [low, high] = [0, newest.value.head]
    let found = newest.value.messages.at(-1)?.seq ?? newest.value.head
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const answer = await ask(room, { after: middle, limit: 1 })
      if (!answer.ok) return answer
      const next = answer.value.messages[0] ?? answer.value.notices[0]
      if (next === undefined || next.at >= at) {
        high = middle
        if (next !== undefined) found = next.seq
      } else low = next.seq
    }
    return ok(found)
  }

  return {
    findDate,
    async findMessage(room, message) {
      const kept = await store.findMessage(room, message).catch((): Message | undefined => undefined)
      if (kept !== undefined) return ok(kept.seq)
      const start = await findDate(room, timeOfEventId(message) - clockMarginMs)
      if (!start.ok) return start
      let after = start.value - 1
      for (let page = 0; page < mostSearchPages; page++) {
        const answer = await ask(room, { after: Math.max(0, after), limit: searchPage })
        if (!answer.ok) return answer
        const { messages, hasMoreAfter, reach } = answer.value
        const found = messages.find(({ id }) => id === message)
        if (found !== undefined) return ok(found.seq)
        if (!hasMoreAfter || reach.length === 0) return ok('absent')
        after = Math.max(...reach)
      }
      return ok('further')
    },
  }
}
