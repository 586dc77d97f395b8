import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { CommandHandlers } from '../../engine-command.ts'
import type { MadeRoom, RoomCommand } from '../../room-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { NewRoom } from '../control-plane/room-client.ts'
import type { OutboxKeeper } from '../outbox/outbox.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { mergeSyncRoom } from '../sync/room-steps.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import type { GoneRooms } from './gone-rooms.ts'
import type { OwnRoomChanges } from './own-room-changes.ts'

type Running = {
  readonly me: UserId
  readonly client: Pick<
    ControlPlaneClient,
    'createRoom' | 'changeRoom' | 'removeMember' | 'closeRoom' | 'roomPicture' | 'putRoomPicture' | 'removeRoomPicture'
  >
  readonly book: Pick<RoomBook, 'get' | 'put' | 'putUsers' | 'remove'>
  readonly ownRooms: OwnRoomChanges
  readonly goneRooms: Pick<GoneRooms, 'dismiss'>
  readonly outbox: Pick<OutboxKeeper, 'entries' | 'discard'>
  readonly drafts: Pick<DraftKeeper, 'forget'>
  /** The truth is with the server: ask it soon. */
  readonly askSync: () => void
  /** My rights have changed: a credential that says so, and then a sync. */
  readonly onRightsChanged: () => void
}

/** Rooms that come, change and go. */
export function buildRoomHandlers(running: Running): CommandHandlers<RoomCommand> {
  const { me, client, goneRooms, askSync } = running
  function thenSync(answer: Result<unknown>): Result<null> {
    if (!answer.ok) return answer
    askSync()
    return ok(null)
  }
  return {
    'create-room': ({ kind: _, ...wanted }) => createRoom(running, wanted),
    'change-room': async ({ kind: _, room, ...change }) => {
      const changed = thenSync(await client.changeRoom(room, change))
      // Where nobody or only some may write from now on, or all again.
      if (changed.ok && (change.archived ?? change.posting) !== undefined) running.onRightsChanged()
      return changed
    },
    'load-room-picture': ({ room, version }) => client.roomPicture(room, version),
    'put-room-picture': async ({ room, picture }) => thenSync(await client.putRoomPicture(room, picture)),
    'remove-room-picture': async ({ room }) => thenSync(await client.removeRoomPicture(room)),
    'leave-room': async ({ room }) => thenSync(await leaveBy(running, room, () => client.removeMember(room, me))),
    'close-room-for-all': async ({ room }) => {
      const closed = thenSync(await leaveBy(running, room, () => client.closeRoom(room)))
      // Nobody will ever be in it again: what waits for it would wait for good.
      if (closed.ok) discardWords(running, room)
      return closed
    },
    'dismiss-gone-room': ({ room }) => {
      goneRooms.dismiss(room)
      discardWords(running, room)
      return ok(null)
    },
  }
}

/** The room is there at once, from the answer itself; what the broker lets us do comes with the new credential. */
async function createRoom(
  { me, client, book, ownRooms, onRightsChanged }: Running,
  wanted: NewRoom,
): Promise<Result<MadeRoom>> {
  const created = await client.createRoom(wanted)
  if (!created.ok) return created
  const { room, users, invited = [] } = created.value
  book.putUsers(users)
  ownRooms.onEntered(room.id)
  if (book.get(room.id) === undefined) {
    const synced = {
      room: { ...room, memberCount: room.members.length },
      head: 0,
      complete: false,
      receipt: 0,
      unread: 0,
      mentions: 0,
    }
    book.put(room.id, mergeSyncRoom(undefined, synced, me))
  }
  // In the background: the hint does the same, and may already be under way.
  onRightsChanged()
  return ok({ room: room.id, invited })
}

async function leaveBy(
  { book, ownRooms }: Pick<Running, 'book' | 'ownRooms'>,
  room: RoomId,
  leave: () => Promise<Result<unknown>>,
): Promise<Result<unknown>> {
  const left = await ownRooms.whileLeaving(room, leave)
  if (left.ok) {
    ownRooms.onLeft(room)
    book.remove(room)
  }
  return left
}

function discardWords({ book, outbox, drafts }: Pick<Running, 'book' | 'outbox' | 'drafts'>, room: RoomId): void {
  // Back in it meanwhile: there they stand where they were written, and can go out after all.
  if (book.get(room) !== undefined) return
  for (const { id } of outbox.entries(room)) outbox.discard(room, id)
  void drafts.forget(room)
}
