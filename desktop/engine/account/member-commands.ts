import type { Result } from '../../../common/result.ts'
import { emptied, ok } from '../../../common/result.ts'
import type { CommandHandlers } from '../../engine-command.ts'
import type { MemberCommand } from '../../room-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { withAllMembers } from '../sync/room-facts.ts'

type Running = {
  readonly client: Pick<
    ControlPlaneClient,
    'room' | 'putMember' | 'removeMember' | 'ban' | 'unban' | 'bans' | 'handOver'
  >
  readonly book: Pick<RoomBook, 'change' | 'putUsers'>
  /** The truth is with the server: ask it soon. */
  readonly askSync: () => void
  /** My rights have changed: a credential that says so, and then a sync. */
  readonly onRightsChanged: () => void
}

/** Who is in a room, and what they may: for those who run it. The room's own events tell everybody else. */
export function buildMemberHandlers({ client, book, askSync, ...running }: Running): CommandHandlers<MemberCommand> {
  function thenSync<T>(answer: Result<T>): Result<T> {
    if (answer.ok) askSync()
    return answer
  }
  return {
    'load-members': async ({ room }) => {
      const answer = await client.room(room)
      if (!answer.ok) return answer
      book.putUsers(answer.value.users)
      book.change(room, (entry) => withAllMembers(entry, answer.value.room))
      return ok(null)
    },
    'list-members': async ({ room }) => {
      const answer = await client.room(room)
      if (!answer.ok) return answer
      book.putUsers(answer.value.users)
      return ok(answer.value.room.members.map(({ user }) => user))
    },
    'add-member': async ({ room, user, role }) =>
      thenSync(await client.putMember(room, user, role === undefined ? {} : { role })),
    'remove-member': async ({ room, user }) => thenSync(await client.removeMember(room, user)),
    'mute-member': async ({ room, user, until }) => thenSync(await client.putMember(room, user, { mutedUntil: until })),
    'ban-member': async ({ room, user, reason }) => thenSync(await client.ban(room, user, reason)),
    'lift-ban': async ({ room, user }) => emptied(thenSync(await client.unban(room, user))),
    'list-bans': async ({ room }) => {
      const answer = await client.bans(room)
      if (!answer.ok) return answer
      book.putUsers(answer.value.users)
      return ok(answer.value.bans)
    },
    'hand-over': async ({ room, user }) => {
      const handed = await client.handOver(room, user)
      if (!handed.ok) return handed
      running.onRightsChanged()
      return ok(null)
    },
  }
}
