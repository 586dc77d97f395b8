import type { User } from '../../../../common/http-contract/account-contract.ts'
import {
  type AdminRoom,
  adminRoomAnswerSchema,
  adminRoomsSchema,
  type ChangeAdminRoomBody,
  wholeAdminRoomSchema,
} from '../../../../common/http-contract/admin-contract.ts'
import { apiPaths } from '../../../../common/http-contract/api-paths.ts'
import type { RoomId } from '../../../../common/ids.ts'
import type { Result } from '../../../../common/result.ts'
import { ok } from '../../../../common/result.ts'
import { askAdmin, buildAdminQuery, doAdmin } from '../admin-api.ts'
import type { ListPage } from '../frame/paged-list.ts'

/** A room with those who own it, as far as they are known. */
export type ListedRoom = AdminRoom & { readonly ownedBy: readonly User[] }
export type RoomsFilter = 'all' | 'group' | 'direct'

const pageRows = 100

export async function listAdminRooms(
  wanted: { readonly q: string; readonly filter: RoomsFilter },
  cursor: string | undefined,
): Promise<Result<ListPage<ListedRoom>>> {
  const kind = wanted.filter === 'all' ? undefined : wanted.filter
  const query = buildAdminQuery({ q: wanted.q.trim(), kind, limit: pageRows, cursor })
  const answer = await askAdmin({ method: 'GET', path: apiPaths.adminRooms(query) }, adminRoomsSchema)
  if (!answer.ok) return answer
  const { rooms, users, cursor: next } = answer.value
  return ok({ rows: rooms.map((room) => withOwners(room, users)), cursor: next })
}

export async function loadAdminRoom(room: RoomId) {
  const answer = await askAdmin({ method: 'GET', path: apiPaths.adminRoom(room) }, wholeAdminRoomSchema)
  if (!answer.ok) return answer
  return ok({ room: withOwners(answer.value.room, answer.value.users), counts: answer.value.counts })
}

export async function changeAdminRoom(room: RoomId, body: ChangeAdminRoomBody): Promise<Result<ListedRoom>> {
  const answer = await askAdmin({ method: 'PATCH', path: apiPaths.adminRoom(room), body }, adminRoomAnswerSchema)
  return answer.ok ? ok(withOwners(answer.value.room, answer.value.users)) : answer
}

export const closeAdminRoom = (room: RoomId) => doAdmin({ method: 'DELETE', path: apiPaths.adminRoom(room) })

function withOwners(room: AdminRoom, users: readonly User[]): ListedRoom {
  return { ...room, ownedBy: room.owners.flatMap((owner) => users.find(({ id }) => id === owner) ?? []) }
}
