import { z } from 'zod'
import {
  changeMeBodySchema,
  devicesSchema,
  meSchema,
  profileSchema,
  userLookupQuerySchema,
  userLookupSchema,
} from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import { deviceIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { cutResponses, type FindPending, sendCut } from '../plugins/cut-reply.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { CountRequest } from '../plugins/rate-limits.ts'
import type { AccountService } from './account-service.ts'
import type { SessionService } from './session-service.ts'
import { buildDevice, buildMe, buildProfile, buildUser } from './user-view.ts'

export type AccountRoutesDependencies = {
  readonly accounts: AccountService
  readonly sessions: SessionService
  readonly pendingCuts: FindPending
}

/** For the signed-in scope. */
export function buildAccountRoutes(
  { accounts, sessions, pendingCuts }: AccountRoutesDependencies,
  limitProfile: CountRequest,
): AddRoutes {
  return (api) => {
    const mine = ['me']
    api.get(
      apiPatterns.me,
      { schema: { tags: mine, summary: 'The caller', response: { 200: meSchema } } },
      async (request) => {
        const { user, device } = callerOf(request)
        return buildMe(await accounts.loadMe(user), device)
      },
    )
    api.patch(
      apiPatterns.me,
      {
        schema: {
          tags: mine,
          summary: 'Change what others see of the caller',
          body: changeMeBodySchema,
          response: { 200: meSchema },
        },
        preHandler: limitProfile,
      },
      async (request) => {
        const { user, device } = callerOf(request)
        return buildMe(await accounts.changeMe(user, request.body), device)
      },
    )
    api.get(
      apiPatterns.devices,
      {
        schema: {
          tags: mine,
          summary: 'Where the caller is signed in',
          querystring: pageQuerySchema,
          response: { 200: devicesSchema },
        },
      },
      async (request) => {
        const { user, device } = callerOf(request)
        const page = valueOrProblem(await sessions.listDevices(user, request.query))
        return { ...page, devices: page.devices.map((row) => buildDevice(row, device)) }
      },
    )
    api.delete(
      apiPatterns.device,
      {
        schema: {
          tags: mine,
          summary: 'Sign a device out and cut its connection',
          params: z.strictObject({ device: deviceIdSchema }),
          response: cutResponses('Signed out; the broker refuses its credential.'),
        },
      },
      async (request, reply) => {
        const { user } = callerOf(request)
        const { device } = request.params
        valueOrProblem(await sessions.end(user, device))
        return sendCut(reply, await pendingCuts.ofDevices([device]))
      },
    )
    api.delete(
      apiPatterns.devices,
      {
        schema: {
          tags: mine,
          summary: 'Sign every other device out and cut their connections',
          response: cutResponses('Signed out; the broker refuses their credentials.'),
        },
      },
      async (request, reply) => {
        const { user, device } = callerOf(request)
        return sendCut(reply, await pendingCuts.ofDevices(valueOrProblem(await sessions.endOthers(user, device))))
      },
    )
    const users = ['users']
    api.get(
      apiPatterns.users,
      {
        schema: {
          tags: users,
          summary: 'Who has exactly this handle',
          querystring: userLookupQuerySchema,
          response: { 200: userLookupSchema },
        },
      },
      async (request) => {
        const user = await accounts.loadByHandle(request.query.handle)
        return { users: user === undefined ? [] : [buildUser(user)] }
      },
    )
    api.get(
      apiPatterns.user,
      {
        schema: {
          tags: users,
          summary: 'Oneself, or somebody whom the caller knows',
          description:
            'Contacts, either side of a request, people of shared rooms, also those who left, and everybody to an administrator. ' +
            'Anyone else is answered like nobody.',
          params: z.strictObject({ user: userIdSchema }),
          response: { 200: profileSchema },
        },
      },
      async (request) =>
        buildProfile(
          valueOrProblem(await accounts.loadVisible(callerOf(request).user, request.params.user)),
          Date.now(),
        ),
    )
  }
}
