import type { Device, Me, Profile, User } from '../../common/http-contract/account-contract.ts'
import type { Privacy } from '../../common/http-contract/profile-contract.ts'
import type { DeviceId } from '../../common/ids.ts'
import type { DeviceRow, UserRow } from '../store/account-store.ts'

/** What others may know of a user. */
export function buildUser({ id, handle, displayName, profile }: UserRow): User {
  if (profile?.deletedAt !== undefined) return { id, handle: '', displayName: 'Deleted user', deleted: true }
  const { avatar, botOf } = profile ?? {}
  return {
    id,
    handle,
    displayName,
    ...(avatar === undefined ? {} : { avatar }),
    ...(botOf === undefined ? {} : { bot: true, maker: botOf }),
  }
}

/** With what they say of themselves. @param nowAt a status that is over is none */
export function buildProfile(user: UserRow, nowAt: number): Profile {
  const { bio, timeZone, status, deletedAt } = user.profile ?? {}
  if (deletedAt !== undefined) return buildUser(user)
  const isOver = status?.until !== undefined && status.until <= nowAt
  return {
    ...buildUser(user),
    ...(bio === undefined ? {} : { bio }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(status === undefined || isOver ? {} : { status }),
  }
}

export function buildMe(user: UserRow, device: DeviceId, nowAt = Date.now()): Me {
  const shows = (what: keyof Privacy) => user.profile?.hides?.includes(what) !== true
  return {
    ...buildProfile(user, nowAt),
    ...(user.email === undefined ? {} : { email: user.email }),
    presence: user.profile?.presence ?? 'auto',
    privacy: { receipts: shows('receipts'), typing: shows('typing'), lastSeen: shows('lastSeen') },
    admin: user.admin,
    createdAt: user.createdAt,
    device,
  }
}

export function buildDevice(row: DeviceRow, current: DeviceId): Device {
  const { id, name, createdAt, lastSeenAt, system, lastAddress } = row
  return {
    id,
    name,
    createdAt,
    lastSeenAt,
    ...(system === undefined ? {} : { system }),
    ...(lastAddress === undefined ? {} : { lastAddress }),
    current: id === current,
  }
}
