import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openSqliteConnection } from './sqlite-connection.ts'

const folder = mkdtempSync(join(tmpdir(), 'natter-connection-'))
const path = join(folder, 'natter.db')
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** As a doctor or a backup beside the server: another process that opens the store, reads, and closes it. */
function countElsewhere(): number {
  const read = `
    const Database = require('libsql')
    const database = new Database(process.argv[1])
    process.stdout.write(String(database.prepare('SELECT count(*) AS n FROM said').get().n))
    database.close()`
  return Number(execFileSync(process.execPath, ['-e', read, path], { encoding: 'utf8' }))
}

test('another process that opens and closes the store takes nothing from those who have it open', async () => {
  const first = await openSqliteConnection(path)
  first.run('CREATE TABLE said (n INTEGER)')
  // As each thread of the store does.
  const second = await openSqliteConnection(path)
  second.run('INSERT INTO said VALUES (1)')
  expect(countElsewhere()).toBe(1)
  expect(existsSync(`${path}-wal`)).toBe(true)
  first.run('INSERT INTO said VALUES (2)')
  second.run('INSERT INTO said VALUES (3)')
  expect(countElsewhere()).toBe(3)
  first.close()
  second.close()
  expect(countElsewhere()).toBe(3)
  expect(statSync(path).mode & 0o077).toBe(0)
})
