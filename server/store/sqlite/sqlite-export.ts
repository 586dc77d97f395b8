import type { DeviceId, EventId, MessageId, PublicNkey, RoomId, UserId } from '../../../common/ids.ts'
import type { SystemEvent } from '../../../common/wire-event.ts'
import type { SpokeAt } from '../archive-store.ts'
import type { MovedRows, MovedTable, MoveSource, RowKey } from '../moved-rows.ts'
import type { PenaltyKind } from '../penalty-store.ts'
import type { RoomStateRow } from '../room-state-row.ts'
import { parseShardState } from '../shard-store.ts'
import { StoreUnavailableError } from '../store-port.ts'
import { userFrom } from './account-store.sqlite.ts'
import { auditRowFrom } from './audit-store.sqlite.ts'
import { deviceFrom } from './device-store.sqlite.ts'
import { inboxRowFrom } from './inbox-store.sqlite.ts'
import { messageFrom, messageVersionFrom } from './message-row.ts'
import { recordFrom } from './record-store.sqlite.ts'
import { savedMarkFrom } from './saved-store.sqlite.ts'
import { openSqliteConnection, type SqlRow } from './sqlite-connection.ts'
import { bytesOf, jsonOf, numberOf, optional, textOf } from './sqlite-row.ts'
import { ensureSchema } from './sqlite-schema.ts'
import { threadMarkFrom } from './thread-store.sqlite.ts'

type Table<T extends MovedTable> = {
  readonly sql: string
  readonly key: readonly string[]
  readonly from: (row: SqlRow) => MovedRows[T]
}

const user = (row: SqlRow) => textOf<UserId>(row, 'user')
const device = (row: SqlRow) => textOf<DeviceId>(row, 'device')
const room = (row: SqlRow) => textOf<RoomId>(row, 'room')
const shard = (row: SqlRow) => numberOf(row, 'shard')
const seq = (row: SqlRow) => numberOf(row, 'seq')

const tables: { readonly [T in MovedTable]: Table<T> } = {
  users: {
    sql: 'users',
    key: ['id'],
    from: (row) => userFrom(row) ?? fail('users'),
  },
  devices: { sql: 'devices', key: ['id'], from: deviceFrom },
  refreshFamilies: {
    sql: 'refresh_families',
    key: ['device'],
    from: (row) => ({
      device: device(row),
      user: user(row),
      currentHash: textOf(row, 'current_hash'),
      expiresAt: numberOf(row, 'expires_at'),
      ...optional<'previousHash', string>(row, 'previous_hash', 'previousHash'),
      ...optional<'attemptHash', string>(row, 'attempt_hash', 'attemptHash'),
    }),
  },
  refreshHashes: {
    sql: 'refresh_hashes',
    key: ['hash'],
    from: (row) => ({ hash: textOf(row, 'hash'), device: device(row), expiresAt: numberOf(row, 'expires_at') }),
  },
  singletons: {
    sql: 'singletons',
    key: ['name'],
    from: (row) => ({
      name: textOf(row, 'name'),
      ...optional<'text', string>(row, 'text', 'text'),
      ...optional<'number', number>(row, 'number', 'number'),
    }),
  },
  rooms: { sql: 'rooms', key: ['room'], from: (row) => jsonOf<RoomStateRow>(row, 'state') },
  changes: {
    sql: 'changes',
    key: ['id'],
    from: (row) => ({
      id: textOf<EventId>(row, 'id'),
      kind: textOf(row, 'kind'),
      detail: jsonOf<unknown>(row, 'detail'),
      startedAt: numberOf(row, 'started_at'),
    }),
  },
  deviceKeys: {
    sql: 'device_keys',
    key: ['public_key'],
    from: (row) => ({
      publicKey: textOf<PublicNkey>(row, 'public_key'),
      ...optional<'device', DeviceId>(row, 'device', 'device'),
      ...optional<'user', UserId>(row, 'user', 'user'),
      lastIssuedAtSec: numberOf(row, 'last_issued_at_sec'),
      lastExpiresAtSec: numberOf(row, 'last_expires_at_sec'),
      revokedAtSec: numberOf(row, 'revoked_at_sec'),
      listed: numberOf(row, 'listed') === 1,
      prunableAtSec: numberOf(row, 'prunable_at_sec'),
    }),
  },
  archivePositions: {
    sql: 'archive_positions',
    key: ['shard'],
    from: (row) => ({
      shard: shard(row),
      seq: seq(row),
      ...(row.marks === null
        ? {}
        : { marks: jsonOf<NonNullable<MovedRows['archivePositions']['marks']>>(row, 'marks') }),
    }),
  },
  shards: {
    sql: 'shards',
    key: ['shard'],
    from: (row) => ({ shard: shard(row), turn: numberOf(row, 'turn'), state: parseShardState(jsonOf(row, 'state')) }),
  },
  erasedMessages: {
    sql: 'erased_messages',
    key: ['room', 'id'],
    from: (row) => ({ room: room(row), id: textOf<MessageId>(row, 'id'), seq: seq(row) }),
  },
  archivedRooms: {
    sql: 'archived_rooms',
    key: ['room'],
    from: (row) => ({
      head: numberOf(row, 'head'),
      state: jsonOf<RoomStateRow>(row, 'state'),
      ...(row.spoke === null ? {} : { spoke: jsonOf<readonly SpokeAt[]>(row, 'spoke') }),
    }),
  },
  messages: { sql: 'messages', key: ['room', 'id'], from: messageFrom },
  notices: {
    sql: 'notices',
    key: ['room', 'seq'],
    from: (row) => ({
      room: room(row),
      seq: seq(row),
      at: numberOf(row, 'at'),
      event: jsonOf<SystemEvent>(row, 'event'),
    }),
  },
  receipts: {
    sql: 'receipts',
    key: ['user', 'room'],
    from: (row) => ({ user: user(row), room: room(row), seq: seq(row) }),
  },
  messageVersions: { sql: 'message_versions', key: ['room', 'id', 'seq'], from: messageVersionFrom },
  threadMarks: { sql: 'thread_marks', key: ['user', 'room', 'thread'], from: threadMarkFrom },
  savedMarks: { sql: 'saved_marks', key: ['user', 'room', 'message'], from: savedMarkFrom },
  inboxRows: { sql: 'inbox_rows', key: ['owner', 'id'], from: inboxRowFrom },
  pendingCuts: {
    sql: 'pending_cuts',
    key: ['public_key'],
    from: (row) => ({
      publicKey: textOf<PublicNkey>(row, 'public_key'),
      device: device(row),
      user: user(row),
      revokedAtSec: numberOf(row, 'revoked_at_sec'),
      expiresAtSec: numberOf(row, 'expires_at_sec'),
    }),
  },
  brokerNodes: {
    sql: 'broker_nodes',
    key: ['name'],
    from: (row) => ({ name: textOf(row, 'name'), seenAt: numberOf(row, 'seen_at') }),
  },
  penalties: {
    sql: 'penalties',
    key: ['user', 'kind'],
    from: (row) => ({
      user: user(row),
      kind: textOf<PenaltyKind>(row, 'kind'),
      reason: textOf(row, 'reason'),
      until: numberOf(row, 'until'),
      count: numberOf(row, 'count'),
    }),
  },
  records: { sql: 'records', key: ['kind', 'id'], from: recordFrom },
  auditLines: { sql: 'audit_lines', key: ['seq'], from: auditRowFrom },
  auditKeys: {
    sql: 'audit_keys',
    key: ['owner'],
    from: (row) => ({ owner: textOf(row, 'owner'), id: textOf(row, 'id'), secret: textOf(row, 'secret') }),
  },
  setAside: {
    sql: 'set_aside',
    key: ['shard', 'seq'],
    from: (row) => ({
      shard: shard(row),
      seq: seq(row),
      subject: textOf(row, 'subject'),
      reason: textOf(row, 'reason'),
      detail: textOf(row, 'detail'),
      storedAt: numberOf(row, 'stored_at'),
      body: bytesOf(row, 'body'),
    }),
  },
}

/**
 * The whole file, to be moved elsewhere. It holds the write lock until it is closed, so that a server that is started
 * meanwhile cannot change what was moved already. Throws `StoreUnavailableError` where a server works on it.
 */
export async function openSqliteExport(path: string): Promise<MoveSource> {
  const db = await openSqliteConnection(path)
  try {
    ensureSchema(db)
    db.run('BEGIN IMMEDIATE')
    const held = db.get("SELECT name FROM leases WHERE expires_at > CAST(unixepoch('subsec') * 1000 AS INTEGER)")
    if (held !== undefined) throw new StoreUnavailableError('Natter runs on this store; stop it, wait ten seconds')
  } catch (fault) {
    db.close()
    throw fault
  }
  const loadRows: MoveSource['loadRows'] = (table, after, limit) => {
    const { sql, key, from } = tables[table]
    const columns = key.join(', ')
    const where = after === undefined ? '' : `WHERE (${columns}) > (${key.map(() => '?').join(', ')})`
    const found = db.all(`SELECT * FROM ${sql} ${where} ORDER BY ${columns} LIMIT ?`, [...(after ?? []), limit])
    const last = found.at(-1)
    return { rows: found.map(from), last: last === undefined ? undefined : key.map((column) => keyOf(last, column)) }
  }
  return {
    tables: Object.keys(tables) as MovedTable[],
    count: (table) => numberOf(db.get(`SELECT count(*) AS count FROM ${tables[table].sql}`) ?? {}, 'count'),
    loadRows,
    close: () => {
      db.run('ROLLBACK')
      db.close()
    },
  }
}

function keyOf(row: SqlRow, column: string): RowKey[number] {
  return typeof row[column] === 'number' ? numberOf(row, column) : textOf(row, column)
}

function fail(table: string): never {
  throw new Error(`a row of ${table} cannot be read`)
}
