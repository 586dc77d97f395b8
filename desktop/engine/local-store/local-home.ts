import type { UserId } from '../../../common/ids.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildIndexedDbStores } from './account-stores.indexeddb.ts'
import { buildMemoryStores } from './account-stores.memory.ts'
import type { AccountStores } from './account-stores.ts'
import { buildMemoryKeyStore } from './device-key-store.memory.ts'
import type { DeviceKeyStore } from './device-key-store.ts'
import { buildDeviceKeyStore } from './device-key-store.ts'
import type { DiskFault } from './disk-fault.ts'
import { faultOf } from './disk-fault.ts'
import type { OpenOptions } from './local-database.ts'
import { deleteAccountDatabase, openAccountDatabase, openInstallationDatabase } from './local-database.ts'
import { buildMemorySessionStore } from './session-store.memory.ts'
import type { SessionStore } from './session-store.ts'
import { buildSessionStore } from './session-store.ts'

/**
 * Where the engine keeps what it has: on disk. A disk that cannot be had (a private window, no room at all, storage that is
 * forbidden, or one that never answers) is told by `onRefused`, and everything works from memory until the engine ends. Not
 * so where what we have lies there and only somebody else is at it (`newer`, `blocked`, `stale`): that rejects, since there
 * is something to be done about it, and whoever went on would seem to have lost all of it.
 */
export type LocalHome = {
  readonly sessions: SessionStore
  readonly keys: DeviceKeyStore
  openAccount(user: UserId): Promise<AccountStores>
  /** Nothing that is kept for the account stays. */
  removeAccount(user: UserId): Promise<void>
  close(): void
}

type Opening = {
  readonly deps: Pick<EngineDeps, 'indexedDB' | 'crypto' | 'log'>
  readonly onRefused: (fault: DiskFault) => void
  readonly options?: OpenOptions
}

const helpable: ReadonlySet<DiskFault> = new Set(['newer', 'blocked', 'stale'])

export async function openLocalHome({ deps, onRefused, options = {} }: Opening): Promise<LocalHome> {
  const memory = new Map<UserId, AccountStores>()
  /** Undefined where it cannot be had. */
  async function orMemory<T>(open: () => Promise<T>): Promise<T | undefined> {
    try {
      return await open()
    } catch (cause) {
      const fault = faultOf(cause)
      if (helpable.has(fault)) throw cause
      deps.log(`disk: refused (${fault})`, cause)
      onRefused(fault)
      return undefined
    }
  }
  function inMemory(user: UserId): AccountStores {
    const stores = memory.get(user) ?? buildMemoryStores()
    memory.set(user, stores)
    return stores
  }
  const onDisk = await orMemory(() => openInstallationDatabase(deps.indexedDB, options))
  const onFault = (cause: unknown) => deps.log('session: could not write', cause)

  return {
    sessions: withMemory(onDisk && buildSessionStore(onDisk), onFault),
    keys: withKeyInMemory(onDisk && buildDeviceKeyStore(deps, onDisk), onFault),
    async openAccount(user) {
      if (onDisk === undefined) return inMemory(user)
      const database = await orMemory(() => openAccountDatabase(deps.indexedDB, user, options))
      return database === undefined ? inMemory(user) : buildIndexedDbStores(database)
    },
    async removeAccount(user) {
      memory.delete(user)
      if (onDisk !== undefined) await deleteAccountDatabase(deps.indexedDB, user)
    },
    close: () => onDisk?.close(),
  }
}

/**
 * The disk is asked each time, and memory has the same: who is signed in does not end because one write failed, or because
 * the browser has thrown the disk away in the middle.
 */
function withMemory(disk: SessionStore | undefined, onFault: (cause: unknown) => void): SessionStore {
  const memory = buildMemorySessionStore()
  const put = async (verb: (store: SessionStore) => Promise<void>) => {
    await verb(memory)
    if (disk !== undefined) await verb(disk).catch(onFault)
  }
  return {
    loadSession: () => (disk === undefined ? memory.loadSession() : disk.loadSession()),
    putSession: (record) => put((store) => store.putSession(record)),
    removeSession: () => put((store) => store.removeSession()),
    async claimAttempt(fresh) {
      try {
        const claimed = await (disk ?? memory).claimAttempt(fresh)
        await memory.putAttempt(claimed)
        return claimed
      } catch (cause) {
        onFault(cause)
        return memory.claimAttempt(fresh)
      }
    },
    putAttempt: (fresh) => put((store) => store.putAttempt(fresh)),
    removeAttempt: () => put((store) => store.removeAttempt()),
    loadPendingLogout: () => (disk ?? memory).loadPendingLogout(),
    putPendingLogout: (pending) => put((store) => store.putPendingLogout(pending)),
  }
}

function withKeyInMemory(disk: DeviceKeyStore | undefined, onFault: (cause: unknown) => void): DeviceKeyStore {
  const memory = buildMemoryKeyStore()
  return {
    loadSeed: async (user) => (await memory.loadSeed(user)) ?? disk?.loadSeed(user),
    async putSeed(user, seed) {
      await memory.putSeed(user, seed)
      await disk?.putSeed(user, seed).catch(onFault)
    },
    async removeSeed(user) {
      await memory.removeSeed(user)
      await disk?.removeSeed(user).catch(onFault)
    },
  }
}
