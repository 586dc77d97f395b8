/**
 * The step from version 1, which kept a room as one record of at most 200 messages, to messages of their own. What it
 * reads is what version 1 wrote, so it is looked at with care and without a word where something is not in order: all of
 * it is a cache. Shapes are spelled out here and not imported: those of today change, this one never does.
 */
type Fields = Readonly<Record<string, unknown>>

export function moveWindows(database: IDBDatabase, transaction: IDBTransaction): void {
  const lastMessages = new Map<string, Fields>()
  const request = transaction.objectStore('windows').openCursor()
  request.onsuccess = () => {
    const cursor = request.result
    if (cursor === null) {
      database.deleteObjectStore('windows')
      shortenRows(transaction, lastMessages)
      return
    }
    const room = String(cursor.key)
    const last = moveWindow(transaction, room, cursor.value)
    if (last !== undefined) lastMessages.set(room, last)
    cursor.continue()
  }
}

/** @returns the message that the list of rooms shows */
function moveWindow(transaction: IDBTransaction, room: string, window: unknown): Fields | undefined {
  if (!isFields(window) || !isFields(window.checkpoint)) return undefined
  const knownTo = window.checkpoint.seq
  if (!isSeq(knownTo) || !Array.isArray(window.checkpoint.members)) return undefined
  putAll(transaction, 'checkpoints', [{ seq: knownTo, members: window.checkpoint.members }], room)
  const messages = rowsOf(window.messages).filter((message) => message.room === room && isSeq(message.version))
  putAll(
    transaction,
    'messages',
    messages.filter(({ seq }) => Number(seq) <= knownTo),
  )
  // Version 1 folded what it had heard after its checkpoint; from here on that is kept as it was said.
  putAll(transaction, 'events', messages.filter(({ seq }) => Number(seq) > knownTo).map(unfold))
  const notices = rowsOf(window.notices).map(({ seq, at, event }) => ({ room, seq, at, event }))
  putAll(transaction, 'notices', notices)
  const { from, loaded } = window
  if (loaded === true && isFrom(from) && from <= knownTo) {
    putAll(transaction, 'spans', [{ room, from, to: knownTo, knownTo }])
  }
  return messages.findLast(({ removedAt }) => removedAt === undefined)
}

const namedMembers = 10

/** The list's row had all members, and found its last message in the window. */
function shortenRows(transaction: IDBTransaction, lastMessages: ReadonlyMap<string, Fields>): void {
  const me = transaction.db.name.replace(/^natter-/, '')
  const request = transaction.objectStore('rooms').openCursor()
  request.onsuccess = () => {
    const cursor = request.result
    if (cursor === null) return
    const room = String(cursor.key)
    const row: unknown = cursor.value
    if (isFields(row) && isFields(row.room) && Array.isArray(row.room.members)) {
      const members = row.room.members.filter(isFields)
      const first = [...members.filter(({ user }) => user === me), ...members.filter(({ user }) => user !== me)]
      const about = { ...row.room, members: first.slice(0, namedMembers), memberCount: members.length }
      const last = lastMessages.get(room)
      putAll(transaction, 'rooms', [{ ...row, room: about, ...(last === undefined ? {} : { last }) }], room)
    }
    cursor.continue()
  }
}

function unfold({ room, author, seq, at, id, text, format, replyTo, mentions, attachments }: Fields): Fields {
  const said = { v: 1, kind: 'message.posted', id, at, text, format }
  const more = { ...(replyTo === undefined ? {} : { replyTo }), mentions, attachments }
  return { room, author, seq, storedAt: at, event: { ...said, ...more } }
}

function putAll(transaction: IDBTransaction, store: string, records: readonly Fields[], key?: string): void {
  for (const record of records) {
    try {
      const put = transaction.objectStore(store).put(record, key)
      // One that no disk takes must not undo the whole step.
      put.onerror = (event) => {
        event.preventDefault()
        event.stopPropagation()
      }
    } catch {
      // Without a key, or not to be cloned: as good as not there.
    }
  }
}

function rowsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((row) => isFields(row) && isSeq(row.seq)) : []
}
function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
function isSeq(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}
function isFrom(value: unknown): value is number {
  return value === 0 || isSeq(value)
}
