import { handleSchema } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { CommandHandlers, ProfileCommand } from '../../engine-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { listPeople, listRoomsWith } from '../views/people-view.ts'
import type { SettingsKeeper } from './settings-keeper.ts'

type Profiling = {
  readonly client: Pick<ControlPlaneClient, 'findUser' | 'changeMe' | 'changePassword' | 'devices' | 'revokeDevice'>
  readonly me: UserId
  readonly book: Pick<RoomBook, 'putUsers' | 'rooms' | 'get'>
  readonly settings: Pick<SettingsKeeper, 'change'>
  readonly askSync: () => void
}

/** Who I am, my devices, and others by their handle. */
export function buildProfileHandlers({
  me,
  client,
  book,
  settings,
  askSync,
}: Profiling): CommandHandlers<ProfileCommand> {
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
    'change-me': async ({ displayName }) => {
      const changed = silent(await client.changeMe({ displayName }))
      if (changed.ok) askSync()
      return changed
    },
    'change-password': async ({ currentPassword, newPassword }) =>
      silent(await client.changePassword({ currentPassword, newPassword })),
    'list-devices': () => client.devices(),
    'change-settings': ({ patch }) => settings.change(patch),
    'revoke-device': async ({ device }) => silent(await client.revokeDevice(device)),
  }
}

function silent(answer: Result<unknown>): Result<null> {
  return answer.ok ? ok(null) : answer
}
