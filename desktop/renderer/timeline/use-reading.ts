import { type RefObject, useCallback, useEffect, useRef } from 'react'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { TimelineView } from '../../engine-contract.ts'
import { markRead } from '../commands.ts'
import { useReceiptSeq } from '../state/room-selectors.ts'
import { seenThrough } from './seen-seqs.ts'
import { useSeenRows, type WatchRow } from './use-seen-rows.ts'

/** Tells the engine how far all was seen. Nothing counts as read that was not on screen. */
export function useReading(scroller: RefObject<HTMLElement | null>, timeline: TimelineView, me: UserId): WatchRow {
  const room: RoomId = timeline.room
  const receipt = useReceiptSeq(room)
  const seen = useRef(new Set<number>())
  const told = useRef(receipt)
  const { rows } = timeline
  const tell = useCallback(() => {
    const through = seenThrough(rows, receipt, seen.current, me)
    if (through <= Math.max(receipt, told.current)) return
    told.current = through
    void markRead(room, through)
  }, [rows, receipt, me, room])
  const latest = useRef(tell)
  useEffect(() => {
    latest.current = tell
    // Rows that come between what was seen, or a receipt of another device, may join two parts that were.
    tell()
  }, [tell])
  const onSeen = useCallback((seq: number) => {
    seen.current.add(seq)
    latest.current()
  }, [])
  return useSeenRows(scroller, onSeen)
}
