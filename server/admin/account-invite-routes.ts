import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { User } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import {
  createInviteBodySchema,
  type Invite,
  inviteAnswerSchema,
  invitesSchema,
} from '../../common/http-contract/invite-contract.ts'
import { pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { type AddRoutes, type Administrator, administratorOf } from '../plugins/api-server.ts'
import { cutPage, isAfter, parsePlaceCursor } from '../plugins/place-page.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import { makerOf } from './administrator-rights.ts'
import type { NoteAct } from './note-act.ts'

type WantedInvite = { readonly expiresInSec?: number | undefined; readonly uses?: number | undefined }

export type AccountInviteDependencies = {
  /** Of the rooms' invitations those that lead into none. */
  readonly invites: {
    readonly create: (by: UserId, room: RoomId | undefined, wanted: WantedInvite) => Promise<Result<Invite>>
    readonly list: (by: UserId, room: RoomId | undefined) => Promise<Result<readonly Omit<Invite, 'code' | 'url'>[]>>
    readonly withdraw: (by: UserId, id: string) => Promise<Result<void>>
  }
  readonly loadNames: (users: readonly UserId[]) => Promise<User[]>
  readonly noteAct: NoteAct
}

const tags = ['admin']

/** For the scope of administration. */
export function buildAccountInviteRoutes(deps: AccountInviteDependencies): AddRoutes {
  const { invites, noteAct } = deps
  const list = async (by: Administrator) => valueOrProblem(await invites.list(makerOf(by), undefined))
  return (api) => {
    api.post(
      apiPatterns.serverInvites,
      {
        config: { scope: 'settings', secrets: ['code', 'url'] },
        schema: {
          tags,
          summary: 'Make a code that makes an account',
          description: 'The code is told this once. A week, where nothing is said.',
          body: createInviteBodySchema.optional(),
          response: { 201: inviteAnswerSchema },
        },
      },
      async (request, reply) => {
        const by = makerOf(administratorOf(request))
        await noteAct(request, 'invite.created', { detail: { ...request.body } })
        return reply.code(201).send({ invite: valueOrProblem(await invites.create(by, undefined, request.body ?? {})) })
      },
    )
    api.get(
      apiPatterns.serverInvites,
      {
        config: { scope: 'settings' },
        schema: {
          tags,
          summary: 'Invitations to accounts, without their codes',
          description: 'The oldest first.',
          querystring: pageQuerySchema,
          response: { 200: invitesSchema },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const after = parsePlaceCursor(cursor)
        const placeOf = ({
          createdAt: at = 0,
          id,
        }: {
          readonly createdAt?: number | undefined
          readonly id: string
        }) => ({ at, id })
        // There are not many: as many as may stand at once.
        const rows = (await list(administratorOf(request))).filter(
          (row) => after === undefined || isAfter(placeOf(row), after),
        )
        const { page, more } = cutPage(rows, limit, placeOf)
        return { invites: page, users: await deps.loadNames(page.map(({ by }) => by)), ...more }
      },
    )
    api.delete(
      apiPatterns.serverInvite,
      {
        config: { scope: 'settings' },
        schema: {
          tags,
          summary: 'Withdraw an invitation to an account, by the id that the list says',
          params: z.strictObject({ invite: z.string().regex(/^[\w-]{22,64}$/, 'must be the id of an invitation') }),
          response: { 204: z.undefined().describe('Withdrawn.') },
        },
      },
      async (request, reply) => {
        const by = administratorOf(request)
        const { invite } = request.params
        if (!(await list(by)).some(({ id }) => id === invite)) throw new ProblemError(appError('invite-invalid'))
        await noteAct(request, 'invite.removed', { detail: { invite } })
        valueOrProblem(await invites.withdraw(makerOf(by), invite))
        return reply.code(204).send()
      },
    )
  }
}
