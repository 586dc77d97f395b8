import { useEffect, useMemo, useState } from 'react'
import type { UserId } from '../../../common/ids.ts'
import type { RoomFacts, TimelineRow } from '../../engine-contract.ts'
import { useSlice } from '../state/engine-store.ts'

/** How long I wait until my next message is taken, ms; 0: it may go. Counted from my own last one, as the archiver counts. */
export function useSlowMode(room: RoomFacts, me: UserId): number {
  const { slowModeSec = 0, myRole } = room
  const isSlowed = slowModeSec > 0 && myRole !== 'owner' && myRole !== 'admin'
  const lastAt = useSlice('timelines', (timelines) => (isSlowed ? lastSaidAt(timelines[room.id]?.rows ?? [], me) : 0))
  const [nowAt, setNowAt] = useState(() => Date.now())
  const waitMs = slowModeSec * 1_000
  const dueAt = useMemo(() => dueAtFrom({ lastAt, waitMs, nowAt: Date.now() }), [lastAt, waitMs])
  useEffect(() => {
    if (dueAt === 0) return
    const look = () => setNowAt(Date.now())
    look()
    const timer = setInterval(() => {
      look()
      if (Date.now() >= dueAt) clearInterval(timer)
    }, 500)
    return () => clearInterval(timer)
  }, [dueAt])
  return leftMs({ dueAt, nowAt, waitMs })
}

/** One clock stamps and another counts: a message from the future was said when it is seen here. */
export function dueAtFrom({ lastAt, waitMs, nowAt }: { lastAt: number; waitMs: number; nowAt: number }): number {
  return lastAt === 0 ? 0 : Math.min(lastAt, nowAt) + waitMs
}

/** However wrong a clock is, nobody waits longer than the room says. */
export function leftMs({ dueAt, nowAt, waitMs }: { dueAt: number; nowAt: number; waitMs: number }): number {
  return dueAt === 0 ? 0 : Math.min(waitMs, Math.max(0, dueAt - nowAt))
}

/** When I said something last that counts: what was refused, or cannot go out, does not. 0: never. */
export function lastSaidAt(rows: readonly TimelineRow[], me: UserId): number {
  const last = rows.findLast(
    (row) => row.kind === 'message' && row.message.author === me && row.state !== 'refused' && row.state !== 'stuck',
  )
  return last?.kind === 'message' ? last.message.at : 0
}
