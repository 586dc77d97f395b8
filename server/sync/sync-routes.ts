import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { type Sync, syncQuerySchema, syncSchema } from '../../common/http-contract/sync-contract.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import type { CountRequest } from '../plugins/rate-limits.ts'
import type { LoadSync, SyncAnswer } from './sync-service.ts'

/** For the signed-in scope. `limit`: of its own, since one call may be worth hundreds of others. */
export function buildSyncRoutes(loadSync: LoadSync, limit: CountRequest): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.sync,
      {
        schema: {
          tags: ['sync'],
          summary: 'All a client starts from, or what changed',
          description:
            'Subscribe first, ask second: a room is complete up to its `head`. Where `complete` is false the archive is ' +
            'behind and `head` says how far it is. With `since`, the `cursor` of an answer before: only the rooms that ' +
            'changed, and the ids of all.',
          querystring: syncQuerySchema,
          response: { 200: syncSchema },
        },
        preHandler: limit,
      },
      async (request, reply) => {
        const json = writeSync(await loadSync(callerOf(request), request.query.since))
        // Written here and not by the schema: it is made of our own rows, and walking it again takes as long as all the rest.
        return reply.type('application/json; charset=utf-8').send(json as unknown as Sync)
      },
    )
  }
}

/** Straight into bytes: a text of a megabyte is one that the garbage collector has to walk for. */
function writeSync({ rooms, ...rest }: SyncAnswer): Buffer {
  const parts = [JSON.stringify(rest).slice(0, -1), ',"rooms":[']
  for (const [place, room] of rooms.entries()) parts.push(place === 0 ? room : `,${room}`)
  parts.push(']}')
  const bytes = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0))
  let at = 0
  for (const part of parts) at += bytes.write(part, at)
  return bytes
}
