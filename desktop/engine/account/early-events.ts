import type { RoomId } from '../../../common/ids.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'

/** Of rooms that the credential has and the book has not yet: a new room is heard before `/sync` names it. */
export type EarlyEvents = {
  hear(stored: StoredEvent): void
  /** The room is in the book now: these count, in the order in which they were heard. */
  take(room: RoomId): readonly StoredEvent[]
  /** A sync is asked for: of what was heard until now it names the room, or there is none. */
  onAsking(): void
  /** It has answered, whole; its new rooms were taken. */
  onNamed(): void
}

/** Beyond this many the oldest go: what a room lacks is fetched once it is there. */
const mostEarly = 1_000

export function buildEarlyEvents(): EarlyEvents {
  let early: readonly StoredEvent[] = []
  let asked: ReadonlySet<StoredEvent> = new Set()
  return {
    hear(stored) {
      early = [...early, stored].slice(-mostEarly)
    },
    take(room) {
      const mine = early.filter((stored) => stored.room === room)
      early = early.filter((stored) => stored.room !== room)
      return mine
    },
    onAsking() {
      asked = new Set(early)
    },
    onNamed() {
      early = early.filter((stored) => !asked.has(stored))
      asked = new Set()
    },
  }
}
