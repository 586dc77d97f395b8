import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { type Sync, syncQuerySchema, syncSchema } from '../../common/http-contract/sync-contract.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import type { CountRequest } from '../plugins/rate-limits.ts'
import type { LoadSync } from './sync-service.ts'

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
        const json = await writeSync(await loadSync(callerOf(request), request.query.since))
        // Written here in slices, and not by the schema: it is made of our own rows, and walking it again takes as long.
        reply.type('application/json; charset=utf-8').serializer((text: unknown) => String(text))
        return reply.send(json as unknown as Sync)
      },
    )
  }
}

const slice = 200

/** A thousand rooms are some milliseconds of work: others have their turn in between. */
async function writeSync({ rooms, users, ...rest }: Sync): Promise<string> {
  const start = JSON.stringify(rest).slice(0, -1)
  return `${start},"users":${await writeList(users)},"rooms":${await writeList(rooms)}}`
}

async function writeList(list: readonly unknown[]): Promise<string> {
  const parts: string[] = []
  for (let at = 0; at < list.length; at += slice) {
    if (at > 0) await new Promise((next) => setImmediate(next))
    parts.push(JSON.stringify(list.slice(at, at + slice)).slice(1, -1))
  }
  return `[${parts.join(',')}]`
}
