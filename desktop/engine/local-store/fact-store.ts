import type { z } from 'zod'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { DeliveryLogStore } from '../outbox/delivery-log.ts'
import type { ReadMarkStore } from '../sync/read-marks.ts'
import type { CredentialStore } from '../wire/credential-keeper.ts'
import { accountStores } from './database-migrations.ts'
import type { KeptContacts, KeptInbox, KeptSettings } from './kept-records.ts'
import {
  decodeRecord,
  heldCredentialSchema,
  keptContactsSchema,
  keptDeliveriesSchema,
  keptEpochsSchema,
  keptGoneRoomsSchema,
  keptInboxSchema,
  keptReadMarksSchema,
  keptSettingsSchema,
} from './kept-records.ts'
import type { AccountDatabase } from './local-database.ts'

/** Told of until somebody takes note, also after a new start. */
export type KeptGoneRoom = { readonly id: RoomId; readonly name: string; readonly by?: UserId | undefined }
export type GoneRoomStore = {
  loadGoneRooms(): Promise<readonly KeptGoneRoom[]>
  putGoneRooms(rooms: readonly KeptGoneRoom[]): Promise<void>
}
/** The epoch of each shard that positions here belong to. */
export type EpochStore = {
  loadEpochs(): Promise<Readonly<Record<string, number>>>
  putEpochs(epochs: Readonly<Record<string, number>>): Promise<void>
}
export type SettingsStore = {
  loadSettings(): Promise<KeptSettings | undefined>
  putSettings(kept: KeptSettings): Promise<void>
}
export type ContactStore = {
  loadContacts(): Promise<KeptContacts | undefined>
  putContacts(contacts: KeptContacts): Promise<void>
}
export type InboxFacts = {
  loadInbox(): Promise<KeptInbox | undefined>
  putInbox(inbox: KeptInbox): Promise<void>
}
/** Single things that are kept for an account. */
export type FactStore = ContactStore &
  CredentialStore &
  DeliveryLogStore &
  InboxFacts &
  EpochStore &
  GoneRoomStore &
  ReadMarkStore &
  SettingsStore

const { facts } = accountStores

export function buildFactStore({ disk, write }: AccountDatabase): FactStore {
  const load = async <T>(key: string, schema: z.ZodType<T>) => decodeRecord(schema, await disk.get(facts, key))
  const put = (key: string, value: unknown) =>
    write([facts], (transaction) => void transaction.objectStore(facts).put(value, key))
  return {
    loadGoneRooms: async () => (await load('gone-rooms', keptGoneRoomsSchema)) ?? [],
    putGoneRooms: (rooms) => put('gone-rooms', rooms),
    loadCredential: () => load('credential', heldCredentialSchema),
    putCredential: (credential) => put('credential', credential),
    loadContacts: () => load('contacts', keptContactsSchema),
    putContacts: (contacts) => put('contacts', contacts),
    loadDeliveries: async () => (await load('deliveries', keptDeliveriesSchema)) ?? [],
    putDeliveries: (deliveries) => put('deliveries', deliveries),
    loadInbox: () => load('inbox', keptInboxSchema),
    putInbox: (inbox) => put('inbox', inbox),
    loadEpochs: async () => (await load('epochs', keptEpochsSchema)) ?? {},
    putEpochs: (epochs) => put('epochs', epochs),
    loadSettings: () => load('settings', keptSettingsSchema),
    putSettings: (kept) => put('settings', kept),
    loadReadMarks: async () => (await load('read-marks', keptReadMarksSchema)) ?? new Map(),
    putReadMarks: (marks) => put('read-marks', marks),
  }
}

export function forgetCredential({ write }: AccountDatabase): Promise<void> {
  return write([facts], (transaction) => void transaction.objectStore(facts).delete('credential'))
}
