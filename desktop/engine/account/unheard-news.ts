import type { RoomId } from '../../../common/ids.ts'
import type { SavedDesk } from '../saved/saved-desk.ts'
import type { Unheard } from '../sync/room-filler.ts'
import type { ThreadDesk } from '../threads/thread-desk.ts'
import type { RemovedMessage } from './signal-handler.ts'

type Listening = {
  readonly threads: Pick<ThreadDesk, 'onUnheard'>
  readonly saved: Pick<SavedDesk, 'onUnheard'>
  readonly onRemoved: readonly ((gone: RemovedMessage) => void)[]
}

/**
 * What came by history alone, lost on its way or slower than the archive: the room has it in its window, and whoever listens
 * beside the room hears of it here.
 */
export function buildUnheardNews({ threads, saved, onRemoved }: Listening) {
  return (room: RoomId, unheard: Unheard) => {
    threads.onUnheard(room, unheard)
    saved.onUnheard(room, unheard === 'much' ? undefined : unheard.messages)
    if (unheard === 'much') return
    for (const { id: message, removedAt } of unheard.messages) {
      if (removedAt === undefined) continue
      for (const tell of onRemoved) tell({ room, message, files: [], isCertain: true })
    }
  }
}
