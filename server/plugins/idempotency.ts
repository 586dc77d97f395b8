import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import { err, ok } from '../../common/result.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { ApiServer } from './api-server.ts'
import { ProblemError, valueOrProblem } from './problem-error.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a call that makes something: the members of its answer, at any depth, that are told once. */
    secrets?: readonly string[]
  }
  interface FastifyRequest {
    idempotent: string | undefined
  }
}

/** `answer` absent: it is under way, or whoever was at it died. */
const detailSchema = z.object({
  what: z.string(),
  at: z.int(),
  answer: z.object({ status: z.int(), body: z.string() }).optional(),
})
export const keptAnswersMs = 86_400_000

/**
 * `Idempotency-Key` on calls that make something: the same call with the same key, of the same caller, within a day makes nothing
 * more and is answered as the first was, without what is told once. One that failed is forgotten, so it can be tried again.
 */
export function addIdempotency(api: ApiServer, records: RecordStore, now: () => number): void {
  const book = buildAnswerBook(records, now)
  api.decorateRequest('idempotent', undefined)

  api.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key']
    if (key === undefined || request.routeOptions.config.secrets === undefined) return
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(key)) {
      const fields = { '/headers/idempotency-key': 'must be 1 to 128 visible characters of ASCII' }
      throw new ProblemError(appError('request-invalid', { fields }))
    }
    const what = digest([request.method, request.url, request.body ?? null])
    let isFirst = false
    const id = digest([callerOf(request), key])
    const entry = valueOrProblem(
      await book.change(id, (before) => {
        isFirst = before === undefined || isOver(before.detail, now())
        if (isFirst) return ok({ detail: { what, at: now() }, owners: ownersOf(request) })
        if (before?.detail.what !== what) return err(appError('key-reused'))
        return before.detail.answer === undefined ? err(appError('key-under-way')) : ok(undefined)
      }),
    )
    if (isFirst) {
      request.idempotent = id
      return
    }
    const { status, body } = entry?.detail.answer ?? { status: 204, body: '' }
    return reply.code(status).header('idempotency-replayed', 'true').type('application/json').send(body)
  })

  api.addHook('onSend', async (request, reply, payload) => {
    const { idempotent: id } = request
    if (id === undefined) return payload
    request.idempotent = undefined
    const isMade = reply.statusCode < 300 && typeof payload === 'string'
    await book.change(id, (before) => {
      if (before === undefined) return ok(undefined)
      if (!isMade) return ok('remove')
      const secrets = new Set(request.routeOptions.config.secrets)
      const body = JSON.stringify(JSON.parse(payload), (name, value: unknown) =>
        secrets.has(name) ? undefined : value,
      )
      return ok({ owners: before.owners, detail: { ...before.detail, answer: { status: reply.statusCode, body } } })
    })
    return payload
  })
}

/** Takes away the answers of more than a day ago: names of rooms and bots are in them, and reasons of reports. */
export async function pruneKeptAnswers(records: RecordStore, now: () => number): Promise<void> {
  await buildAnswerBook(records, now).sweep(({ detail }) => (isOver(detail, now()) ? 'remove' : undefined))
}

/**
 * Of somebody who is no more: what their own calls were answered goes; of answers to others in which they are named there is only
 * left that they were given, so that nothing is made twice. How many of theirs there were.
 */
export async function forgetKeptAnswers(records: RecordStore, user: UserId, now: () => number): Promise<number> {
  const book = buildAnswerBook(records, now)
  const mine = await book.listAll(user)
  for (const { id } of mine) await book.change(id, () => ok('remove'))
  await book.sweep(({ owners, detail: { answer, ...detail } }) =>
    answer?.body.includes(`"${user}"`) === true ? { owners, detail } : undefined,
  )
  return mine.length
}

const buildAnswerBook = (records: RecordStore, now: () => number) =>
  buildRecordBook(records, 'idempotency', detailSchema, now)

function isOver({ at }: z.output<typeof detailSchema>, nowAt: number): boolean {
  return at + keptAnswersMs <= nowAt
}

function callerOf({ administrator: by, caller }: FastifyRequest): string {
  if (by?.kind === 'token') return `token ${by.token}`
  return `user ${by?.user ?? caller?.user ?? ''}`
}

/** Whose it goes with. */
function ownersOf({ administrator: by, caller }: FastifyRequest): string[] {
  const user = by?.kind === 'token' ? by.maker : (by?.user ?? caller?.user)
  return user === undefined ? [] : [user]
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url')
}
