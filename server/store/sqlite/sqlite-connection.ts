import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import { StoreUnavailableError } from '../store-port.ts'

/** What may be bound. Nothing else: the library ends the whole process on a boolean (tried with libsql 0.5.29). */
export type SqlValue = string | number | null | Uint8Array
export type SqlRow = Readonly<Record<string, unknown>>

/**
 * One open file. Calls are synchronous; each statement is prepared once. Faults of the database come out as
 * `StoreUnavailableError`; a broken constraint or statement is a bug and comes out as it is.
 */
export type SqliteConnection = {
  readonly all: (sql: string, values?: readonly SqlValue[]) => readonly SqlRow[]
  /** Bare: the values of each row in the order asked for. For many rows a third of the time. */
  readonly list: (sql: string, values?: readonly SqlValue[]) => readonly (readonly unknown[])[]
  readonly get: (sql: string, values?: readonly SqlValue[]) => SqlRow | undefined
  /** How many rows it changed. */
  readonly run: (sql: string, values?: readonly SqlValue[]) => number
  /**
   * One transaction that takes the write lock before it reads: two processes may have the file open, and what is read
   * inside must still hold when it is written. Durable when it returns.
   */
  readonly write: <T>(act: () => T) => T
  /** What is done inside waits for others that long at most, in place of the usual time. */
  readonly patiently: <T>(ms: number, act: () => T) => T
  readonly close: () => void
}

const busyTimeoutMs = 5_000
const busyCode = 5
/** SQLITE_ERROR, TOOBIG, CONSTRAINT, MISMATCH, MISUSE, RANGE: our statement or our value is wrong, the database is well. */
const bugCodes: ReadonlySet<number> = new Set([1, 18, 19, 20, 21, 25])

export async function openSqliteConnection(path: string): Promise<SqliteConnection> {
  const database = await openFile(path)
  const statements = new Map<string, Database.Statement>()
  const listing = new Map<string, Database.Statement>()
  let open = true

  const guard = <T>(act: () => T): T => {
    if (!open) throw new StoreUnavailableError('the store is closed')
    try {
      return act()
    } catch (error) {
      throw mapFault(error)
    }
  }
  const prepared = (sql: string, kept = statements): Database.Statement => {
    const known = kept.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    if (kept === listing) statement.raw()
    kept.set(sql, statement)
    return statement
  }

  return {
    all: (sql, values = []) => guard(() => prepared(sql).all(values) as SqlRow[]),
    list: (sql, values = []) => guard(() => prepared(sql, listing).all(values) as unknown[][]),
    get: (sql, values = []) => guard(() => prepared(sql).get(values) as SqlRow | undefined),
    run: (sql, values = []) => guard(() => prepared(sql).run(values).changes),
    write: (act) => {
      guard(() => database.exec('BEGIN IMMEDIATE'))
      try {
        const result = act()
        guard(() => database.exec('COMMIT'))
        return result
      } catch (error) {
        // A full disk rolls back by itself; a second ROLLBACK would hide why.
        if (database.inTransaction) guard(() => database.exec('ROLLBACK'))
        throw error
      }
    },
    patiently: (ms, act) => {
      guard(() => database.exec(`PRAGMA busy_timeout = ${ms}`))
      try {
        return act()
      } finally {
        guard(() => database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`))
      }
    },
    close: () => {
      if (!open) return
      guard(() => database.close())
      open = false
    },
  }
}

async function openFile(path: string): Promise<Database.Database> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    makeFile(path)
    chmodSync(path, 0o600)
    const database = new Database(path, { timeout: busyTimeoutMs })
    await switchToWal(database)
    // FULL: a commit is on the disk when it returns. The archiver acknowledges to the stream after that.
    database.exec('PRAGMA synchronous = FULL')
    database.exec('PRAGMA foreign_keys = ON')
    // What was taken back is not left standing in pages that are free.
    database.exec('PRAGMA secure_delete = ON')
    database.exec('PRAGMA cache_size = -32000')
    // 16 MB of log between checkpoints: pages of indexes are written many times over and copied once.
    database.exec('PRAGMA wal_autocheckpoint = 4000')
    return database
  } catch (error) {
    throw error instanceof StoreUnavailableError ? error : new StoreUnavailableError('cannot open', { cause: error })
  }
}

/**
 * Made by us and not by SQLite, so that nobody else can read it even for a moment; -wal and -shm take its mode. One that is
 * there is left alone: closing a file gives up every lock that this process has on it, also those of SQLite's other
 * connections. Then whoever else opens and closes the store takes itself for the last one and deletes the log under us,
 * with all that is written from there on (tried).
 */
function makeFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error
    // Of a folder that was named by mistake nothing is changed, its mode least of all.
    if (!statSync(path).isFile()) throw new Error(`${path} is no file`)
  }
}

/** The busy timeout does not cover this switch, and two processes may open a new file at once. */
async function switchToWal(database: Database.Database): Promise<void> {
  for (const deadline = Date.now() + busyTimeoutMs; ; await sleep(20)) {
    try {
      database.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      const busy = error instanceof Database.SqliteError && primaryCode(error) === busyCode
      if (!busy || Date.now() > deadline) throw error
    }
  }
}

function mapFault(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  if (bugCodes.has(primaryCode(error))) return error
  return new StoreUnavailableError(`SQLite: ${error.code}`, { cause: error })
}

/** The kind of fault; what lies above the lowest byte only says more of it. 0 where the library gives none. */
function primaryCode(error: InstanceType<typeof Database.SqliteError>): number {
  return (error.rawCode ?? 0) & 0xff
}
