import { z } from 'zod'
import { parsePublicNkey, parseUserId } from '../../common/ids.ts'
import { parseJwtBody } from '../nats/nats-jwt.ts'
import type { OpenedConnection, Owner, Place, SeenConnection } from './connection-ledger.ts'

/** What the broker says over the system account, read strictly: what is not as expected is undefined, never a throw. */
const serverSchema = z.object({ id: z.string().min(1), name: z.string().min(1) })
const timeSchema = z
  .string()
  .transform((text) => Date.parse(text))
  .refine(Number.isFinite)

const connectionSchema = z.object({
  cid: z.int().min(1),
  start: timeSchema,
  in_msgs: z.int().min(0),
  in_bytes: z.int().min(0),
  out_msgs: z.int().min(0),
  last_activity: timeSchema,
  authorized_user: z.string().optional(),
  jwt: z.string().optional(),
})
const connectionsSchema = z.object({
  server: serverSchema,
  data: z.object({
    now: timeSchema,
    total: z.int(),
    offset: z.int(),
    connections: z.array(connectionSchema).nullish(),
  }),
})

export type ConnectionList = {
  readonly server: string
  /** As in its configuration: it outlives a restart, the id does not. */
  readonly name: string
  readonly saidAt: number
  /** How many there are, listed or not. */
  readonly total: number
  readonly offset: number
  readonly connections: readonly (SeenConnection & { readonly owner?: Owner })[]
}

export function parseConnectionList(text: string): ConnectionList | undefined {
  const parsed = connectionsSchema.safeParse(parseJson(text))
  if (!parsed.success) return undefined
  const { server, data } = parsed.data
  const connections = (data.connections ?? []).map((one) => {
    const owner = parseOwner(one.authorized_user, one.jwt)
    const {
      cid,
      in_msgs: inMsgs,
      in_bytes: inBytes,
      out_msgs: outMsgs,
      last_activity: activeAt,
      start: startedAt,
    } = one
    const seen = { cid, inMsgs, inBytes, outMsgs, activeAt, startedAt }
    return owner === undefined ? seen : { ...seen, owner }
  })
  return { server: server.id, name: server.name, saidAt: data.now, total: data.total, offset: data.offset, connections }
}

const clientEventSchema = z.object({
  server: serverSchema,
  client: z.object({ id: z.int().min(1), start: timeSchema, user: z.string().optional(), jwt: z.string().optional() }),
})

export function parseOpened(text: string): OpenedConnection | undefined {
  const parsed = clientEventSchema.safeParse(parseJson(text))
  if (!parsed.success) return undefined
  const { server, client } = parsed.data
  const owner = parseOwner(client.user, client.jwt)
  return owner === undefined ? undefined : { server: server.id, cid: client.id, startedAt: client.start, ...owner }
}

export function parseClosed(text: string): Place | undefined {
  const parsed = clientEventSchema.safeParse(parseJson(text))
  return parsed.success ? { server: parsed.data.server.id, cid: parsed.data.client.id } : undefined
}

const userJwtSchema = z.object({ name: z.string() })

/** The broker has checked the signature: the name in it is the user whom we signed in. */
function parseOwner(publicKey: string | undefined, jwt: string | undefined): Owner | undefined {
  const key = parsePublicNkey(publicKey)
  const body = userJwtSchema.safeParse(jwt === undefined ? undefined : parseJwtBody(jwt))
  const user = body.success ? parseUserId(body.data.name) : undefined
  return key === undefined || user === undefined ? undefined : { key, user }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
