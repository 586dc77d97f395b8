import { z } from 'zod'
import type { User } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { pendingCutSchema } from '../../common/http-contract/pending-contract.ts'
import { pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import {
  changeRoomBodySchema,
  createdRoomSchema,
  createRoomBodySchema,
  invitedSchema,
  publicRoomsQuerySchema,
  publicRoomsSchema,
  putMemberBodySchema,
  roomAnswerSchema,
  roomsAnswerSchema,
  wholeRoomAnswerSchema,
} from '../../common/http-contract/room-contract.ts'
import { roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import type { RoomState } from '../../common/message.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { cutResponses, type FindPending, sendCut } from '../plugins/cut-reply.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { UserRow } from '../store/account-store.ts'
import type { FindPublicRooms } from './public-rooms.ts'
import { buildRoom } from './room-answer.ts'
import type { CountInRoom } from './room-counts.ts'
import type { RoomService } from './room-service.ts'

const tags = ['rooms']
const roomParams = z.strictObject({ room: roomIdSchema })
const memberParams = z.strictObject({ room: roomIdSchema, user: userIdSchema })

/** For the signed-in scope. `buildUser`: what members may know of each other. */
export function buildRoomRoutes(
  {
    rooms,
    findPublicRooms,
    pendingCuts,
    countIn,
  }: {
    readonly rooms: RoomService
    readonly countIn: CountInRoom
    readonly findPublicRooms: FindPublicRooms
    readonly pendingCuts: FindPending
  },
  buildUser: (row: UserRow) => User,
): AddRoutes {
  const answer = async (state: RoomState) => ({
    room: buildRoom(state),
    users: (await rooms.loadPeople([state])).map(buildUser),
  })

  return (api) => {
    api.get(
      apiPatterns.rooms,
      {
        schema: {
          tags,
          summary: "The caller's rooms",
          querystring: pageQuerySchema,
          response: { 200: roomsAnswerSchema },
        },
      },
      async (request) => {
        const page = valueOrProblem(await rooms.list(callerOf(request).user, request.query))
        const users = (await rooms.loadPeople(page.rooms)).map(buildUser)
        return { ...page, rooms: page.rooms.map((state) => buildRoom(state)), users }
      },
    )
    api.post(
      apiPatterns.rooms,
      {
        config: { secrets: [] },
        schema: {
          tags,
          summary: 'Make a room; the caller owns it',
          body: createRoomBodySchema,
          description: 'Contacts are in it at once; others are invited, and named in `invited`.',
          response: { 201: createdRoomSchema },
        },
      },
      async (request, reply) => {
        const { state, invited } = valueOrProblem(await rooms.create(callerOf(request).user, request.body))
        const about = invited.length === 0 ? {} : { invited: [...invited] }
        return reply.code(201).send({ ...(await answer(state)), ...about })
      },
    )
    api.get(
      apiPatterns.publicRooms,
      {
        schema: {
          tags,
          summary: 'Rooms that everybody may join, by name or topic',
          querystring: publicRoomsQuerySchema,
          response: { 200: publicRoomsSchema },
        },
      },
      async (request) => valueOrProblem(await findPublicRooms(callerOf(request).user, request.query)),
    )
    api.post(
      apiPatterns.joinRoom,
      {
        schema: { tags, summary: 'Join a public room', params: roomParams, response: { 200: roomAnswerSchema } },
      },
      async (request) => answer(valueOrProblem(await rooms.joinPublic(callerOf(request).user, request.params.room))),
    )
    api.get(
      apiPatterns.room,
      { schema: { tags, summary: 'A room', params: roomParams, response: { 200: wholeRoomAnswerSchema } } },
      async (request) => {
        const { user } = callerOf(request)
        const state = valueOrProblem(await rooms.load(user, request.params.room))
        return { ...(await answer(state)), counts: await countIn(user, state) }
      },
    )
    api.patch(
      apiPatterns.room,
      {
        schema: {
          tags,
          summary: 'Change name, topic, or what people may do in a room',
          description:
            'For the owner and admins. Turning `history` opens no old words and closes none. Where only admins post, or the room ' +
            'is archived, the credentials of the others are cut before this answers.',
          params: roomParams,
          body: changeRoomBodySchema,
          response: { 200: roomAnswerSchema },
        },
      },
      async (request) => {
        const wish = { kind: 'change', ...request.body } as const
        return answer(valueOrProblem(await rooms.change(callerOf(request).user, request.params.room, wish)))
      },
    )
    api.delete(
      apiPatterns.room,
      {
        schema: {
          tags,
          summary: 'Close a room: everybody is taken out',
          description: 'For owners. All credentials for it are cut at the broker before this answers.',
          params: roomParams,
          response: cutResponses('Nobody is in the room any more, and nobody can read it.'),
        },
      },
      async (request, reply) => {
        const { user } = callerOf(request)
        const { members } = valueOrProblem(await rooms.load(user, request.params.room))
        valueOrProblem(await rooms.close(user, request.params.room))
        return sendCut(reply, await pendingCuts.ofUsers([...members.keys()]))
      },
    )
    api.put(
      apiPatterns.member,
      {
        schema: {
          tags,
          summary: 'Bring somebody in, or change their role',
          description:
            'For the owner and admins; admins and owners are made by an owner only. Without a role: a member. Who is no contact ' +
            'of the caller, or left by themselves, is invited.',
          params: memberParams,
          body: putMemberBodySchema.optional(),
          response: { 202: z.union([invitedSchema, pendingCutSchema]), 204: z.undefined().describe('So it is.') },
        },
      },
      async (request, reply) => {
        const { room, user } = request.params
        const wanted = { user, ...request.body }
        const put = valueOrProblem(await rooms.putMember(callerOf(request).user, room, wanted))
        if (put === 'invited') return reply.code(202).send({ invited: true })
        const devices = request.body === undefined ? [] : await pendingCuts.ofUsers([user])
        if (devices.length > 0) return reply.code(202).send({ pending: 'cut', devices: [...devices] })
        return reply.code(204).send()
      },
    )
    api.delete(
      apiPatterns.member,
      {
        schema: {
          tags,
          summary: 'Leave, or take somebody of a lower role out',
          description: 'Their old credential is cut at the broker before this answers.',
          params: memberParams,
          response: cutResponses('Not in the room any more.'),
        },
      },
      async (request, reply) => {
        const wish = { kind: 'remove-member', user: request.params.user } as const
        valueOrProblem(await rooms.change(callerOf(request).user, request.params.room, wish))
        return sendCut(reply, await pendingCuts.ofUsers([wish.user]))
      },
    )
  }
}
