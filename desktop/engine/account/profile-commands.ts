import type { Profile } from '../../../common/http-contract/account-contract.ts'
import { handleSchema } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { emptied, ok } from '../../../common/result.ts'
import type { CommandHandlers, ProfileCommand } from '../../engine-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { listPeople, listRoomsWith } from '../views/people-view.ts'
import type { SettingsKeeper } from './settings-keeper.ts'

type Profiling = {
  readonly client: Pick<
    ControlPlaneClient,
    | 'findUser'
    | 'profile'
    | 'picture'
    | 'putPicture'
    | 'removePicture'
    | 'changeMe'
    | 'changePassword'
    | 'devices'
    | 'revokeDevice'
    | 'revokeOtherDevices'
  >
  readonly me: UserId
  readonly book: Pick<RoomBook, 'putUsers' | 'rooms' | 'get' | 'user'>
  readonly settings: Pick<SettingsKeeper, 'change'>
  readonly askSync: () => void
  readonly onProfile: (profile: Profile) => void
}

/** Who I am, my devices, and others by their handle. */
export function buildProfileHandlers({
  me,
  client,
  book,
  settings,
  askSync,
  onProfile,
}: Profiling): CommandHandlers<ProfileCommand> {
  const thenSync = (done: Result<null>) => {
    if (done.ok) askSync()
    return done
  }
  return {
    'find-user': async (command) => {
      const handle = command.handle.trim().replace(/^@/, '').toLowerCase()
      // Nobody can have such a handle, so nobody is asked.
      if (!handleSchema.safeParse(handle).success) return ok(null)
      const found = await client.findUser(handle)
      if (!found.ok) return found
      if (found.value !== undefined) book.putUsers([found.value])
      return ok(found.value ?? null)
    },
    'list-people': () => ok(listPeople(book, me)),
    'list-rooms-with': ({ user }) => ok(listRoomsWith(book, user)),
    'load-profile': async ({ user }) => {
      const profile = await client.profile(user)
      if (profile.ok) {
        book.putUsers([profile.value])
        onProfile(profile.value)
      }
      return profile
    },
    'load-picture': ({ user, version }) => client.picture(user, version),
    'put-picture': async ({ picture }) => thenSync(emptied(await client.putPicture(picture))),
    'remove-picture': async () => thenSync(emptied(await client.removePicture())),
    'change-me': async ({ change }) => {
      return thenSync(emptied(await client.changeMe(change)))
    },
    'change-password': async ({ currentPassword, newPassword }) =>
      emptied(await client.changePassword({ currentPassword, newPassword })),
    'list-devices': () => client.devices(),
    'change-settings': ({ patch }) => settings.change(patch),
    'revoke-device': async ({ device }) => emptied(await client.revokeDevice(device)),
    'revoke-other-devices': async () => emptied(await client.revokeOtherDevices()),
  }
}
