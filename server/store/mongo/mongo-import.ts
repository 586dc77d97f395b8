import { createHash } from 'node:crypto'
import { Binary, MongoClient } from 'mongodb'
import { inboxRowId } from '../inbox-store.ts'
import type { MovedRows, MovedTable, MoveTarget, TableSum } from '../moved-rows.ts'
import { buildRoomState } from '../room-state-row.ts'
import { withCounted } from './message-write.ts'
import { buildCollections } from './mongo-collections.ts'
import { duplicatesOf, withMappedFaults } from './mongo-fault.ts'
import { ensureIndexes } from './mongo-indexes.ts'
import { databaseOf } from './mongo-store.ts'
import { moveStateId, openMoveProgress } from './move-progress.ts'
import { buildRecordDocument, recordKey } from './record-store.mongo.ts'
import { buildRoomDocument } from './room-store.mongo.ts'

type Fields = Readonly<Record<string, unknown>>
type Shape<T extends MovedTable> = {
  /** Of the document that is the row: its key, by which a copy is found again. */
  readonly key: (row: MovedRows[T]) => Fields
  readonly fields: (row: MovedRows[T]) => Fields
}

const rest = (row: object, ...without: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(row).filter(([name, value]) => !without.includes(name) && value !== undefined))
const whole = (row: object) => rest(row)

const shapes: { readonly [T in MovedTable]: Shape<T> } = {
  users: { key: ({ id }) => ({ _id: id }), fields: (row) => rest(row, 'id') },
  devices: { key: ({ id }) => ({ _id: id }), fields: (row) => rest(row, 'id') },
  refreshFamilies: { key: ({ device }) => ({ _id: device }), fields: (row) => rest(row, 'device') },
  refreshHashes: { key: ({ hash }) => ({ _id: hash }), fields: (row) => rest(row, 'hash') },
  singletons: { key: ({ name }) => ({ _id: name }), fields: (row) => rest(row, 'name') },
  rooms: { key: ({ room }) => ({ _id: room }), fields: (row) => ({ ...buildRoomDocument(buildRoomState(row)) }) },
  changes: {
    key: ({ id }) => ({ _id: id }),
    fields: (row) => ({ ...rest(row, 'id'), detail: JSON.stringify(row.detail) }),
  },
  deviceKeys: {
    key: ({ publicKey }) => ({ _id: publicKey }),
    fields: (row) => ({ ...rest(row, 'publicKey'), turn: 0 }),
  },
  archivePositions: { key: ({ shard }) => ({ _id: shard }), fields: (row) => rest(row, 'shard') },
  shards: { key: ({ shard }) => ({ _id: shard }), fields: (row) => rest(row, 'shard') },
  erasedMessages: { key: ({ room, id }) => ({ room, id }), fields: whole },
  // What a list shows of it is made anew when the store is opened.
  archivedRooms: {
    key: ({ state }) => ({ _id: state.room }),
    fields: ({ head, state, spoke }) => ({
      ...{ head, version: state.version, state },
      ...(spoke === undefined ? {} : { spoke }),
    }),
  },
  messages: { key: ({ room, id }) => ({ room, id }), fields: (row) => whole(withCounted(row)) },
  notices: { key: ({ room, seq }) => ({ room, seq }), fields: whole },
  receipts: { key: ({ user, room }) => ({ user, room }), fields: whole },
  messageVersions: { key: ({ room, id, seq }) => ({ room, id, seq }), fields: whole },
  inboxRows: {
    key: (row) => ({ owner: row.owner, id: inboxRowId(row) }),
    fields: (row) => ({ ...whole(row), id: inboxRowId(row) }),
  },
  threadMarks: { key: ({ user, room, thread }) => ({ user, room, thread }), fields: whole },
  savedMarks: { key: ({ user, room, message }) => ({ user, room, message }), fields: whole },
  pendingCuts: { key: ({ publicKey }) => ({ _id: publicKey }), fields: (row) => rest(row, 'publicKey') },
  brokerNodes: { key: ({ name }) => ({ _id: name }), fields: (row) => rest(row, 'name') },
  penalties: { key: ({ kind, user }) => ({ _id: `${kind} ${user}` }), fields: whole },
  records: {
    key: ({ kind, id }) => ({ _id: recordKey(kind, id) }),
    fields: (row) => ({ ...buildRecordDocument(row) }),
  },
  auditLines: { key: ({ seq }) => ({ _id: seq }), fields: (row) => rest(row, 'seq') },
  auditKeys: { key: ({ owner }) => ({ _id: owner }), fields: (row) => rest(row, 'owner') },
  setAside: {
    key: ({ shard, seq }) => ({ shard, seq }),
    fields: (row) => ({ ...rest(row), body: new Binary(row.body), bodyBytes: row.body.byteLength }),
  },
}

/** A MongoDB that everything is moved to. Throws `StoreUnavailableError`. */
export async function openMongoImport(url: string): Promise<MoveTarget> {
  const client = new MongoClient(url, {
    appName: 'natter move',
    writeConcern: { w: 'majority', journal: true },
    ignoreUndefined: true,
    serverSelectionTimeoutMS: 5_000,
  })
  const db = client.db(databaseOf(url))
  const collections = buildCollections(db)
  const progress = openMoveProgress(db)
  const collectionOf = (table: MovedTable) => db.collection(collections[table].collectionName)
  const loadState = async () => (await progress.findOne({ _id: moveStateId }))?.state ?? 'none'
  const sumRows: MoveTarget['sumRows'] = (table, rows) => {
    const sum = createSum()
    const { key, fields } = shapes[table]
    for (const row of rows) sum.add({ ...fields(row), ...key(row) })
    return sum.read()
  }
  const ports: Omit<MoveTarget, 'sumRows'> = withMappedFaults({
    loadState,
    putState: async (state) => {
      await progress.replaceOne({ _id: moveStateId }, { state }, { upsert: true })
      if (state === 'under way') await ensureIndexes(collections)
    },
    isInUse: async () => {
      if ((await loadState()) !== 'none') return false
      for (const table of Object.keys(shapes) as MovedTable[]) if (await collectionOf(table).findOne()) return true
      return false
    },
    loadReached: async (table) => (await progress.findOne({ _id: table }))?.key,
    putReached: async (table, key) => {
      await progress.replaceOne({ _id: table }, { key }, { upsert: true })
    },
    putRows: async (table, rows) => {
      const { key, fields } = shapes[table]
      if (rows.length === 0) return
      const documents = rows.map((row) => ({ ...fields(row), ...key(row) }))
      try {
        await collectionOf(table).insertMany(documents, { ordered: false })
      } catch (fault) {
        // There from a try that was broken off; whether they are still the same is found when all is compared.
        duplicatesOf(fault)
      }
    },
    sumStored: async (table) => {
      const sum = createSum()
      for await (const document of collectionOf(table).find()) {
        // An id that the database has made itself is nobody's.
        const { _id, ...fields } = document
        sum.add(typeof _id === 'object' ? fields : document)
      }
      return sum.read()
    },
    clear: async (table) => {
      await collectionOf(table).deleteMany({})
      await progress.deleteOne({ _id: table })
    },
    close: () => client.close(),
  } satisfies Omit<MoveTarget, 'sumRows'>)
  return { ...ports, sumRows }
}

/** The sum of the rows' digests, which comes to the same in every order. */
function createSum() {
  let count = 0
  let sum = 0n
  return {
    add: (fields: Fields) => {
      count++
      const digest = createHash('sha256').update(JSON.stringify(fields, sorted)).digest('hex')
      sum = BigInt.asUintN(256, sum + BigInt(`0x${digest}`))
    },
    read: (): TableSum => ({ count, digest: sum.toString(16) }),
  }
}

function sorted(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
