import { z } from 'zod'
import type { User } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import {
  type Bot,
  botAnswerSchema,
  botCredentialsSchema,
  botKeyBodySchema,
  botNonceSchema,
  botsSchema,
  createBotBodySchema,
  renewBotBodySchema,
  renewedBotSchema,
} from '../../common/http-contract/bot-contract.ts'
import { publicNkeySchema, userIdSchema } from '../../common/id-schemas.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { cutResponses, type FindPending, sendCut } from '../plugins/cut-reply.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { CountRequest } from '../plugins/rate-limits.ts'
import type { UserRow } from '../store/account-store.ts'
import type { BotKeys } from './bot-keys.ts'
import type { BotService } from './bot-service.ts'
import { buildNoteMade } from './note-maker.ts'

export type BotRoutesDependencies = {
  readonly bots: BotService
  readonly botKeys: BotKeys
  readonly buildUser: (row: UserRow) => User
  readonly pendingCuts: FindPending
  readonly audit: Pick<AuditLog, 'note'>
}

const tags = ['bots']
const botParams = z.strictObject({ bot: userIdSchema })
const keyParams = z.strictObject({ bot: userIdSchema, key: publicNkeySchema })

/** For the signed-in scope. */
export function buildBotRoutes(deps: BotRoutesDependencies, countProfile: CountRequest): AddRoutes {
  const { bots, botKeys } = deps
  const answer = async (row: UserRow): Promise<Bot> => ({
    ...deps.buildUser(row),
    createdAt: row.createdAt,
    keys: (await botKeys.listLive(row.id)).map(({ publicKey, lastIssuedAtSec, lastExpiresAtSec }) => ({
      publicKey,
      issuedAt: lastIssuedAtSec * 1_000,
      expiresAt: lastExpiresAtSec * 1_000,
    })),
  })
  return (api) => {
    api.get(
      apiPatterns.bots,
      { schema: { tags, summary: "The caller's bots", response: { 200: botsSchema } } },
      async (request) => ({ bots: await Promise.all((await bots.list(callerOf(request).user)).map(answer)) }),
    )
    api.post(
      apiPatterns.bots,
      {
        config: { secrets: [] },
        schema: {
          tags,
          summary: 'Make a bot',
          description:
            'For administrators, or for everybody where this server is set so; ten a maker. It is added to rooms like anybody, ' +
            'where its maker is, and never may more than they.',
          body: createBotBodySchema,
          response: { 201: botAnswerSchema },
        },
        preHandler: countProfile,
      },
      async (request, reply) => {
        const made = valueOrProblem(
          await bots.create(callerOf(request).user, request.body, buildNoteMade(deps.audit, request)),
        )
        return reply.code(201).send({ bot: await answer(made) })
      },
    )
    api.delete(
      apiPatterns.bot,
      {
        schema: {
          tags,
          summary: 'Delete a bot for good',
          description: 'What it said stays.',
          params: botParams,
          response: cutResponses('There is no such bot any more; the broker refuses its credentials.'),
        },
      },
      async (request, reply) => {
        const { bot } = request.params
        valueOrProblem(await bots.remove(callerOf(request).user, bot, buildNoteMade(deps.audit, request)))
        return sendCut(reply, await deps.pendingCuts.ofUsers([bot]))
      },
    )
    api.post(
      apiPatterns.botCredentials,
      {
        config: { secrets: ['creds'] },
        schema: {
          tags,
          summary: 'A credentials file for a bot, told once',
          description:
            'Good for 30 days at most; the bot renews it by itself. With `publicKey` the seed stays where it is and is not in the ' +
            'file. A bot has two keys at most: a third one takes the place of the oldest, whose connections are cut.',
          params: botParams,
          body: botKeyBodySchema.optional(),
          response: { 200: botCredentialsSchema },
        },
        preHandler: countProfile,
      },
      async (request) => {
        const want = { publicKey: request.body?.publicKey, note: buildNoteMade(deps.audit, request) }
        return valueOrProblem(await botKeys.issue(callerOf(request).user, request.params.bot, want))
      },
    )
    api.delete(
      apiPatterns.botKey,
      {
        schema: {
          tags,
          summary: 'Revoke a key of a bot',
          description: 'Whoever holds its file is cut off and can renew nothing. The bot stays, in its rooms too.',
          params: keyParams,
          response: cutResponses('The broker refuses the credentials of that key.'),
        },
      },
      async (request, reply) => {
        const { bot, key } = request.params
        const want = { publicKey: key, note: buildNoteMade(deps.audit, request) }
        valueOrProblem(await botKeys.revoke(callerOf(request).user, bot, want))
        return sendCut(reply, await deps.pendingCuts.ofUsers([bot]))
      },
    )
  }
}

/** For the scope without sign-in: the key is the proof. */
export function buildBotRenewalRoutes({ botKeys }: Pick<BotRoutesDependencies, 'botKeys'>): AddRoutes {
  return (api) => {
    api.post(
      apiPatterns.botNonce,
      {
        schema: {
          tags,
          summary: 'What a bot signs to renew its credential',
          description: 'For any id, whether there is such a bot or not. Good for a minute at least.',
          params: botParams,
          response: { 200: botNonceSchema },
        },
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        return { nonce: botKeys.buildNonce(request.params.bot) }
      },
    )
    api.post(
      apiPatterns.renewBot,
      {
        schema: {
          tags,
          summary: 'A new credential for a bot, by the signature of its key',
          description:
            'With the rooms as they are now. Asked for at half its life, after `user.<bot>.credentials`, and when cut.',
          params: botParams,
          body: renewBotBodySchema,
          response: { 200: renewedBotSchema },
        },
      },
      async (request, reply) => {
        const { jwt, expiresAt, servers } = valueOrProblem(await botKeys.renew(request.params.bot, request.body))
        reply.header('cache-control', 'no-store')
        return { jwt, expiresAt, servers }
      },
    )
  }
}
