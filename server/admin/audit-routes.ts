import { Readable } from 'node:stream'
import { z } from 'zod'
import type { User } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import {
  type AuditLine,
  type AuditQuery,
  auditLinesSchema,
  auditQuerySchema,
} from '../../common/http-contract/audit-contract.ts'
import { parseUserId, type UserId } from '../../common/ids.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { AddRoutes } from '../plugins/api-server.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'

const ndjson = 'application/x-ndjson'
const tags = ['admin']

/** For the scope of administration. */
export function buildAuditRoutes({
  audit,
  loadNames,
}: {
  readonly audit: Pick<AuditLog, 'list'>
  readonly loadNames: (users: readonly UserId[]) => Promise<User[]>
}): AddRoutes {
  /** What is no account's id is a token's, a report's or a room's. */
  const listPeople = (lines: readonly AuditLine[]) =>
    lines.flatMap(({ by, whom }) => [by.user, whom]).flatMap((id) => (id && parseUserId(id)) || [])
  return (api) => {
    api.get(
      apiPatterns.audit,
      {
        config: { scope: 'audit' },
        schema: {
          tags,
          summary: 'What was done here, by whom and from where',
          description:
            'A line each, written before the act. Oldest first, or `order=newest`. `who`: the account or token that acted; `whom`: what it ' +
            'was done to; `what`: a name like `user.suspended`, or its beginning (`user`). With `Accept: application/x-ndjson` a line of ' +
            'JSON each, without pages.',
          querystring: auditQuerySchema,
          response: { 200: auditLinesSchema.or(z.any().meta({ type: 'string' })).describe(`Or ${ndjson}.`) },
        },
      },
      async (request, reply) => {
        const { query } = request
        const first = valueOrProblem(await audit.list(query))
        if (!(request.headers.accept ?? '').includes(ndjson)) {
          return { ...first, lines: [...first.lines], users: await loadNames(listPeople(first.lines)) }
        }
        return reply.type(ndjson).send(Readable.from(writeLines(query, first)))
      },
    )
  }

  async function* writeLines(query: AuditQuery, first: { lines: readonly AuditLine[]; cursor?: string }) {
    for (let page = first; ; ) {
      yield page.lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      if (page.cursor === undefined) return
      page = valueOrProblem(await audit.list({ ...query, cursor: page.cursor }))
    }
  }
}
