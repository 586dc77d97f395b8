import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import { openSqliteConnection } from './sqlite-connection.ts'

/**
 * The file as it is at one moment, in a new one that has no log beside it, while others read and write. Mode 0600.
 * Throws `StoreUnavailableError`.
 */
export async function copySqliteFile(from: string, to: string): Promise<void> {
  if (existsSync(to)) throw new Error(`${to} is there already`)
  // Made by us, empty, so that nobody else can read it even for a moment.
  closeSync(openSync(to, 'wx', 0o600))
  const connection = await openSqliteConnection(from)
  try {
    connection.run('VACUUM INTO ?', [to])
  } finally {
    connection.close()
  }
  const file = openSync(to, 'r+')
  fsyncSync(file)
  closeSync(file)
}
