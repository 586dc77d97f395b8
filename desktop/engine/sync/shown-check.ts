import type { RoomId } from '../../../common/ids.ts'
import type { EngineClock } from '../engine-clock.ts'
import { basesOf, withStretch } from './kept-window.ts'
import type { RoomBook } from './room-book.ts'
import type { RoomPages } from './room-pages.ts'
import { shownWindow } from './room-places.ts'
import { mapWindows } from './room-window.ts'

/**
 * What somebody looks at is compared with history, once a run for each stretch and without anybody waiting for it: what
 * the disk gave may have a hole that it does not know of. What differs is replaced, on disk and on the screen.
 */
export type ShownCheck = {
  /** A moment later, and once for all that comes into view until then. */
  check(room: RoomId): void
  stop(): void
}

/** Each answer settles a part of what is shown at least; more than a few are a fault, and no loop. */
const mostComparisons = 5
const checkAfterMs = 1_500

export function buildShownCheck(
  clock: EngineClock,
  book: Pick<RoomBook, 'get' | 'change'>,
  pages: Pick<RoomPages, 'compare'>,
): ShownCheck {
  const due = new Map<RoomId, () => void>()
  const running = new Set<RoomId>()
  let stopped = false

  async function compareOnce(room: RoomId): Promise<boolean> {
    const entry = book.get(room)
    if (entry?.isOpen !== true) return false
    const window = shownWindow(entry)
    const knownTo = window.timeline.checkpoint.seq
    const [from, to] = [window.from, Math.min(window.to ?? knownTo, knownTo)]
    if (!window.loaded || from > to) return false
    const held = { from, to, since: Math.min(window.staleSince ?? knownTo, knownTo), messages: basesOf(window) }
    const healed = await pages.compare(room, held)
    if (healed === undefined || stopped) return false
    book.change(room, (one) => mapWindows(one, (shown) => withStretch(shown, healed)))
    return true
  }

  async function run(room: RoomId): Promise<void> {
    due.delete(room)
    if (running.has(room)) return check(room)
    running.add(room)
    try {
      for (let times = 0; times < mostComparisons && !stopped; times++) if (!(await compareOnce(room))) return
    } finally {
      running.delete(room)
    }
  }
  function check(room: RoomId): void {
    if (stopped || due.has(room)) return
    due.set(
      room,
      clock.after(checkAfterMs, () => void run(room)),
    )
  }

  return {
    check,
    stop() {
      stopped = true
      for (const cancel of due.values()) cancel()
      due.clear()
    },
  }
}
