import { appError } from '../../common/app-error.ts'
import type { ChangePasswordBody } from '../../common/http-contract/account-contract.ts'
import type { DeviceId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { DeviceStore, UserRow, UserStore } from '../store/account-store.ts'
import type { PasswordHasher } from './password-hasher.ts'

export type PasswordDependencies = {
  readonly store: {
    readonly accounts: Pick<UserStore, 'loadUser' | 'replacePassword'>
    readonly devices: Pick<DeviceStore, 'endOtherDevices' | 'endDevice' | 'loadDevicesOfUser'>
  }
  /** The one that sign-ins wait for too, so that all of them together stay few at a time. */
  readonly hasher: PasswordHasher
  /** Cuts the user's devices but that one and refuses their NATS credentials; resolves once the broker knows. */
  readonly revokeOthers: (user: UserId, keep?: DeviceId) => Promise<Result<void>>
  /** The same in the store alone. */
  readonly noteOthersRevoked: (user: UserId, keep?: DeviceId) => Promise<void>
  /** Whoever knows the password has no need of codes for a new one: none is good any more. */
  readonly onChanged: (user: UserId) => Promise<void>
  readonly now: () => number
}

export type PasswordService = {
  /**
   * Another password for whoever has shown in another way that it is theirs; every device of theirs ends.
   * @param take once the hash is made, and before anything changes: what they showed is used up. Its error ends it.
   */
  readonly replace: (user: UserRow, newPassword: string, take: () => Promise<Result<unknown>>) => Promise<Result<void>>
  /**
   * Replaces the password and ends every device of the user but `device`. `sign-in-refused` where the current one is
   * not right; `nats-unavailable` where all is done but the cut, which then comes by itself.
   */
  readonly change: (user: UserId, device: DeviceId, wanted: ChangePasswordBody) => Promise<Result<void>>
}

const notRight = appError('sign-in-refused', {
  detail: 'The current password is not right.',
  fields: { '/body/currentPassword': 'is not right' },
})
const notCut =
  'The password is changed, and your other devices are signed out. Those that are connected will be cut as soon as the ' +
  'server reaches its message broker.'

export function createPasswordService(deps: PasswordDependencies): PasswordService {
  const { store, hasher } = deps
  return {
    replace: async (user, newPassword, take) => {
      const hashed = await hasher.hash(newPassword)
      if (!hashed.ok) return hashed
      const taken = await take()
      if (!taken.ok) return taken
      await deps.noteOthersRevoked(user.id)
      // Another one that was changed meanwhile is not the one that was forgotten: what was shown is used up, and asked for anew.
      const from = user.passwordHash
      const replaced = await store.accounts.replacePassword({ user: user.id, from, to: hashed.value })
      if (!replaced) return err(appError('reset-invalid'))
      for (const { id } of await store.devices.loadDevicesOfUser(user.id)) await store.devices.endDevice(id, deps.now())
      return deps.revokeOthers(user.id)
    },
    change: async (userId, device, { currentPassword, newPassword }) => {
      const user = await store.accounts.loadUser(userId)
      const right = await hasher.isRight(currentPassword, user?.passwordHash)
      if (!right.ok) return right
      if (user === undefined || !right.value) return err(notRight)
      // The same password again is taken: the hash is another one, so the other devices end. Whoever lost the answer to
      // a change, or saw it fail after the password was replaced, finishes it that way.
      const hashed = await hasher.hash(newPassword)
      if (!hashed.ok) return hashed

      // Noted beforehand: should we die after the next line, the broker still hears of their credentials, from whichever
      // server looks next.
      await deps.noteOthersRevoked(userId, device)
      // The one step that decides, for us and for every copy of the server: from here on no other device stands, nor one
      // whose sign-in with the old password is under way (device-standing.ts). All that follows can be repeated.
      const replaced = await store.accounts.replacePassword({
        user: userId,
        from: user.passwordHash,
        to: hashed.value,
        by: device,
      })
      // Somebody was first, and so the current password is another one by now.
      if (!replaced) return err(notRight)
      await deps.onChanged(userId)
      const passwordVersion = (user.passwordVersion ?? 0) + 1
      await store.devices.endOtherDevices({ user: userId, keep: device, passwordVersion, endedAt: deps.now() })
      // Again, for the credentials that were issued since they were noted; none is any more.
      const cut = await deps.revokeOthers(userId, device)
      return cut.ok ? ok(undefined) : err({ ...cut.error, detail: notCut })
    },
  }
}
