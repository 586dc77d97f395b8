import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { resetCodeSchema } from '../../common/http-contract/account-contract.ts'
import {
  adminUserAnswerSchema,
  adminUsersQuerySchema,
  adminUsersSchema,
  type ChangeUserBody,
  changeUserBodySchema,
  createdUserSchema,
  createUserBodySchema,
  removeUserQuerySchema,
  type UserCounts,
  wholeAdminUserSchema,
} from '../../common/http-contract/admin-contract.ts'
import { apiPaths, apiPatterns } from '../../common/http-contract/api-paths.ts'
import { type ErasureReport, erasuresSchema } from '../../common/http-contract/erasure-contract.ts'
import { pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import { userIdSchema } from '../../common/id-schemas.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import type { AuditAct } from '../audit/audit-act.ts'
import { type AddRoutes, type Administrator, administratorOf } from '../plugins/api-server.ts'
import { cutResponses, type FindPending, sendCut } from '../plugins/cut-reply.ts'
import { buildPlaceCursor, cutPage, oneMore, parsePlaceCursor } from '../plugins/place-page.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import type { UserRow } from '../store/account-store.ts'
import type { RecordPlace } from '../store/record-store.ts'
import { refuseTokenOver } from './administrator-rights.ts'
import type { NoteAct } from './note-act.ts'
import type { UserAdministration } from './user-administration.ts'
import { type ListUsers, showUser } from './user-listing.ts'

export type UserRoutesDependencies = {
  readonly loadUser: (user: UserId) => Promise<UserRow | undefined>
  readonly listUsers: ListUsers
  readonly loadLastSeen: (users: readonly UserId[]) => Promise<ReadonlyMap<UserId, number>>
  readonly countOf: (user: UserId) => Promise<UserCounts>
  readonly people: UserAdministration
  readonly resets: {
    readonly makeCode: (user: UserId) => Promise<Result<{ readonly code: string; readonly expiresAt: number }>>
  }
  readonly departures: {
    readonly remove: (user: UserId, messages: 'keep' | 'erase') => Promise<Result<{ readonly receipt?: string }>>
  }
  readonly erasureReports: {
    readonly list: (after: RecordPlace | undefined, limit: number) => Promise<readonly ErasureReport[]>
  }
  readonly pendingCuts: FindPending
  readonly noteAct: NoteAct
}

const tags = ['admin']
const params = z.strictObject({ user: userIdSchema })

/** For the scope of administration. */
export function buildUserRoutes(deps: UserRoutesDependencies): AddRoutes {
  const { people, noteAct } = deps
  const show = async (row: UserRow) => showUser(row, await deps.loadLastSeen([row.id]))
  /** The account, where it stands. */
  async function find(id: UserId): Promise<UserRow> {
    const user = await deps.loadUser(id)
    if (user === undefined || user.profile?.deletedAt !== undefined) throw new ProblemError(appError('user-unknown'))
    return user
  }
  /** The same, where the caller may change it. */
  async function findTouchable(by: Administrator, id: UserId): Promise<UserRow> {
    const user = await find(id)
    refuseTokenOver(user, by)
    return user
  }
  return (api) => {
    api.get(
      apiPatterns.adminUsers,
      {
        config: { scope: 'users:read' },
        schema: {
          tags,
          summary: 'The people of this server',
          description:
            'In the order in which they came. `q`: part of a handle, a name or an address, or a whole id; a page may be short where few fit: ' +
            'go on while there is a cursor. Deleted accounts only with `state=deleted`.',
          querystring: adminUsersQuerySchema,
          response: { 200: adminUsersSchema },
        },
      },
      async (request) => {
        const { users, next } = await deps.listUsers(request.query, parsePlaceCursor(request.query.cursor))
        return { users: [...users], ...(next === undefined ? {} : { cursor: buildPlaceCursor(next) }) }
      },
    )
    api.post(
      apiPatterns.adminUsers,
      {
        config: { scope: 'users:write', secrets: ['setupCode', 'expiresAt'] },
        schema: {
          tags,
          summary: 'Make an account for somebody',
          description:
            '`setupCode` is told this once and good for an hour: with it they choose their password (`POST /auth/reset/complete`). An ' +
            'address counts once they have proven it.',
          body: createUserBodySchema,
          response: { 201: createdUserSchema },
        },
      },
      async (request, reply) => {
        valueOrProblem(await people.judgeNew(request.body))
        await noteAct(request, 'user.created')
        const made = valueOrProblem(await people.create(request.body))
        const { code, expiresAt } = valueOrProblem(await deps.resets.makeCode(made.id))
        return reply.code(201).send({ user: await show(made), setupCode: code, expiresAt })
      },
    )
    api.get(
      apiPatterns.adminUser,
      {
        config: { scope: 'users:read' },
        schema: {
          tags,
          summary: 'One of the people',
          description: '`counts`: devices that are signed in, rooms they are in, bots they made.',
          params,
          response: { 200: wholeAdminUserSchema },
        },
      },
      async (request) => {
        const user = await deps.loadUser(request.params.user)
        if (user === undefined) throw new ProblemError(appError('user-unknown'))
        const [shown, counts] = await Promise.all([show(user), deps.countOf(user.id)])
        return { user: shown, counts }
      },
    )
    api.patch(
      apiPatterns.adminUser,
      {
        config: { scope: 'users:write' },
        schema: {
          tags,
          summary: 'Suspend somebody, or make them an administrator',
          description:
            'Suspending ends every device, cuts every connection within two seconds, and stops what they made: bots, webhooks, tokens and ' +
            'invitations. They read the `reason` when they sign in. The last administrator stays: `last-admin`.',
          params,
          body: changeUserBodySchema,
          response: { 200: adminUserAnswerSchema },
        },
      },
      async (request) => {
        const by = administratorOf(request)
        const { body } = request
        if (by.kind === 'token' && body.admin !== undefined) {
          throw new ProblemError(
            appError('token-refused', { detail: 'No token makes administrators, or takes that away.' }),
          )
        }
        if (body.reason !== undefined && body.suspended !== true) {
          const fields = { '/body/reason': 'goes with a suspension' }
          throw new ProblemError(appError('request-invalid', { fields }))
        }
        const user = await findTouchable(by, request.params.user)
        valueOrProblem(await people.judgeChange(user, body))
        for (const what of actsOf(user, body)) {
          await noteAct(request, what, {
            whom: user.id,
            detail: body.reason === undefined ? {} : { reason: body.reason },
          })
        }
        return { user: await show(valueOrProblem(await people.change(user.id, body))) }
      },
    )
    api.post(
      apiPatterns.signOutUser,
      {
        config: { scope: 'users:write' },
        schema: {
          tags,
          summary: 'Sign every device of somebody out',
          params,
          response: cutResponses('Signed out; the broker refuses the credentials of all their devices.'),
        },
      },
      async (request, reply) => {
        const { id } = await findTouchable(administratorOf(request), request.params.user)
        await noteAct(request, 'user.signed-out', { whom: id })
        valueOrProblem(await people.signOut(id))
        return sendCut(reply, await deps.pendingCuts.ofUsers([id]))
      },
    )
    api.post(
      apiPatterns.resetCode,
      {
        config: { scope: 'users:write', secrets: ['code'] },
        schema: {
          tags,
          summary: 'Make a code with which somebody chooses a new password',
          description: 'To be handed over. Good for an hour, and once.',
          params,
          response: { 200: resetCodeSchema },
        },
      },
      async (request) => {
        const { id } = await findTouchable(administratorOf(request), request.params.user)
        await noteAct(request, 'user.reset-code-made', { whom: id })
        return valueOrProblem(await deps.resets.makeCode(id))
      },
    )
    api.delete(
      apiPatterns.adminUser,
      {
        config: { scope: 'users:write' },
        schema: {
          tags,
          summary: 'Delete the account of somebody for good',
          description:
            'As `DELETE /me` does: what they said stays (`messages=keep`) or goes (`erase`). `last-owner` names the rooms that nobody else ' +
            'owns. `Location` is where the report of what went is read, for whoever it was: told this once.',
          params,
          querystring: removeUserQuerySchema,
          response: cutResponses('There is no such account any more; the broker refuses all of its credentials.'),
        },
      },
      async (request, reply) => {
        const { id, ...user } = await findTouchable(administratorOf(request), request.params.user)
        valueOrProblem(await people.judgeChange({ id, ...user }, { suspended: true }))
        const { messages } = request.query
        await noteAct(request, 'user.deleted', { whom: id, detail: { messages } })
        const { receipt } = valueOrProblem(await deps.departures.remove(id, messages))
        if (receipt !== undefined) reply.header('location', apiPaths.erasure(receipt))
        return sendCut(reply, await deps.pendingCuts.ofUsers([id]))
      },
    )
    api.get(
      apiPatterns.erasures,
      {
        config: { scope: 'users:read' },
        schema: {
          tags,
          summary: 'What went with each account that was deleted',
          description:
            'By id alone: counted by kind and place, and whether it is all done. Bots have reports of their own. For 90 days.',
          querystring: pageQuerySchema,
          response: { 200: erasuresSchema },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const found = await deps.erasureReports.list(parsePlaceCursor(cursor), oneMore(limit))
        const { page, more } = cutPage(found, limit, ({ at, user: id }) => ({ at, id }))
        return { erasures: page, ...more }
      },
    )
  }
}

/** A line for each thing that a change is. */
function actsOf(user: UserRow, { admin, suspended }: ChangeUserBody): readonly AuditAct[] {
  const acts: AuditAct[] = []
  if (admin !== undefined && admin !== user.admin) acts.push(admin ? 'user.promoted' : 'user.demoted')
  if (suspended !== undefined) acts.push(suspended ? 'user.suspended' : 'user.restored')
  return acts.length === 0 ? ['user.changed'] : acts
}
