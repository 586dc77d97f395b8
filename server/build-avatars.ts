import type { UserId } from '../common/ids.ts'
import { ok } from '../common/result.ts'
import type { AccountService } from './accounts/account-service.ts'
import { buildUser } from './accounts/user-view.ts'
import { type AvatarDependencies, type AvatarService, buildAvatarService } from './avatars/avatar-service.ts'
import type { RoomService } from './rooms/room-service.ts'

/** Pictures of people and rooms, beside what says that there are any. */
export function buildAvatars({
  accounts,
  rooms,
  ...deps
}: Pick<AvatarDependencies, 'shelf' | 'findRoomOfInvite'> & {
  readonly accounts: Pick<AccountService, 'loadVisible' | 'setAvatar'>
  readonly rooms: Pick<RoomService, 'loadShown' | 'change' | 'judge'>
}): AvatarService {
  const saysAvatar = (version = '') => ({ kind: 'change', avatar: version }) as const
  return buildAvatarService({
    ...deps,
    checkUser: async (caller: UserId, user: UserId) => {
      const seen = await accounts.loadVisible(caller, user)
      return seen.ok ? ok(buildUser(seen.value)) : seen
    },
    checkRoom: rooms.loadShown,
    sayOfUser: accounts.setAvatar,
    sayOfRoom: (caller, room, version) => rooms.change(caller, room, saysAvatar(version)),
    mayChangeRoom: (caller, room) => rooms.judge(caller, room, saysAvatar()),
  })
}
