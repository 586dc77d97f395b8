import type { AdminUser, AdminUsersQuery } from '../../common/http-contract/admin-contract.ts'
import type { UserId } from '../../common/ids.ts'
import type { DeviceStore, UserPlace, UserRow, UserStore } from '../store/account-store.ts'

/** A page of the people here. What is asked for is compared as people write it, not as a database does. */
export type ListUsers = (
  query: Pick<AdminUsersQuery, 'q' | 'state' | 'limit'>,
  after: UserPlace | undefined,
) => Promise<{ readonly users: readonly AdminUser[]; readonly next?: UserPlace }>

const readAtOnce = 1_000
/** Where nearly nobody fits, a page ends before it is full, with a cursor to go on by. */
const mostRead = 20_000

export function buildUserListing(store: {
  readonly accounts: Pick<UserStore, 'loadUserPage'>
  readonly devices: Pick<DeviceStore, 'loadLastSeen'>
}): ListUsers {
  return async ({ q = '', state, limit }, after) => {
    const wanted = fold(q.trim())
    const found: UserRow[] = []
    let [place, isAtEnd, read] = [after, false, 0]
    while (found.length < limit && !isAtEnd && read < mostRead) {
      const rows = await store.accounts.loadUserPage(place, readAtOnce)
      isAtEnd = rows.length < readAtOnce
      read += rows.length
      for (const row of rows) {
        if (found.length === limit) {
          isAtEnd = false
          break
        }
        place = { at: row.createdAt, id: row.id }
        if (isOfState(row, state) && (wanted === '' || fits(row, wanted))) found.push(row)
      }
    }
    const seen = await store.devices.loadLastSeen(found.map(({ id }) => id))
    const users = found.map((row) => showUser(row, seen))
    return { users, ...(isAtEnd || place === undefined ? {} : { next: place }) }
  }
}

export function showUser(row: UserRow, seen: ReadonlyMap<UserId, number>): AdminUser {
  const { id, handle, displayName, email, admin, suspendedAt, createdAt, profile } = row
  if (profile?.deletedAt !== undefined) {
    return { id, handle: '', displayName, deleted: true, admin: false, suspended: false, createdAt }
  }
  const lastSeenAt = seen.get(id)
  return {
    ...{ id, handle, displayName, admin, createdAt, suspended: suspendedAt !== undefined },
    ...(profile?.botOf === undefined ? {} : { bot: true as const, maker: profile.botOf }),
    ...(profile?.avatar === undefined ? {} : { avatar: profile.avatar }),
    ...(email === undefined ? {} : { email }),
    ...(suspendedAt === undefined ? {} : { suspendedAt }),
    ...(suspendedAt === undefined || profile?.suspendedFor === undefined ? {} : { reason: profile.suspendedFor }),
    ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
  }
}

function isOfState({ admin, suspendedAt, profile }: UserRow, state: AdminUsersQuery['state']): boolean {
  const isDeleted = profile?.deletedAt !== undefined
  if (state === 'deleted' || isDeleted) return state === 'deleted' && isDeleted
  if (state === 'suspended') return suspendedAt !== undefined
  if (state === 'active') return suspendedAt === undefined
  return state === undefined || admin
}

function fits({ id, handle, displayName, email = '' }: UserRow, wanted: string): boolean {
  return id === wanted || [handle, fold(displayName), email].some((text) => text.includes(wanted))
}

/** Without capitals and accents. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
