import { type RefObject, useEffect } from 'react'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import { markThreadRead } from '../commands.ts'
import { isHalfSeen, seenSteps } from '../timeline/half-seen.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'

/** As in a room: half of it in sight for a moment, in a focused window. */
const seenAfterMs = 400

/** Says how far somebody has read in a thread. */
export function useThreadReading(
  room: RoomId,
  thread: MessageId,
  rows: readonly MessageRow[] | undefined,
  list: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const box = list.current
    if (box === null || rows === undefined || rows.length === 0) return
    const seqs = new Map(rows.map(({ message }) => [message.id as string, message.seq]))
    let furthest = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const say = () => {
      timer = undefined
      if (document.hasFocus()) void markThreadRead(room, thread, furthest)
    }
    const watcher = new IntersectionObserver(
      (seen) => {
        for (const entry of seen) {
          if (isHalfSeen(entry))
            furthest = Math.max(furthest, seqs.get((entry.target as HTMLElement).dataset.message ?? '') ?? 0)
        }
        if (furthest > 0) timer ??= setTimeout(say, seenAfterMs)
      },
      { root: box, threshold: [...seenSteps] },
    )
    for (const element of box.querySelectorAll<HTMLElement>('[data-message]')) watcher.observe(element)
    const onFocus = () => {
      if (furthest > 0) timer ??= setTimeout(say, seenAfterMs)
    }
    addEventListener('focus', onFocus)
    return () => {
      watcher.disconnect()
      removeEventListener('focus', onFocus)
      clearTimeout(timer)
    }
  }, [room, thread, rows, list])
}
