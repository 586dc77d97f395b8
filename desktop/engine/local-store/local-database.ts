import type { IDBPDatabase, IDBPTransaction } from 'idb'
import { wrap } from 'idb'
import type { UserId } from '../../../common/ids.ts'
import type { Migration } from './database-migrations.ts'
import { accountMigrations, accountStores, installationMigrations } from './database-migrations.ts'
import type { DiskFault } from './disk-fault.ts'
import { DiskFaultError, faultOf } from './disk-fault.ts'

/**
 * IndexedDB, one database for the installation (`natter`) and one for each account (`natter-<user>`): whoever signs in
 * next on this browser opens another database, and signing out deletes one whole. Opening brings an older one up to date,
 * step by step (database-migrations.ts), and never touches one that a newer version of the app has written.
 */
export type LocalDatabase = IDBPDatabase<unknown>
export type WriteTransaction = IDBPTransaction<unknown, string[], 'readwrite'>

/** An account's database. All writing goes through `write`, so that an engine that slept cannot write over a newer one's. */
export type AccountDatabase = {
  /** For reading. */
  readonly disk: LocalDatabase
  /**
   * One transaction; what `job` asks for is done whole or not at all. Rejects with a `DiskFaultError`, and then nothing was
   * written: `stale` where another engine has opened the database since.
   */
  write(stores: readonly string[], job: WriteJob, options?: IDBTransactionOptions): Promise<void>
  close(): void
}
/** Only waits for what it asks of its transaction: anything else, and the browser would end it half way. */
export type WriteJob = (transaction: WriteTransaction) => void | Promise<void>

export type OpenOptions = {
  /** Each write that failed, and the end of the database while it is in use; a write that works ends it. */
  readonly onFault?: (fault: DiskFault | undefined) => void
  /** How long an older page may keep the database from being brought up to date. */
  readonly blockedMs?: number
  /** How long it may say nothing at all. */
  readonly silentMs?: number
}

const installationName = 'natter'
const mostBlockedMs = 5_000
const mostSilentMs = 15_000
const tenureKey = 'current'

export function openInstallationDatabase(factory: IDBFactory, options: OpenOptions = {}): Promise<LocalDatabase> {
  return openDatabase(factory, { name: installationName, migrations: installationMigrations }, options)
}

export async function openAccountDatabase(
  factory: IDBFactory,
  user: UserId,
  options: OpenOptions = {},
): Promise<AccountDatabase> {
  const { onFault = () => {} } = options
  let isClosed = false
  const disk = await openDatabase(factory, { name: accountName(user), migrations: accountMigrations }, options, () => {
    if (!isClosed) onFault('gone')
  })
  const tenure = await takeTenure(disk, onFault)
  let hasFailed = false

  async function write(stores: readonly string[], job: WriteJob, options?: IDBTransactionOptions): Promise<void> {
    const transaction = disk.transaction([...stores, accountStores.tenure], 'readwrite', options)
    // Looked at before anybody waits for it: a rejection that nobody holds yet would count as unhandled.
    const done = transaction.done.then(
      () => undefined,
      (cause: unknown) => cause ?? new DOMException('', 'AbortError'),
    )
    try {
      const current: unknown = await transaction.objectStore(accountStores.tenure).get(tenureKey)
      if (current !== tenure) throw new DiskFaultError('stale')
      await job(transaction)
    } catch (cause) {
      abort(transaction)
      throw cause
    }
    const cause = await done
    if (cause !== undefined) throw cause
  }

  return {
    disk,
    async write(stores, job, options) {
      try {
        await write(stores, job, options)
      } catch (cause) {
        const fault = cause instanceof DiskFaultError ? cause : new DiskFaultError(faultOf(cause), cause)
        hasFailed = true
        onFault(fault.fault)
        throw fault
      }
      if (hasFailed) onFault(undefined)
      hasFailed = false
    },
    close() {
      isClosed = true
      disk.close()
    },
  }
}

/** Where a frozen page holds it, it goes as soon as that one lets go: nobody who signs out is to wait for that. */
export function deleteAccountDatabase(factory: IDBFactory, user: UserId): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = factory.deleteDatabase(accountName(user))
    request.onsuccess = () => resolve()
    request.onblocked = () => resolve()
    request.onerror = () => reject(new DiskFaultError(faultOf(request.error), request.error))
  })
}

export function accountName(user: UserId): string {
  return `natter-${user}`
}

/** A number for each engine that has opened it. Whoever took the last one may write; nobody else. */
async function takeTenure(disk: LocalDatabase, onFault: (fault: DiskFault) => void): Promise<unknown> {
  const transaction = disk.transaction(accountStores.tenure, 'readwrite')
  const before: unknown = await transaction.store.get(tenureKey)
  const tenure = (typeof before === 'number' ? before : 0) + 1
  try {
    await Promise.all([transaction.store.put(tenure, tenureKey), transaction.done])
    return tenure
  } catch (cause) {
    const fault = faultOf(cause)
    if (fault !== 'full') throw new DiskFaultError(fault, cause)
    // There is no room even for a number. What is kept can be read all the same, and the place is held as it was.
    onFault(fault)
    return before
  }
}

function openDatabase(
  factory: IDBFactory,
  { name, migrations }: { readonly name: string; readonly migrations: readonly Migration[] },
  { blockedMs = mostBlockedMs, silentMs = mostSilentMs }: OpenOptions,
  onEnd: () => void = () => {},
): Promise<LocalDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, migrations.length)
    let isGivenUp = false
    // A broken profile answers neither yes nor no.
    let timer: ReturnType<typeof setTimeout> | undefined = setTimeout(() => {
      isGivenUp = true
      reject(new DiskFaultError('gone'))
    }, silentMs)
    request.onupgradeneeded = ({ oldVersion }) => {
      clearTimeout(timer)
      const { transaction, result } = request
      if (transaction === null) return
      if (isGivenUp) return transaction.abort()
      for (const migrate of migrations.slice(oldVersion)) migrate(result, transaction)
    }
    // A page of before holds it open and does not let go; it may be frozen. Nobody is to wait for it without a word.
    request.onblocked = () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        isGivenUp = true
        reject(new DiskFaultError('blocked'))
      }, blockedMs)
    }
    request.onerror = () => {
      clearTimeout(timer)
      reject(new DiskFaultError(faultOf(request.error), request.error))
    }
    request.onsuccess = () => {
      clearTimeout(timer)
      const database = request.result
      if (isGivenUp) return database.close()
      // Another engine deletes or upgrades it: keeping it open would block that for ever.
      database.addEventListener('versionchange', () => {
        database.close()
        onEnd()
      })
      // The browser has thrown it away, or the disk has.
      database.addEventListener('close', onEnd)
      resolve(wrap(database))
    }
  })
}

function abort(transaction: WriteTransaction): void {
  try {
    transaction.abort()
  } catch {
    // It has ended by itself already, and then nothing of it stands either.
  }
}
