import { type AppError, appError } from '../../common/app-error.ts'
import type { DeviceRow, UserRow } from '../store/account-store.ts'

/**
 * Whether a device was signed in with the password that counts now, or replaced it itself. So one atomic step on the
 * user's row, the replacement, ends every other device at once: those there are, and those whose sign-in with the old
 * password is still under way. Ending their rows afterwards is tidying up.
 */
export function isOfPassword(
  device: Pick<DeviceRow, 'id' | 'passwordVersion'>,
  user: Pick<UserRow, 'passwordVersion' | 'passwordReplacedBy'>,
): boolean {
  return device.id === user.passwordReplacedBy || (device.passwordVersion ?? 0) === (user.passwordVersion ?? 0)
}

/** With the reason, to whoever has shown that the account is theirs. */
export function suspendedError({ profile, suspendedAt }: Pick<UserRow, 'profile' | 'suspendedAt'>): AppError {
  const reason = profile?.suspendedFor
  if (reason === undefined) return appError('account-suspended', { more: { suspendedAt } })
  return appError('account-suspended', {
    detail: `This account is suspended: ${reason}`,
    more: { reason, suspendedAt },
  })
}
