import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { emptied, ok } from '../../../common/result.ts'
import type { CommandHandlers } from '../../engine-command.ts'
import type { InviteCommand, InviteView } from '../../room-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { RoomAnswer } from '../control-plane/room-client.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { OwnRoomChanges } from './own-room-changes.ts'

type Inviting = {
  readonly client: Pick<
    ControlPlaneClient,
    'makeInvite' | 'invites' | 'withdrawInvite' | 'joinByInvite' | 'publicRooms' | 'joinRoom'
  >
  readonly book: Pick<RoomBook, 'get' | 'putUsers'>
  readonly ownRooms: Pick<OwnRoomChanges, 'onEntered'>
  /** Resolves when an answer has been applied, or could not be had. */
  readonly syncNow: () => Promise<unknown>
  readonly onRightsChanged: () => void
}

/** Ways into a room: by a code, and into one that everybody may join. */
export function buildInviteHandlers(inviting: Inviting): CommandHandlers<InviteCommand> {
  const { client, book } = inviting
  return {
    'make-invite': async ({ room, expiresInSec, uses }) => {
      const wanted = {
        ...(expiresInSec === undefined ? {} : { expiresInSec }),
        ...(uses === undefined ? {} : { uses }),
      }
      const answer = await client.makeInvite(room, wanted)
      return answer.ok ? ok(answer.value.invite) : answer
    },
    'list-invites': async ({ room }) => {
      const all: InviteView[] = []
      for (let cursor: string | undefined; ; ) {
        const answer = await client.invites(room, cursor)
        if (!answer.ok) return answer
        const { invites, users, cursor: next } = answer.value
        book.putUsers(users)
        all.push(...invites)
        if (next === undefined || next === cursor) return ok(all)
        cursor = next
      }
    },
    'withdraw-invite': async ({ code }) => emptied(await client.withdrawInvite(code)),
    'join-invite': async ({ code }) => enter(inviting, await client.joinByInvite(code)),
    'list-public-rooms': ({ q, cursor }) => client.publicRooms(q, cursor),
    'join-public-room': async ({ room }) => enter(inviting, await client.joinRoom(room)),
  }
}

/** Answers once the room is there to be shown: what it has been through comes with `/sync`. */
async function enter(
  { book, ownRooms, syncNow, onRightsChanged }: Inviting,
  joined: Result<RoomAnswer>,
): Promise<Result<RoomId>> {
  if (!joined.ok) return joined
  const { room, users } = joined.value
  book.putUsers(users)
  if (book.get(room.id) === undefined) {
    ownRooms.onEntered(room.id)
    await syncNow()
  }
  onRightsChanged()
  return ok(room.id)
}
