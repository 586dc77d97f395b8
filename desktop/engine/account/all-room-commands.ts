import { buildInviteHandlers } from './invite-commands.ts'
import { buildMemberHandlers } from './member-commands.ts'
import { buildReachHandlers } from './reach-commands.ts'
import { buildRoomHandlers } from './room-commands.ts'

type Running = Parameters<typeof buildRoomHandlers>[0] &
  Parameters<typeof buildMemberHandlers>[0] &
  Parameters<typeof buildInviteHandlers>[0] &
  Parameters<typeof buildReachHandlers>[0]

/** All that is asked of rooms: what they are, who is in them, how one gets in, and who reaches what. */
export function buildAllRoomHandlers(running: Running) {
  return {
    ...buildRoomHandlers(running),
    ...buildMemberHandlers(running),
    ...buildInviteHandlers(running),
    ...buildReachHandlers(running),
  }
}
