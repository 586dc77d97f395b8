import { z } from 'zod'
import { parseUserId, type UserId } from '../../common/ids.ts'
import { parseJwtBody } from '../nats/nats-jwt.ts'

/**
 * Who is connected, as the broker says it over the system account; all else that it says of a connection is the guard's
 * business. What is not as expected is undefined, never a throw.
 */
const listSchema = z.object({
  server: z.object({ id: z.string().min(1) }),
  data: z.object({
    total: z.int(),
    offset: z.int(),
    connections: z.array(z.object({ cid: z.int(), jwt: z.string().optional() })).nullish(),
  }),
})
const eventSchema = z.object({
  server: z.object({ id: z.string().min(1) }),
  client: z.object({ id: z.int(), jwt: z.string().optional() }),
})
const jwtSchema = z.object({ name: z.string() })

export type Connection = { readonly server: string; readonly cid: number; readonly user?: UserId | undefined }
export type Connected = {
  readonly server: string
  readonly total: number
  readonly offset: number
  readonly connections: readonly Connection[]
}

export function parseConnected(text: string): Connected | undefined {
  const parsed = listSchema.safeParse(parseJson(text))
  if (!parsed.success) return undefined
  const { server, data } = parsed.data
  const connections = (data.connections ?? []).map(({ cid, jwt }) => ({ server: server.id, cid, user: userOf(jwt) }))
  return { server: server.id, total: data.total, offset: data.offset, connections }
}

export function parseConnectionEvent(text: string): Connection | undefined {
  const parsed = eventSchema.safeParse(parseJson(text))
  if (!parsed.success) return undefined
  const { server, client } = parsed.data
  return { server: server.id, cid: client.id, user: userOf(client.jwt) }
}

/** The broker has checked the signature: the name in it is the user whom we signed in. */
function userOf(jwt: string | undefined): UserId | undefined {
  const body = jwtSchema.safeParse(jwt === undefined ? undefined : parseJwtBody(jwt))
  return body.success ? parseUserId(body.data.name) : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
