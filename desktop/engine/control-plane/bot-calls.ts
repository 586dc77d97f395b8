import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import {
  type Bot,
  type BotCredentials,
  botAnswerSchema,
  botCredentialsSchema,
  botsSchema,
  type CreateBotBody,
} from '../../../common/http-contract/bot-contract.ts'
import { type KeptData, keptDataSchema } from '../../../common/http-contract/kept-data-contract.ts'
import { ownNoticesSchema, type PersonNotice } from '../../../common/http-contract/moderation-contract.ts'
import {
  type MadeWebhook,
  madeWebhookSchema,
  type Webhook,
  webhooksSchema,
  webhookUrlSchema,
} from '../../../common/http-contract/webhook-contract.ts'
import type { PublicNkey, RoomId, UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { AskApi } from './api-request.ts'

/** Programs that act for somebody, and what whoever runs the server has to say to one person. */
export type BotCalls = {
  /** Mine. */
  bots(): Promise<Result<readonly Bot[]>>
  makeBot(body: CreateBotBody): Promise<Result<Bot>>
  removeBot(bot: UserId): Promise<Result<unknown>>
  /** `publicKey`: of a pair that was made here; without one the server makes it. */
  botCredentials(bot: UserId, publicKey: PublicNkey | undefined): Promise<Result<BotCredentials>>
  revokeBotKey(bot: UserId, publicKey: PublicNkey): Promise<Result<unknown>>
  webhooks(room: RoomId): Promise<Result<readonly Webhook[]>>
  makeWebhook(room: RoomId, name: string): Promise<Result<MadeWebhook>>
  rotateWebhook(room: RoomId, webhook: string): Promise<Result<string>>
  removeWebhook(room: RoomId, webhook: string): Promise<Result<unknown>>
  /** What administrators did about me, all of it. */
  ownNotices(): Promise<Result<readonly PersonNotice[]>>
  /** Without sign-in. */
  keptData(): Promise<Result<KeptData>>
}

/** A server that always says that there is more is not believed for ever. */
const mostPages = 50
/** Whoever holds a credential is cut before the answer. */
const cutMs = 60_000

export function buildBotCalls(open: AskApi, asked: AskApi): BotCalls {
  return {
    async bots() {
      const answer = await asked({ method: 'GET', path: apiPaths.bots }, botsSchema)
      return answer.ok ? ok(answer.value.bots) : answer
    },
    async makeBot(body) {
      const made = await asked({ method: 'POST', path: apiPaths.bots, body }, botAnswerSchema)
      return made.ok ? ok(made.value.bot) : made
    },
    removeBot: (bot) => asked({ method: 'DELETE', path: apiPaths.bot(bot), timeoutMs: cutMs }, undefined),
    botCredentials: (bot, publicKey) => {
      const body = publicKey === undefined ? {} : { publicKey }
      return asked({ method: 'POST', path: apiPaths.botCredentials(bot), body }, botCredentialsSchema)
    },
    revokeBotKey: (bot, publicKey) =>
      asked({ method: 'DELETE', path: apiPaths.botKey(bot, publicKey), timeoutMs: cutMs }, undefined),
    async webhooks(room) {
      const answer = await asked({ method: 'GET', path: apiPaths.webhooks(room) }, webhooksSchema)
      return answer.ok ? ok(answer.value.webhooks) : answer
    },
    makeWebhook: (room, name) =>
      asked({ method: 'POST', path: apiPaths.webhooks(room), body: { name } }, madeWebhookSchema),
    async rotateWebhook(room, webhook) {
      const path = apiPaths.rotateWebhook(room, webhook)
      const answer = await asked({ method: 'POST', path, body: {} }, webhookUrlSchema)
      return answer.ok ? ok(answer.value.url) : answer
    },
    removeWebhook: (room, webhook) =>
      asked({ method: 'DELETE', path: apiPaths.webhook(room, webhook), timeoutMs: cutMs }, undefined),
    async ownNotices() {
      const all: PersonNotice[] = []
      let cursor: string | undefined
      for (let page = 0; page < mostPages; page++) {
        const path = `${apiPaths.ownNotices}${cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`}`
        const answer = await asked({ method: 'GET', path }, ownNoticesSchema)
        if (!answer.ok) return answer
        all.push(...answer.value.notices)
        cursor = answer.value.cursor
        if (cursor === undefined) break
      }
      return ok(all)
    },
    keptData: () => open({ method: 'GET', path: apiPaths.keptData }, keptDataSchema),
  }
}
