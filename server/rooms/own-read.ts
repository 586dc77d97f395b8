import { appError } from '../../common/app-error.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { ThreadMarks } from '../../common/wire-event.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import type { Store } from '../store/store-port.ts'
import { listThreadReads } from '../store/thread-reads.ts'

/** How far somebody has read, told to their own devices alone. */
export type PutRead = (user: UserId, room: RoomId, seq: number, threads?: ThreadMarks) => Promise<Result<void>>

export function buildOwnRead(deps: {
  readonly store: Pick<Store, 'archive' | 'receipts' | 'threads'>
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
  readonly hintRooms: (user: UserId, room: RoomId) => void
}): PutRead {
  const { archive, receipts } = deps.store
  return async (user, room, seq, threads = {}) => {
    const [{ scope }, [archived]] = [await deps.loadReach(user, room), await archive.loadArchivedRooms([room])]
    if (scope === 'none') return err(appError('room-unknown'))
    const head = archived?.head ?? 0
    await receipts.putReceipts([{ room, user, seq: Math.min(seq, head) }])
    const store = deps.store.threads
    const reads = await listThreadReads(store, { user, room, threads }, head)
    if (reads.length > 0) await store.foldMarks(reads)
    deps.hintRooms(user, room)
    return ok(undefined)
  }
}
