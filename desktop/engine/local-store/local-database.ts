import type { IDBPDatabase } from 'idb'
import { wrap } from 'idb'
import type { UserId } from '../../../common/ids.ts'

/**
 * IndexedDB, one database for the installation (`natter`) and one for each account (`natter-<user>`): whoever signs in
 * next on this browser opens another database, and signing out deletes one whole.
 */
export type LocalDatabase = IDBPDatabase<unknown>

const installationName = 'natter'
export const installationStores = { session: 'session', keys: 'keys' } as const
export const accountStores = {
  rooms: 'rooms',
  users: 'users',
  windows: 'windows',
  drafts: 'drafts',
  outbox: 'outbox',
  facts: 'facts',
} as const

export function openInstallationDatabase(factory: IDBFactory): Promise<LocalDatabase> {
  return openDatabase(factory, installationName, (database) => {
    for (const store of Object.values(installationStores)) database.createObjectStore(store)
  })
}

export function openAccountDatabase(factory: IDBFactory, user: UserId): Promise<LocalDatabase> {
  return openDatabase(factory, accountName(user), (database) => {
    const { outbox, ...keyed } = accountStores
    for (const store of Object.values(keyed)) database.createObjectStore(store)
    // The order of insertion is the order of sending.
    database.createObjectStore(outbox, { keyPath: 'order' })
  })
}

export function deleteAccountDatabase(factory: IDBFactory, user: UserId): Promise<unknown> {
  return wrap(factory.deleteDatabase(accountName(user)))
}

function accountName(user: UserId): string {
  return `natter-${user}`
}

function openDatabase(
  factory: IDBFactory,
  name: string,
  createStores: (database: IDBDatabase) => void,
): Promise<LocalDatabase> {
  const request = factory.open(name, 1)
  request.onupgradeneeded = () => createStores(request.result)
  return wrap(request).then((database) => {
    const wrapped = database as unknown as LocalDatabase
    // Another engine deletes or upgrades it: keeping it open would block that for ever.
    wrapped.addEventListener('versionchange', () => wrapped.close())
    return wrapped
  })
}
