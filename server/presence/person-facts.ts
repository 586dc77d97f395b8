import type { UserId } from '../../common/ids.ts'
import type { Store } from '../store/store-port.ts'
import type { PersonFacts } from './presence-ledger.ts'

export type LoadPersonFacts = (user: UserId) => Promise<PersonFacts | undefined>

/** What the presence role asks of a person. Undefined: there is no such account, or none any more. */
export function buildPersonFacts(store: Pick<Store, 'accounts' | 'sync'>): LoadPersonFacts {
  return async (user) => {
    const [row, marks] = await Promise.all([store.accounts.loadUser(user), store.sync.loadRoomMarks(user)])
    if (row === undefined || row.profile?.deletedAt !== undefined) return undefined
    // Two who are no contacts any more are not there for each other.
    const rooms = marks.flatMap(({ room, ended }) => (ended === undefined ? room : []))
    return { wish: row.profile?.presence ?? 'auto', status: row.profile?.status, rooms }
  }
}
