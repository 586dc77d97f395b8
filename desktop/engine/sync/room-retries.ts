import { backoffMs } from '../../../common/backoff.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { EngineDeps } from '../engine-deps.ts'

/** One thing to be tried again a room, later and later each time, until it is forgotten. */
export type RoomRetries = {
  /** @param atLeastMs what the server asked for */
  later(room: RoomId, run: () => void, atLeastMs?: number): void
  forget(room: RoomId): void
  stop(): void
}

export function buildRoomRetries({ clock, chance }: Pick<EngineDeps, 'clock' | 'chance'>): RoomRetries {
  const waiting = new Map<RoomId, { readonly tries: number; readonly cancel: () => void }>()
  return {
    later(room, run, atLeastMs = 0) {
      const tries = (waiting.get(room)?.tries ?? 0) + 1
      waiting.get(room)?.cancel()
      const wait = Math.max(backoffMs(tries, chance(), { firstMs: 1_000 }), atLeastMs)
      waiting.set(room, { tries, cancel: clock.after(wait, run) })
    },
    forget(room) {
      waiting.get(room)?.cancel()
      waiting.delete(room)
    },
    stop() {
      for (const { cancel } of waiting.values()) cancel()
      waiting.clear()
    },
  }
}
