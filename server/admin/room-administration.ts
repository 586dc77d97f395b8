import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { limitQuery } from '../../common/http-contract/query-contract.ts'
import { retentionDaysSchema, serverSettingsSchema } from '../../common/http-contract/server-settings-contract.ts'
import { roomIdSchema } from '../../common/id-schemas.ts'
import { parseRoomId, type RoomId, type UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { textSchema } from '../../common/well-formed-text.ts'
import type { AddRoutes } from '../plugins/api-server.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { NoteAct } from './note-act.ts'

const memberCapSchema = serverSettingsSchema.shape.memberCap.nullable()

/** Facts of a room, never its words: of a direct one not even who is in it. */
const adminRoomSchema = z.object({
  id: roomIdSchema,
  kind: z.enum(['direct', 'group']),
  name: z.string().optional(),
  members: z.int(),
  owners: z.array(z.string()),
  createdAt: z.int(),
  visibility: z.enum(['private', 'public']),
  archived: z.boolean(),
  /** `null`: as the server is set. */
  memberCap: memberCapSchema,
  retentionDays: retentionDaysSchema,
})
const changeRoomBodySchema = z
  .strictObject({ memberCap: memberCapSchema.optional(), retentionDays: retentionDaysSchema.optional() })
  .refine((body) => Object.keys(body).length > 0, 'must name something to change')
  .meta({ example: { memberCap: 50, retentionDays: 90 } })
const answerSchema = z.object({ room: adminRoomSchema })
const listSchema = z.object({ rooms: z.array(adminRoomSchema), cursor: z.string().optional() })
const querySchema = z.strictObject({
  q: textSchema({ min: 0, max: 100 }).optional(),
  limit: limitQuery(1_000, 100),
  cursor: z.string().max(100).optional(),
})

export type RoomAdministrationDependencies = {
  readonly roomStore: Pick<RoomStore, 'loadRoom' | 'loadRooms' | 'listRooms'>
  readonly retention: {
    readonly loadRoomDays: (room: RoomId) => Promise<number | null>
    readonly setRoomDays: (room: RoomId, days: number | null) => Promise<Result<void>>
  }
  readonly roomCaps: {
    readonly loadOwn: (room: RoomId) => Promise<number | null>
    readonly setOwn: (room: RoomId, cap: number | null) => Promise<Result<void>>
  }
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
  const show = async (state: RoomState): Promise<z.output<typeof adminRoomSchema>> => ({
    id: state.room,
    kind: state.roomKind,
    ...(state.roomKind === 'group' ? { name: state.name } : {}),
    members: state.members.size,
    owners: state.roomKind === 'group' ? ownersOf(state) : [],
    createdAt: state.createdAt,
    visibility: state.visibility ?? 'private',
    archived: state.limits?.archived ?? false,
    memberCap: await roomCaps.loadOwn(state.room),
    retentionDays: await retention.loadRoomDays(state.room),
  })
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
          description: '`q`: part of a name, or a whole id. Closed rooms are left out.',
          querystring: querySchema,
          response: { 200: listSchema },
        },
      },
      async (request) => {
        const { q = '', limit, cursor } = request.query
        const wanted = q.trim().toLowerCase()
        let after = cursor === undefined ? undefined : parseRoomId(Buffer.from(cursor, 'base64url').toString())
        if (cursor !== undefined && after === undefined) {
          const fields = { '/querystring/cursor': 'must be one of this call' }
          throw new ProblemError(appError('request-invalid', { fields }))
        }
        const found: RoomState[] = []
        for (let isAtEnd = false; !isAtEnd && found.length <= limit; ) {
          const ids = await roomStore.listRooms(after, readAtOnce)
          isAtEnd = ids.length < readAtOnce
          after = ids.at(-1) ?? after
          const states = new Map((await roomStore.loadRooms(ids)).map((state) => [state.room, state]))
          for (const state of ids.flatMap((id) => states.get(id) ?? [])) {
            const isNamed = state.roomKind === 'group' && state.name.toLowerCase().includes(wanted)
            if (state.members.size > 0 && (wanted === '' || isNamed || state.room === wanted)) found.push(state)
          }
        }
        const rooms = await Promise.all(found.slice(0, limit).map(show))
        const last = rooms.at(-1)
        const more = found.length > limit && last !== undefined
        return { rooms, ...(more ? { cursor: Buffer.from(last.id).toString('base64url') } : {}) }
      },
    )
    api.get(
      apiPatterns.adminRoom,
      {
        config: { scope: 'rooms:read' },
        schema: { tags, summary: 'One room: facts, and no words', params, response: { 200: answerSchema } },
      },
      async (request) => ({ room: await show(await find(request.params.room)) }),
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
          body: changeRoomBodySchema,
          response: { 200: answerSchema },
        },
      },
      async (request) => {
        const state = await find(request.params.room)
        const { memberCap, retentionDays } = request.body
        if (memberCap !== undefined && state.roomKind === 'direct') throw new ProblemError(appError('room-direct'))
        await noteAct(request, 'room.changed', { whom: state.room, detail: request.body })
        if (memberCap !== undefined) valueOrProblem(await roomCaps.setOwn(state.room, memberCap))
        if (retentionDays !== undefined) valueOrProblem(await retention.setRoomDays(state.room, retentionDays))
        return { room: await show(state) }
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
