import { z } from 'zod'
import type { User } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { pendingCutSchema } from '../../common/http-contract/pending-contract.ts'
import { pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import {
  changeRoomBodySchema,
  createRoomBodySchema,
  putMemberBodySchema,
  roomAnswerSchema,
  roomsAnswerSchema,
} from '../../common/http-contract/room-contract.ts'
import { roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import type { RoomState } from '../../common/message.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { cutResponses, type FindPending, sendCut } from '../plugins/cut-reply.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { UserRow } from '../store/account-store.ts'
import { buildRoom } from './room-answer.ts'
import type { RoomService } from './room-service.ts'

const tags = ['rooms']
const roomParams = z.strictObject({ room: roomIdSchema })
const memberParams = z.strictObject({ room: roomIdSchema, user: userIdSchema })

/** For the signed-in scope. `buildUser`: what members may know of each other. */
export function buildRoomRoutes(
  { rooms, pendingCuts }: { readonly rooms: RoomService; readonly pendingCuts: FindPending },
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
        return { ...page, rooms: page.rooms.map(buildRoom), users }
      },
    )
    api.post(
      apiPatterns.rooms,
      {
        schema: {
          tags,
          summary: 'Make a room; the caller owns it',
          body: createRoomBodySchema,
          response: { 201: roomAnswerSchema },
        },
      },
      async (request, reply) => {
        const created = valueOrProblem(await rooms.create(callerOf(request).user, request.body))
        return reply.code(201).send(await answer(created))
      },
    )
    api.get(
      apiPatterns.room,
      { schema: { tags, summary: 'A room', params: roomParams, response: { 200: roomAnswerSchema } } },
      async (request) => answer(valueOrProblem(await rooms.load(callerOf(request).user, request.params.room))),
    )
    api.patch(
      apiPatterns.room,
      {
        schema: {
          tags,
          summary: 'Change name or topic',
          description: 'For the owner and admins.',
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
            'For the owner and admins; admins and owners are made by an owner only. Without a role: a member.',
          params: memberParams,
          body: putMemberBodySchema.optional(),
          response: { 200: roomAnswerSchema, 202: pendingCutSchema },
        },
      },
      async (request, reply) => {
        const wish = { kind: 'put-member', user: request.params.user, role: request.body?.role } as const
        const changed = valueOrProblem(await rooms.change(callerOf(request).user, request.params.room, wish))
        const devices = wish.role === 'listener' ? await pendingCuts.ofUsers([wish.user]) : []
        if (devices.length > 0) return reply.code(202).send({ pending: 'cut', devices: [...devices] })
        return reply.code(200).send(await answer(changed))
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
