import { createHash } from 'node:crypto'
import { jetstreamManager } from '@nats-io/jetstream'
import { apiBase } from '../../../common/http-contract/api-paths.ts'
import { streams } from '../../../common/subjects.ts'
import { embeddedStorePath } from '../../store/open-store.ts'
import { openSqliteConnection } from '../../store/sqlite/sqlite-connection.ts'
import { numberOf } from '../../store/sqlite/sqlite-row.ts'
import { defaultStreamOptions } from '../../streams/event-streams.ts'
import { connectTestBackbone, until } from '../archiver-test-rig.ts'
import type { ContractAnswer, ContractRow, ContractWorld } from './contract-world.ts'

export type DocumentedCall = {
  readonly method: string
  readonly path: string
  /** Of administration. */
  readonly scope: string | undefined
  readonly isOpen: boolean
  readonly takesBody: boolean
}

/** As the document of the API names them: `GET /rooms/{room}`. */
export async function loadCalls({ server }: ContractWorld): Promise<ReadonlyMap<string, DocumentedCall>> {
  const { paths } = (await server.call({ path: `${apiBase}/openapi.json` })).json()
  const calls = new Map<string, DocumentedCall>()
  for (const [whole, methods] of Object.entries<Record<string, Record<string, unknown>>>(paths)) {
    for (const [name, operation] of Object.entries(methods)) {
      const [method, path] = [name.toUpperCase(), whole.slice(apiBase.length)]
      calls.set(`${method} ${path}`, {
        ...{ method, path, scope: operation['x-scope'] as string | undefined },
        ...{ isOpen: operation.security === undefined, takesBody: operation.requestBody !== undefined },
      })
    }
  }
  return calls
}

/**
 * Makes a call as the row says it, but for what is said otherwise. Over the wire: a body that is refused is not read, and the
 * connection is to bear it.
 */
export async function makeCall(
  { origin }: ContractWorld,
  { method, path }: DocumentedCall,
  { at = {}, query, body, headers = {} }: Pick<ContractRow, 'at' | 'query' | 'body' | 'headers'>,
  token: string | undefined,
): Promise<ContractAnswer> {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const answer = await fetch(`${origin}${fillPath(path, at)}${query === undefined ? '' : `?${query}`}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
  })
  const said = Buffer.from(await answer.arrayBuffer()).toString()
  return { statusCode: answer.status, headers: answer.headers, body: said, json: () => JSON.parse(said) }
}

function fillPath(path: string, at: Readonly<Record<string, string>>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = at[name]
    if (value === undefined) throw new Error(`the row of ${path} does not say which ${name}`)
    return encodeURIComponent(value)
  })
  return apiBase + filled
}

/** The names of what stands in the log of administration, the oldest first. */
export async function listActs({ server }: ContractWorld): Promise<readonly string[]> {
  const listed = await server.run.services.audit.list({ limit: 1_000 })
  if (!listed.ok) throw new Error(listed.error.code)
  return listed.value.lines.map(({ what }) => what)
}

/** What the archiver folds from the streams, and the index of searches from that, in their own time; and what says when somebody, or a node of the broker, was seen last. */
const passing = new Set([
  ...['leases', 'figures', 'archive_positions', 'devices', 'broker_nodes', 'thread_marks', 'inbox_rows'],
  ...['archived_rooms', 'notices', 'messages', 'room_list', 'receipts', 'shards', 'erased_messages', 'set_aside'],
])
const kinded = new Set(['records', 'record_owners'])
const lastUsed = /,?\\"lastUsedAt\\":\d+/g
const turn = /^(\["admin-token","\w+"),\d+/

/** A digest of each table and where each stream ends: what was refused has left it as it was. */
export async function openStoreView({ server }: ContractWorld) {
  const { dataDir } = server.nats
  const connection = await openSqliteConnection(embeddedStorePath(dataDir))
  const backbone = await connectTestBackbone(server.nats)
  const manager = await jetstreamManager(backbone, { checkAPI: false })
  const tables = connection
    .all("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .map(({ name }) => String(name))
    .filter((name) => !passing.has(name) && !name.startsWith('sqlite_') && !name.startsWith('search_'))
  /** The rows of each table; by what they are where several kinds lie in one, so that a difference names it. */
  const listRows = (table: string): readonly (readonly [string, readonly (readonly unknown[])[]])[] => {
    if (!kinded.has(table)) return [[table, connection.list(`SELECT * FROM "${table}"`)]]
    const kinds = connection.list(`SELECT DISTINCT kind FROM "${table}"`).map(([kind]) => String(kind))
    return kinds.map((kind) => [
      `${table}: ${kind}`,
      connection.list(`SELECT * FROM "${table}" WHERE kind = ?`, [kind]),
    ])
  }
  // Tokens say when they were used, refused or not.
  const digest = (rows: readonly (readonly unknown[])[]) => {
    const lines = rows.map((row) => JSON.stringify(row).replaceAll(lastUsed, '').replace(turn, '$1'))
    return `${rows.length} rows ${createHash('sha256').update(lines.join('\n')).digest('base64url')}`
  }
  const shards = Array.from({ length: defaultStreamOptions.shards }, (_, shard) => shard)
  const ends = () =>
    Promise.all(shards.map(async (shard) => (await manager.streams.info(streams.events(shard))).state.last_seq))
  const count = (of: string) => numberOf(connection.get(`SELECT count(*) AS n FROM ${of}`) ?? {}, 'n')
  /** What earlier calls have set going, and nobody has finished yet. */
  async function loadUnfinished() {
    const archived = new Map(
      connection
        .all('SELECT shard, seq FROM archive_positions')
        .map((row) => [numberOf(row, 'shard'), numberOf(row, 'seq')]),
    )
    const changes = ['changes', 'pending_cuts'].reduce((sum, name) => sum + count(name), 0)
    const files = count("record_owners WHERE kind = 'file' AND owner = 'going'")
    const unarchived = (await ends()).filter((end, shard) => end > (archived.get(shard) ?? 0)).length
    if (changes > 0) await server.run.services.repair()
    // Also where none is left: a round under way has yet to say that room is free, and so has a letter that is being sent.
    await server.run.services.files.sweeper.removeGoing()
    await server.run.services.resets.settled()
    return { changes, files, unarchived }
  }
  return {
    /** Nothing moves by itself any more. */
    untilStill: () => until(loadUnfinished, (left) => Object.values(left).every((one) => one === 0)),
    load: async () => ({
      ...Object.fromEntries(tables.flatMap(listRows).map(([name, rows]) => [name, digest(rows)])),
      ...Object.fromEntries((await ends()).map((end, shard) => [streams.events(shard), end])),
    }),
    close: async () => {
      connection.close()
      await backbone.close()
    },
  }
}
