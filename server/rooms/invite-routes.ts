import { z } from 'zod'
import type { User } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import {
  createInviteBodySchema,
  inviteAnswerSchema,
  inviteCodeSchema,
  invitePreviewSchema,
  invitesSchema,
} from '../../common/http-contract/invite-contract.ts'
import { type PageQuery, pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import { roomAnswerSchema } from '../../common/http-contract/room-contract.ts'
import { roomIdSchema } from '../../common/id-schemas.ts'
import type { UserId } from '../../common/ids.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { cutPage, isAfter, parsePlaceCursor } from '../plugins/place-page.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { UserRow } from '../store/account-store.ts'
import { buildRoom } from './room-answer.ts'
import type { InviteRow, RoomInvites } from './room-invites.ts'

export type InviteRoutesDependencies = {
  readonly invites: RoomInvites
  readonly loadUsers: (users: readonly UserId[]) => Promise<readonly UserRow[]>
  readonly buildUser: (row: UserRow) => User
}

const roomParams = z.strictObject({ room: roomIdSchema })
const codeParams = z.strictObject({ code: inviteCodeSchema })
const nothing = (done: string) => ({ 204: z.undefined().describe(done) })

/** For the scope without sign-in: whoever holds a code sees where it leads before they have an account. */
export function buildInvitePreviewRoutes({ invites }: Pick<InviteRoutesDependencies, 'invites'>): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.invite,
      {
        schema: {
          tags: ['invitations'],
          summary: 'Where an invitation leads',
          description: 'One that has expired, was spent or withdrawn, or never was, is answered alike.',
          params: codeParams,
          response: { 200: invitePreviewSchema },
        },
      },
      async (request) => valueOrProblem(await invites.preview(request.params.code)),
    )
  }
}

/** For the signed-in scope. */
export function buildInviteRoutes(deps: InviteRoutesDependencies): AddRoutes {
  const { invites } = deps
  const placeOf = ({ createdAt: at = 0, id }: InviteRow) => ({ at, id })
  const answer = async (rows: readonly InviteRow[], { limit, cursor }: PageQuery) => {
    const after = parsePlaceCursor(cursor)
    const rest = rows.filter((row) => after === undefined || isAfter(placeOf(row), after))
    const { page, more } = cutPage(rest, limit, placeOf)
    const users = await deps.loadUsers([...new Set(page.map(({ by }) => by))])
    return { invites: page, users: users.map(deps.buildUser), ...more }
  }
  return (api) => {
    const tags = ['invitations']
    api.post(
      apiPatterns.roomInvites,
      {
        config: { secrets: ['code', 'url'] },
        schema: {
          tags,
          summary: 'Make a code that leads into a room',
          description:
            'For the owner and admins, as long as they are. The code is told this once. A week, where nothing is said.',
          params: roomParams,
          body: createInviteBodySchema.optional(),
          response: { 201: inviteAnswerSchema },
        },
      },
      async (request, reply) => {
        const { user } = callerOf(request)
        const invite = valueOrProblem(await invites.create(user, request.params.room, request.body ?? {}))
        return reply.code(201).send({ invite })
      },
    )
    api.get(
      apiPatterns.roomInvites,
      {
        schema: {
          tags,
          summary: 'The invitations of a room, without their codes',
          description: 'The oldest first.',
          params: roomParams,
          querystring: pageQuerySchema,
          response: { 200: invitesSchema },
        },
      },
      async (request) => {
        const rows = valueOrProblem(await invites.list(callerOf(request).user, request.params.room))
        return answer(rows, request.query)
      },
    )
    api.delete(
      apiPatterns.invite,
      {
        schema: {
          tags,
          summary: 'Withdraw an invitation, by its code or the id that a list says',
          params: codeParams,
          response: nothing('Withdrawn.'),
        },
      },
      async (request, reply) => {
        valueOrProblem(await invites.withdraw(callerOf(request).user, request.params.code))
        return reply.code(204).send()
      },
    )
    api.post(
      apiPatterns.joinByInvite,
      {
        schema: {
          tags,
          summary: 'Come into the room that an invitation leads to',
          description: 'Judged by the rights of whoever made it, as they are now. Each person uses it once.',
          params: codeParams,
          response: { 200: roomAnswerSchema },
        },
      },
      async (request) => {
        const state = valueOrProblem(await invites.join(callerOf(request).user, request.params.code))
        return { room: buildRoom(state), users: (await deps.loadUsers([...state.members.keys()])).map(deps.buildUser) }
      },
    )
  }
}
