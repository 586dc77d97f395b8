import type { Device, Me, User } from '../../common/http-contract/account-contract.ts'
import type { DeviceId } from '../../common/ids.ts'
import type { DeviceRow, UserRow } from '../store/account-store.ts'

/** What others may know of a user. */
export function buildUser({ id, handle, displayName }: UserRow): User {
  return { id, handle, displayName }
}

export function buildMe(user: UserRow, device: DeviceId): Me {
  return {
    ...buildUser(user),
    ...(user.email === undefined ? {} : { email: user.email }),
    admin: user.admin,
    createdAt: user.createdAt,
    device,
  }
}

export function buildDevice({ id, name, createdAt, lastSeenAt }: DeviceRow, current: DeviceId): Device {
  return { id, name, createdAt, lastSeenAt, current: id === current }
}
