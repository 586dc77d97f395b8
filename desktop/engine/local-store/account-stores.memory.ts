import type { User } from '../../../common/http-contract/account-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { DraftKey, DraftView } from '../../engine-command.ts'
import { buildMemoryOutboxStore } from '../outbox/outbox-store.memory.ts'
import type { AccountStores } from './account-stores.ts'
import type { DraftStore } from './draft-store.ts'
import type { FactStore } from './fact-store.ts'
import { buildMemoryFileStore } from './file-store.memory.ts'
import type { KeptRoom } from './kept-records.ts'
import { buildMemorySavedStore } from './kept-saved-store.ts'
import type { RoomRowStore } from './room-row-store.ts'
import { buildTimelineStore } from './timeline-store.tables.ts'
import { buildMemoryTables } from './timeline-tables.memory.ts'

/** For where nothing may be written (a private window, a disk without room): everything works, and ends with the engine. */
export function buildMemoryStores(): AccountStores {
  const facts = buildMemoryFacts()
  const timelines = buildTimelineStore(buildMemoryTables())
  return {
    rows: buildMemoryRows(),
    facts,
    timelines,
    drafts: buildMemoryDrafts(),
    saved: buildMemorySavedStore(),
    outbox: buildMemoryOutboxStore(),
    files: buildMemoryFileStore(),
    forgetCredential: facts.forgetCredential,
    close: () => timelines.forgetWords(),
  }
}

export function buildMemoryRows(): RoomRowStore {
  const kept = new Map<RoomId, KeptRoom>()
  const people = new Map<UserId, User>()
  let reached: string | undefined
  return {
    loadRows: async () => new Map(kept),
    loadUsers: async () => [...people.values()],
    loadCursor: async () => reached,
    async putRows(rows, cursor) {
      for (const [room, row] of rows) {
        if (row === undefined) kept.delete(room)
        else kept.set(room, row)
      }
      if (cursor !== undefined) reached = cursor ?? undefined
    },
    async putUsers(users) {
      for (const user of users) people.set(user.id, user)
    },
  }
}

export function buildMemoryDrafts(): DraftStore {
  const kept = new Map<DraftKey, DraftView>()
  return {
    loadDrafts: async () => new Map(kept),
    async putDraft(room, draft) {
      if (draft === undefined) kept.delete(room)
      else kept.set(room, draft)
    },
  }
}

export function buildMemoryFacts(): FactStore & Pick<AccountStores, 'forgetCredential'> {
  type Loaded<Name extends keyof FactStore> = Awaited<ReturnType<FactStore[Name]>>
  const goneRooms = buildCell<Loaded<'loadGoneRooms'>>([])
  const credential = buildCell<Loaded<'loadCredential'>>(undefined)
  const epochs = buildCell<Loaded<'loadEpochs'>>({})
  const settings = buildCell<Loaded<'loadSettings'>>(undefined)
  const contacts = buildCell<Loaded<'loadContacts'>>(undefined)
  const deliveries = buildCell<Loaded<'loadDeliveries'>>([])
  const inbox = buildCell<Loaded<'loadInbox'>>(undefined)
  const readMarks = buildCell<Loaded<'loadReadMarks'>>(new Map())
  return {
    loadGoneRooms: goneRooms.load,
    putGoneRooms: goneRooms.put,
    loadCredential: credential.load,
    putCredential: credential.put,
    loadEpochs: epochs.load,
    putEpochs: epochs.put,
    loadSettings: settings.load,
    putSettings: settings.put,
    loadContacts: contacts.load,
    putContacts: contacts.put,
    loadDeliveries: deliveries.load,
    putDeliveries: deliveries.put,
    loadInbox: inbox.load,
    putInbox: inbox.put,
    loadReadMarks: readMarks.load,
    putReadMarks: readMarks.put,
    forgetCredential: () => credential.put(undefined),
  }
}

/** One thing that is kept in memory. */
export function buildCell<T>(first: T) {
  let kept = first
  return {
    load: async () => kept,
    async put(next: T) {
      kept = next
    },
  }
}
