import type { RoomId, UserId } from '../../common/ids.ts'
import { parseEventId } from '../../common/ids.ts'
import type { ThreadMarks } from '../../common/wire-event.ts'
import type { ThreadMarkChange, ThreadStore } from './thread-store.ts'

type Said = { readonly user: UserId; readonly room: RoomId; readonly threads: ThreadMarks }

/**
 * What of somebody's marks in threads is kept: of threads that there are, since ids can be made up, and no further than the
 * room's head.
 */
export async function listThreadReads(
  threads: Pick<ThreadStore, 'findThreads'>,
  { user, room, threads: said }: Said,
  head: number,
): Promise<readonly ThreadMarkChange[]> {
  const named = Object.entries(said).flatMap(([id, seq]) => {
    const thread = parseEventId(id)
    return thread === undefined || seq === undefined ? [] : [{ thread, readSeq: Math.min(seq, head) }]
  })
  if (named.length === 0) return []
  const found = await threads.findThreads(
    room,
    named.map(({ thread }) => thread),
  )
  const known = new Set(found)
  return named.flatMap((one) => (known.has(one.thread) ? { user, room, ...one } : []))
}
