import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, describe, expect, it } from 'vitest'
import { buildBatch, buildMessage, newRoom } from '../conformance/store-samples.ts'
import { openStore } from '../open-store.ts'
import { describeStore } from '../store-conformance.ts'
import { StoreUnavailableError } from '../store-port.ts'
import { openSqliteStore } from './sqlite-store.ts'

describe('the SQLite store', () => {
  describeStore({
    runs: 60,
    open: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'natter-store-'))
      const path = join(folder, 'natter.db')
      // At once: the second must bear that the first is still making the tables.
      const [first, second] = await Promise.all([openSqliteStore(path), openSqliteStore(path)])
      const drop = async () => {
        await first.close()
        await second.close()
        rmSync(folder, { recursive: true })
      }
      return { first, second, drop }
    },
  })

  describe('as a file', () => {
    const folders: string[] = []
    const newFolder = () => {
      const folder = mkdtempSync(join(tmpdir(), 'natter-store-'))
      folders.push(folder)
      return folder
    }
    afterEach(() => {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
    })

    it('is made where the data folder says, readable by its owner only, and keeps all over a restart', async () => {
      const dataDir = newFolder()
      const message = buildMessage({ room: newRoom(), seq: 1 })
      const store = await openStore({ dataDir })
      await store.writeBatch(buildBatch({ posted: [message] }))
      const path = join(dataDir, 'store', 'natter.db')
      for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600)
      await store.close()
      const again = await openStore({ dataDir })
      expect(await again.loadMessages([message])).toEqual([message])
      await again.close()
    })

    it('is refused with StoreUnavailableError where it is no database or cannot be opened', async () => {
      const folder = newFolder()
      const path = join(folder, 'natter.db')
      writeFileSync(path, 'this is no database, and long enough to have a header of its own '.repeat(10))
      await expect(openSqliteStore(path)).rejects.toBeInstanceOf(StoreUnavailableError)
      await expect(openSqliteStore(folder)).rejects.toBeInstanceOf(StoreUnavailableError)
    })

    it('is refused where a newer Natter wrote it', async () => {
      const path = join(newFolder(), 'natter.db')
      await (await openSqliteStore(path)).close()
      const raw = new Database(path)
      raw.exec('PRAGMA user_version = 9999')
      raw.close()
      await expect(openSqliteStore(path)).rejects.toThrow('newer Natter')
    })
  })
})
