import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { User } from '../../common/http-contract/account-contract.ts'
import {
  type AdminRoom,
  type AdminRoomCounts,
  adminRoomAnswerSchema,
  adminRoomsQuerySchema,
  adminRoomsSchema,
  changeAdminRoomBodySchema,
  wholeAdminRoomSchema,
} from '../../common/http-contract/admin-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { roomIdSchema } from '../../common/id-schemas.ts'
import { parseRoomId, type RoomId, type UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import type { AddRoutes } from '../plugins/api-server.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { NoteAct } from './note-act.ts'

export type RoomAdministrationDependencies = {
  readonly roomStore: Pick<RoomStore, 'loadRoom' | 'loadRooms' | 'loadRoomNames'>
  readonly retention: {
    readonly loadDaysOf: (rooms: readonly RoomId[]) => Promise<ReadonlyMap<string, number | null>>
    readonly setRoomDays: (room: RoomId, days: number | null) => Promise<Result<void>>
  }
  readonly roomCaps: {
    readonly loadOwnOf: (rooms: readonly RoomId[]) => Promise<ReadonlyMap<string, number>>
    readonly setOwn: (room: RoomId, cap: number | null) => Promise<Result<void>>
  }
  readonly countInRoom: (room: RoomId) => Promise<AdminRoomCounts>
  readonly loadNames: (users: readonly UserId[]) => Promise<User[]>
  /** By the rights of an owner. */
  readonly close: (owner: UserId, room: RoomId) => Promise<Result<void>>
  readonly noteAct: NoteAct
}

const tags = ['admin']
const params = z.strictObject({ room: roomIdSchema })
const readAtOnce = 500

/** For the scope of administration. */
export function buildRoomAdministrationRoutes(deps: RoomAdministrationDependencies): AddRoutes {
  const { roomStore, retention, roomCaps, noteAct } = deps
  const ownersOf = ({ members }: RoomState) =>
    [...members.values()].flatMap(({ role, user }) => (role === 'owner' ? [user] : []))
  /** However many they are: what else belongs to them is asked for once each. */
  async function show(states: readonly RoomState[]): Promise<{ rooms: AdminRoom[]; users: User[] }> {
    const ids = states.map(({ room }) => room)
    const owners = new Map(states.map((state) => [state.room, state.roomKind === 'group' ? ownersOf(state) : []]))
    const [caps, days, users] = await Promise.all([
      roomCaps.loadOwnOf(ids),
      retention.loadDaysOf(ids),
      deps.loadNames([...owners.values()].flat()),
    ])
    const rooms = states.map((state) => ({
      id: state.room,
      kind: state.roomKind,
      ...(state.roomKind === 'group' ? { name: state.name } : {}),
      members: state.members.size,
      owners: owners.get(state.room) ?? [],
      createdAt: state.createdAt,
      visibility: state.visibility ?? ('private' as const),
      archived: state.limits?.archived ?? false,
      memberCap: caps.get(state.room) ?? null,
      retentionDays: days.get(state.room) ?? null,
    }))
    return { rooms, users }
  }
  async function showOne(state: RoomState): Promise<{ room: AdminRoom; users: User[] }> {
    const { rooms, users } = await show([state])
    const [room] = rooms
    if (room === undefined) throw new Error('a room that was shown is not there')
    return { room, users }
  }
  /** One that is closed is no more: nobody is in it. */
  const find = async (room: RoomId): Promise<RoomState> => {
    const state = await roomStore.loadRoom(room)
    if (state === undefined || state.members.size === 0) throw new ProblemError(appError('room-unknown'))
    return state
  }
  return (api) => {
    api.get(
      apiPatterns.adminRooms,
      {
        config: { scope: 'rooms:read' },
        schema: {
          tags,
          summary: 'The rooms of this server: facts, and no words',
          description:
            '`q`: part of a name, or a whole id. Closed rooms are left out. Direct ones have neither name nor owners here.',
          querystring: adminRoomsQuerySchema,
          response: { 200: adminRoomsSchema },
        },
      },
      async (request) => {
        const { q = '', kind, limit, cursor } = request.query
        const wanted = q.trim().toLowerCase()
        let after = cursor === undefined ? undefined : parseRoomId(Buffer.from(cursor, 'base64url').toString())
        if (cursor !== undefined && after === undefined) {
          const fields = { '/querystring/cursor': 'must be one of this call' }
          throw new ProblemError(appError('request-invalid', { fields }))
        }
        const found: RoomId[] = []
        for (let isAtEnd = false; !isAtEnd && found.length <= limit; ) {
          const names = await roomStore.loadRoomNames(after, readAtOnce)
          isAtEnd = names.length < readAtOnce
          after = names.at(-1)?.room ?? after
          for (const { room, roomKind, name, memberCount } of names) {
            if (memberCount === 0 || (kind !== undefined && roomKind !== kind)) continue
            const isNamed = roomKind === 'group' && name.toLowerCase().includes(wanted)
            if (wanted === '' || isNamed || room === wanted) found.push(room)
          }
        }
        const page = found.slice(0, limit)
        const states = new Map((await roomStore.loadRooms(page)).map((state) => [state.room, state]))
        const shown = await show(page.flatMap((room) => states.get(room) ?? []))
        const last = page.at(-1)
        const more = found.length > limit && last !== undefined
        return { ...shown, ...(more ? { cursor: Buffer.from(last).toString('base64url') } : {}) }
      },
    )
    api.get(
      apiPatterns.adminRoom,
      {
        config: { scope: 'rooms:read' },
        schema: {
          tags,
          summary: 'One room: facts, and no words',
          description: '`counts`: what was said in it, as the archive has it, and the files that lie there.',
          params,
          response: { 200: wholeAdminRoomSchema },
        },
      },
      async (request) => {
        const state = await find(request.params.room)
        const [shown, counts] = await Promise.all([showOne(state), deps.countInRoom(state.room)])
        return { ...shown, counts }
      },
    )
    api.patch(
      apiPatterns.adminRoom,
      {
        config: { scope: 'rooms:write' },
        schema: {
          tags,
          summary: 'Say how many people a room may have, and how long words are kept in it',
          description: '`null`: as the server is set; left out: as it is. Whoever is in a room stays in it.',
          params,
          body: changeAdminRoomBodySchema,
          response: { 200: adminRoomAnswerSchema },
        },
      },
      async (request) => {
        const state = await find(request.params.room)
        const { memberCap, retentionDays } = request.body
        if (memberCap !== undefined && state.roomKind === 'direct') throw new ProblemError(appError('room-direct'))
        await noteAct(request, 'room.changed', { whom: state.room, detail: request.body })
        if (memberCap !== undefined) valueOrProblem(await roomCaps.setOwn(state.room, memberCap))
        if (retentionDays !== undefined) valueOrProblem(await retention.setRoomDays(state.room, retentionDays))
        return showOne(state)
      },
    )
    api.delete(
      apiPatterns.adminRoom,
      {
        config: { scope: 'rooms:write' },
        schema: {
          tags,
          summary: 'Close a room for good',
          description: 'As its owner would: everybody is out, and nobody reaches what was said.',
          params,
          response: { 204: z.undefined().describe('There is no such room any more.') },
        },
      },
      async (request, reply) => {
        const state = await find(request.params.room)
        const [owner] = ownersOf(state)
        if (owner === undefined) throw new ProblemError(appError('room-direct'))
        // Nothing else says afterwards what it was called.
        const detail = state.roomKind === 'group' ? { name: state.name } : {}
        await noteAct(request, 'room.deleted', { whom: state.room, detail })
        valueOrProblem(await deps.close(owner, state.room))
        return reply.code(204).send()
      },
    )
  }
}
