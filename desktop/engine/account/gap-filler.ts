import type { RoomId } from '../../../common/ids.ts'
import type { EngineDeps } from '../engine-deps.ts'

/**
 * Rooms of which something was not heard: filled at once where somebody looks on, else some time later, each client at
 * another moment. All members hear at the same time that there is something to ask for.
 */
export type GapFiller = {
  onGap(room: RoomId): void
  stop(): void
}

type Filling = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance'>
  readonly isOpen: (room: RoomId) => boolean
  readonly fill: (room: RoomId) => Promise<unknown>
}

const spreadMs = 10_000

export function buildGapFiller({ deps, isOpen, fill }: Filling): GapFiller {
  const waiting = new Map<RoomId, () => void>()
  return {
    onGap(room) {
      if (isOpen(room)) return void fill(room)
      if (waiting.has(room)) return
      const cancel = deps.clock.after(spreadMs * deps.chance(), () => {
        waiting.delete(room)
        void fill(room)
      })
      waiting.set(room, cancel)
    },
    stop() {
      for (const cancel of waiting.values()) cancel()
      waiting.clear()
    },
  }
}
