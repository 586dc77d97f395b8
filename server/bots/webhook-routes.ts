import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import {
  createWebhookBodySchema,
  hookBodySchema,
  madeWebhookSchema,
  webhooksSchema,
  webhookUrlSchema,
} from '../../common/http-contract/webhook-contract.ts'
import { roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { type AddRoutes, type ApiServer, callerOf } from '../plugins/api-server.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import { buildNoteMade } from './note-maker.ts'
import type { WebhookService } from './webhook-service.ts'

const tags = ['bots']
const roomParams = z.strictObject({ room: roomIdSchema })
const hookParams = z.strictObject({ room: roomIdSchema, webhook: userIdSchema })

/** For the signed-in scope. */
export function buildWebhookRoutes({
  webhooks,
  audit,
}: {
  readonly webhooks: WebhookService
  readonly audit: Pick<AuditLog, 'note'>
}): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.webhooks,
      {
        schema: {
          tags,
          summary: 'The incoming webhooks of a room',
          description: 'For the owner and admins.',
          params: roomParams,
          response: { 200: webhooksSchema },
        },
      },
      async (request) => {
        const listed = valueOrProblem(await webhooks.list(callerOf(request).user, request.params.room))
        return { webhooks: [...listed] }
      },
    )
    api.post(
      apiPatterns.webhooks,
      {
        config: { secrets: ['url'] },
        schema: {
          tags,
          summary: 'Make an incoming webhook; its address is told once',
          description:
            'For the owner and admins. It speaks as a bot of its own, that is added to the room, while its maker leads the room. ' +
            'Twenty a room.',
          params: roomParams,
          body: createWebhookBodySchema,
          response: { 201: madeWebhookSchema },
        },
      },
      async (request, reply) => {
        const { room } = request.params
        const want = { name: request.body.name, note: buildNoteMade(audit, request) }
        const made = valueOrProblem(await webhooks.create(callerOf(request).user, room, want))
        return reply.code(201).send(made)
      },
    )
    api.delete(
      apiPatterns.webhook,
      {
        schema: {
          tags,
          summary: 'Delete a webhook and its bot; what it said stays',
          params: hookParams,
          response: { 204: z.undefined().describe('Its address is known no more.') },
        },
      },
      async (request, reply) => {
        const { room, webhook } = request.params
        const want = { id: webhook, note: buildNoteMade(audit, request) }
        valueOrProblem(await webhooks.remove(callerOf(request).user, room, want))
        return reply.code(204).send()
      },
    )
    api.post(
      apiPatterns.rotateWebhook,
      {
        config: { secrets: ['url'] },
        schema: {
          tags,
          summary: 'Another address for a webhook; the one before is known no more',
          params: hookParams,
          response: { 200: webhookUrlSchema },
        },
      },
      async (request) => {
        const { room, webhook } = request.params
        const want = { id: webhook, note: buildNoteMade(audit, request) }
        return valueOrProblem(await webhooks.rotate(callerOf(request).user, room, want))
      },
    )
  }
}

/** For the scope without sign-in: the address is the secret. */
export function buildHookRoutes({ webhooks }: { readonly webhooks: WebhookService }): AddRoutes {
  const addHook: FastifyPluginAsync = async (scope) => {
    // As Slack's own take it, and here alone: no other call takes what a foreign page's form could send.
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (_: unknown, body: string) => readForm(body),
    )
    const api = scope as ApiServer
    api.post(
      apiPatterns.hook,
      {
        schema: {
          tags,
          summary: 'Say something in the room of a webhook',
          description:
            "`{text}`, or a payload as Slack's webhooks take it, also as a form's `payload`: `blocks` and `attachments` as far as " +
            'they are text; `username` is ignored. Sixty a minute, and no faster than slow mode lets anybody.',
          params: z.strictObject({ token: z.string().max(100) }),
          body: hookBodySchema,
          response: { 204: z.undefined().describe('Said: it is stored.') },
        },
      },
      async (request, reply) => {
        valueOrProblem(await webhooks.post(request.params.token, request.body))
        return reply.code(204).send()
      },
    )
  }
  return (api) => {
    void api.register(addHook)
  }
}

function readForm(body: string): unknown {
  try {
    return JSON.parse(new URLSearchParams(body).get('payload') ?? '')
  } catch {
    throw new ProblemError(appError('request-invalid', { fields: { '/body/payload': 'must be JSON' } }))
  }
}
