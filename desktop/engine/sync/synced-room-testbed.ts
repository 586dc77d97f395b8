import type { Role } from '../../../common/credential-scope.ts'
import type { SyncRoom } from '../../../common/http-contract/sync-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'

export const teaRoom = '0.aaaaaaaaaaaaaa' as RoomId

export const membersOf = (role: Role, ...users: readonly UserId[]) => users.map((user) => ({ user, role }))

type Facts = Partial<SyncRoom['room']> & Pick<SyncRoom['room'], 'members'>

/** A room as `/sync` tells of it: one message, all of it read, unless something else is said. */
export function buildSyncedRoom(facts: Facts, more: Partial<SyncRoom> = {}): SyncRoom {
  return {
    room: {
      id: teaRoom,
      kind: 'group',
      name: 'Tea',
      topic: '',
      createdAt: 1,
      version: 1,
      memberCount: facts.members.length,
      ...facts,
    },
    head: 1,
    complete: true,
    receipt: 1,
    unread: 0,
    mentions: 0,
    ...more,
  }
}
