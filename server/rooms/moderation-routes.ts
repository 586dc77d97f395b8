import { z } from 'zod'
import type { User } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { roomReachSchema } from '../../common/http-contract/reach-contract.ts'
import {
  banBodySchema,
  bansSchema,
  handOverBodySchema,
  readBodySchema,
} from '../../common/http-contract/room-contract.ts'
import { eventIdSchema, roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import type { ThreadMarks } from '../../common/wire-event.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { cutResponses, type FindPending, sendCut } from '../plugins/cut-reply.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { UserRow } from '../store/account-store.ts'
import type { LoadRoomLens } from './room-lens.ts'
import type { RoomModeration } from './room-moderation.ts'
import type { RoomService } from './room-service.ts'

export type ModerationRoutesDependencies = {
  readonly moderation: RoomModeration
  readonly rooms: Pick<RoomService, 'change'>
  readonly loadRoomLens: LoadRoomLens
  /** How far somebody has read, told to their own devices alone. */
  readonly putRead: (user: UserId, room: RoomId, seq: number, threads?: ThreadMarks) => Promise<Result<void>>
  readonly loadUsers: (users: readonly UserId[]) => Promise<readonly UserRow[]>
  readonly buildUser: (row: UserRow) => User
  readonly pendingCuts: FindPending
}

const tags = ['rooms']
const roomParams = z.strictObject({ room: roomIdSchema })
const userParams = z.strictObject({ room: roomIdSchema, user: userIdSchema })
const nothing = (done: string) => ({ 204: z.undefined().describe(done) })

/** For the signed-in scope. */
export function buildModerationRoutes(deps: ModerationRoutesDependencies): AddRoutes {
  const { moderation, rooms } = deps
  return (api) => {
    api.get(
      apiPatterns.roomReach,
      {
        schema: {
          tags,
          summary: 'Who can read and write in a room, person by person and device by device',
          params: roomParams,
          response: { 200: roomReachSchema },
        },
      },
      async (request) => {
        const lens = valueOrProblem(await deps.loadRoomLens(callerOf(request).user, request.params.room))
        const named = lens.users.flatMap(({ user, by }) => (by === undefined ? user : [user, by]))
        return { ...lens, people: (await deps.loadUsers([...new Set(named)])).map(deps.buildUser) }
      },
    )
    api.get(
      apiPatterns.bans,
      {
        schema: {
          tags,
          summary: 'Who is banned from a room',
          description: 'For the owner and admins.',
          params: roomParams,
          response: { 200: bansSchema },
        },
      },
      async (request) => {
        const bans = valueOrProblem(await moderation.listBans(callerOf(request).user, request.params.room))
        const named = bans.flatMap(({ user, by }) => (by === undefined ? user : [user, by]))
        const users = (await deps.loadUsers([...new Set(named)])).map(deps.buildUser)
        return { bans: [...bans], users }
      },
    )
    api.put(
      apiPatterns.ban,
      {
        schema: {
          tags,
          summary: 'Ban somebody, in the room or not',
          description: 'For the owner and admins. They are taken out, and the room does not exist for them.',
          params: userParams,
          body: banBodySchema.optional(),
          response: cutResponses('Banned; their old credential is refused.'),
        },
      },
      async (request, reply) => {
        const { room, user } = request.params
        valueOrProblem(await moderation.ban(callerOf(request).user, room, user, request.body?.reason))
        return sendCut(reply, await deps.pendingCuts.ofUsers([user]))
      },
    )
    api.delete(
      apiPatterns.ban,
      {
        schema: {
          tags,
          summary: 'Lift a ban',
          params: userParams,
          response: nothing('Lifted. They are not in the room.'),
        },
      },
      async (request, reply) => {
        const { room, user } = request.params
        valueOrProblem(await moderation.unban(callerOf(request).user, room, user))
        return reply.code(204).send()
      },
    )
    api.post(
      apiPatterns.owner,
      {
        schema: {
          tags,
          summary: 'Hand a room over',
          description: 'For an owner, who is an admin from then on.',
          params: roomParams,
          body: handOverBodySchema,
          response: nothing('Handed over.'),
        },
      },
      async (request, reply) => {
        const wish = { kind: 'hand-over', user: request.body.user } as const
        valueOrProblem(await rooms.change(callerOf(request).user, request.params.room, wish))
        return reply.code(204).send()
      },
    )
    api.delete(
      apiPatterns.message,
      {
        schema: {
          tags,
          summary: 'Remove a message',
          description:
            "One's own always, also where one may not write, or is not in the room any more; of others for the owner and admins.",
          params: z.strictObject({ room: roomIdSchema, message: eventIdSchema }),
          response: nothing('Removed.'),
        },
      },
      async (request, reply) => {
        const { room, message } = request.params
        valueOrProblem(await moderation.removeMessage(callerOf(request).user, room, message))
        return reply.code(204).send()
      },
    )
    api.put(
      apiPatterns.read,
      {
        schema: {
          tags,
          summary: 'Say how far the caller has read, to their own devices alone',
          params: roomParams,
          body: readBodySchema,
          response: nothing('Kept; it never goes back.'),
        },
      },
      async (request, reply) => {
        const { seq, threads } = request.body
        valueOrProblem(await deps.putRead(callerOf(request).user, request.params.room, seq, threads))
        return reply.code(204).send()
      },
    )
  }
}
