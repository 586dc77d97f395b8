import type { UserId } from '../../common/ids.ts'
import type { KnownPresence } from '../../common/presence-event.ts'
import type { DeviceStore, UserRow, UserStore } from '../store/account-store.ts'

/** Of people who are not there, when they were: those who let it be seen, the latest first. */
export type LoadLastSeen = (users: readonly UserId[]) => Promise<readonly KnownPresence[]>

/** More would make a light sync heavy; who was there before these is not known to have been. */
const mostTold = 200
const grainMs = 60_000

export function buildLastSeen(store: Pick<UserStore, 'loadUsers'> & Pick<DeviceStore, 'loadLastSeen'>): LoadLastSeen {
  return async (users) => {
    if (users.length === 0) return []
    const [seenAt, rows] = await Promise.all([store.loadLastSeen(users), store.loadUsers(users)])
    return rows
      .flatMap((row) => {
        const at = lastSeenOf(row, seenAt.get(row.id))
        return at === undefined ? [] : { user: row.id, state: 'offline' as const, lastSeenAt: at - (at % grainMs) }
      })
      .toSorted((one, other) => other.lastSeenAt - one.lastSeenAt)
      .slice(0, mostTold)
  }
}

/** Whoever is invisible was there last when they became it: what they do since tells nothing. */
function lastSeenOf({ profile }: UserRow, seenAt: number | undefined): number | undefined {
  if (profile?.deletedAt !== undefined || profile?.hides?.includes('lastSeen') === true) return undefined
  return profile?.presence === 'invisible' ? profile.vanishedAt : seenAt
}
