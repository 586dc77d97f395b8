import { moveWindows } from './window-migration.ts'

/**
 * The numbered steps from an empty database to today's. A step that was released is never changed: it meets what its own
 * version wrote, years later too. What only we have (outbox, drafts, keys) is carried over by every step; what is a cache
 * may be dropped where it cannot be read. Nothing here may throw: that would leave the person without their data for good.
 */
export type Migration = (database: IDBDatabase, transaction: IDBTransaction) => void

export const installationStores = { session: 'session', keys: 'keys' } as const
/** Keys in brackets where a record holds its own. */
export const accountStores = {
  /** [room, seq], with an index by [room, id]: as the archive had them at their span's `knownTo`. */
  messages: 'messages',
  /** [room, from]: stretches of a room that are held without a hole. */
  spans: 'spans',
  /** [room, seq]: what was heard after the room's checkpoint, not folded. */
  events: 'events',
  /** [room, seq]: what happened to the room. */
  notices: 'notices',
  /** [room, from]: the words of what is kept, as they are searched. */
  words: 'words',
  /** By room: members and roles, and at which sequence they were that. */
  checkpoints: 'checkpoints',
  /** By room: what the list shows. */
  rooms: 'rooms',
  users: 'users',
  /** By room. */
  drafts: 'drafts',
  /** [order]. */
  outbox: 'outbox',
  /** By their names here: files that go out, without their bytes. */
  files: 'files',
  /** [file, part]: their bytes; part -1 a small picture of it. */
  fileParts: 'file-parts',
  facts: 'facts',
  /** By room and message: what I have saved, with copies, and what the server does not know of it yet. */
  saved: 'saved',
  /** One number: which engine may write. */
  tenure: 'tenure',
} as const

export const messageIdIndex = 'id'

const keyedByRoom = ['rooms', 'users', 'windows', 'drafts', 'facts'] as const

export const installationMigrations: readonly Migration[] = [
  (database) => {
    for (const store of Object.values(installationStores)) database.createObjectStore(store)
  },
]

export const accountMigrations: readonly Migration[] = [
  (database) => {
    for (const store of keyedByRoom) database.createObjectStore(store)
    // The order of insertion is the order of sending.
    database.createObjectStore('outbox', { keyPath: 'order' })
  },
  (database, transaction) => {
    const { messages, spans, events, notices, checkpoints, tenure } = accountStores
    const byId = database.createObjectStore(messages, { keyPath: ['room', 'seq'] })
    byId.createIndex(messageIdIndex, ['room', 'id'])
    database.createObjectStore(spans, { keyPath: ['room', 'from'] })
    database.createObjectStore(events, { keyPath: ['room', 'seq'] })
    database.createObjectStore(notices, { keyPath: ['room', 'seq'] })
    database.createObjectStore(checkpoints)
    database.createObjectStore(tenure)
    moveWindows(database, transaction)
  },
  (database) => {
    database.createObjectStore(accountStores.files)
    database.createObjectStore(accountStores.fileParts, { keyPath: ['file', 'part'] })
  },
  // What is kept already goes in when somebody searches.
  (database) => void database.createObjectStore('words', { keyPath: ['room', 'from'] }),
  (database) => void database.createObjectStore('saved'),
]
