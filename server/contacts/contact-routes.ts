import { z } from 'zod'
import type { User } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import {
  acceptedSchema,
  askAgainSchema,
  askContactBodySchema,
  askedContactSchema,
  type ContactRequest,
  contactSchema,
  contactsSchema,
  nicknameBodySchema,
  requestIdSchema,
} from '../../common/http-contract/contact-contract.ts'
import { pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import { userIdSchema } from '../../common/id-schemas.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { cutResponses, type FindPending, sendCut } from '../plugins/cut-reply.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { UserRow } from '../store/account-store.ts'
import { pageOfContacts } from './contact-pages.ts'
import type { ContactService } from './contact-service.ts'

/** Invitations into rooms stand among the requests; undefined: it is none of these. */
export type RoomRequests = {
  readonly list: (me: UserId, blocked: readonly UserId[]) => Promise<readonly ContactRequest[]>
  readonly accept: (me: UserId, request: string) => Promise<Result<RoomId> | undefined>
  readonly decline: (me: UserId, request: string) => Promise<Result<void> | undefined>
  readonly withdraw: (me: UserId, request: string) => Promise<Result<void> | undefined>
}

export type ContactRoutesDependencies = {
  readonly contacts: ContactService
  readonly roomRequests: RoomRequests
  readonly loadUsers: (users: readonly UserId[]) => Promise<readonly UserRow[]>
  readonly buildUser: (row: UserRow) => User
  readonly pendingCuts: FindPending
}

const tags = ['people']
const userParams = z.strictObject({ user: userIdSchema })
const requestParams = z.strictObject({ request: requestIdSchema })
const nothing = (done: string) => ({ 204: z.undefined().describe(done) })

/** For the signed-in scope. */
export function buildContactRoutes(deps: ContactRoutesDependencies): AddRoutes {
  const { contacts, roomRequests } = deps
  return (api) => {
    api.get(
      apiPatterns.contacts,
      {
        schema: {
          tags,
          summary: 'Contacts, requests either way, and whom the caller has blocked',
          description: 'By pages: in this order, each the oldest first.',
          querystring: pageQuerySchema,
          response: { 200: contactsSchema },
        },
      },
      async (request) => {
        const { user: me } = callerOf(request)
        const mine = await contacts.list(me)
        const ofRooms = await roomRequests.list(
          me,
          mine.blocks.map(({ user }) => user),
        )
        const all = { ...mine, requests: [...mine.requests, ...ofRooms] }
        const page = valueOrProblem(pageOfContacts(all, request.query))
        const named = [...page.contacts, ...page.requests, ...page.blocks].map(({ user }) => user)
        const users = (await deps.loadUsers([...new Set(named)])).map(deps.buildUser)
        return { ...page, users }
      },
    )
    api.post(
      apiPatterns.contactRequests,
      {
        config: { secrets: [] },
        schema: {
          tags,
          summary: 'Ask somebody to be contacts',
          description:
            'Both are contacts at once where the other one had asked, or where the contacts of this server are open. Whether ' +
            'somebody has declined, or blocked the caller, no answer tells.',
          body: askContactBodySchema,
          response: { 200: askAgainSchema, 201: askedContactSchema },
        },
      },
      async (request, reply) => {
        const asked = valueOrProblem(await contacts.ask(callerOf(request).user, request.body))
        if (asked.kind === 'asked') return reply.code(201).send({ request: asked.request })
        return reply.code(200).send(asked.kind === 'contact' ? { contact: asked.contact } : { request: asked.request })
      },
    )
    api.post(
      apiPatterns.acceptRequest,
      {
        schema: {
          tags,
          summary: 'Accept a request',
          description: 'The two are contacts and have a direct room; an invitation into a room leads into it.',
          params: requestParams,
          response: { 200: acceptedSchema },
        },
      },
      async (request) => {
        const { user: me } = callerOf(request)
        const room = await roomRequests.accept(me, request.params.request)
        if (room !== undefined) return { room: { id: valueOrProblem(room) } }
        return { contact: valueOrProblem(await contacts.accept(me, request.params.request)) }
      },
    )
    api.post(
      apiPatterns.declineRequest,
      {
        schema: {
          tags,
          summary: 'Decline a request, without a word to whoever asked',
          params: requestParams,
          response: nothing('Declined.'),
        },
      },
      async (request, reply) => {
        const { user: me } = callerOf(request)
        const id = request.params.request
        valueOrProblem((await roomRequests.decline(me, id)) ?? (await contacts.decline(me, id)))
        return reply.code(204).send()
      },
    )
    api.delete(
      apiPatterns.contactRequest,
      {
        schema: {
          tags,
          summary: 'Take a request of mine back',
          params: requestParams,
          response: nothing('Taken back.'),
        },
      },
      async (request, reply) => {
        const { user: me } = callerOf(request)
        const id = request.params.request
        valueOrProblem((await roomRequests.withdraw(me, id)) ?? (await contacts.withdraw(me, id)))
        return reply.code(204).send()
      },
    )
    api.patch(
      apiPatterns.contact,
      {
        schema: {
          tags,
          summary: 'Call a contact by a name of my own',
          params: userParams,
          body: nicknameBodySchema,
          response: { 200: z.object({ contact: contactSchema }) },
        },
      },
      async (request) => {
        const { user: me } = callerOf(request)
        const { nickname } = request.body
        return { contact: valueOrProblem(await contacts.rename(me, request.params.user, nickname)) }
      },
    )
    api.delete(
      apiPatterns.contact,
      {
        schema: {
          tags,
          summary: 'Be contacts no more',
          description: 'Both may still read their direct room, and neither may write there.',
          params: userParams,
          response: cutResponses('Ended; the broker refuses credentials that write there.'),
        },
      },
      async (request, reply) => {
        const { user: me } = callerOf(request)
        const { user } = request.params
        valueOrProblem(await contacts.end(me, user))
        return sendCut(reply, await deps.pendingCuts.ofUsers([me, user]))
      },
    )
    api.put(
      apiPatterns.block,
      {
        schema: {
          tags,
          summary: 'Block somebody',
          description:
            'To them it looks as if the contact had ended. What they ask or invite from now on reaches nobody.',
          params: userParams,
          response: cutResponses('Blocked; the broker refuses credentials that write in the room of the two.'),
        },
      },
      async (request, reply) => {
        const { user: me } = callerOf(request)
        valueOrProblem(await contacts.block(me, request.params.user))
        return sendCut(reply, await deps.pendingCuts.ofUsers([me, request.params.user]))
      },
    )
    api.delete(
      apiPatterns.block,
      {
        schema: {
          tags,
          summary: 'Lift a block',
          description: 'Whoever was a contact before is one again, in the same room.',
          params: userParams,
          response: nothing('Lifted.'),
        },
      },
      async (request, reply) => {
        valueOrProblem(await contacts.unblock(callerOf(request).user, request.params.user))
        return reply.code(204).send()
      },
    )
  }
}
