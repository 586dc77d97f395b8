import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, describe, expect, it } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import { listGrams } from '../../../common/search/search-grams.ts'
import { describeStore } from '../../rigs/conformance/store-conformance.ts'
import {
  buildBatch,
  buildMessage,
  buildRoom,
  newDevice,
  newEvent,
  newRoom,
  newUser,
} from '../../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../../rigs/sqlite-test-doors.ts'
import { readListedMembers, readListedRoom } from '../listed-room.ts'
import { openStore } from '../open-store.ts'
import { buildRoomStateRow } from '../room-state-row.ts'
import { StoreUnavailableError } from '../store-port.ts'
import { gramWord } from './search-entries.sqlite.ts'
import { openSqliteConnection } from './sqlite-connection.ts'
import { ensureSchema } from './sqlite-schema.ts'
import { openSqliteStore } from './sqlite-store.ts'

describe('the SQLite store', () => {
  // sqlite-runs.integration.test.ts takes as many as find what is rare.
  describeStore({ runs: 10, open: openSqliteDoors })

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

    it('keeps no number of a removed word, once what is left of it was tidied, and finds all else as before', async () => {
      const path = join(newFolder(), 'natter.db')
      const store = await openSqliteStore(path)
      const room = newRoom()
      const said = (seq: number, text: string) => buildMessage({ room, seq, text })
      const takeIn = () => store.search.takeIn([{ room, afterVersion: 0 }], 1_000)
      const kept = Array.from({ length: 200 }, (_, at) => said(at + 2, `quay ${at}`))
      const secret = said(1, 'xylophone')
      await store.archive.writeBatch(buildBatch({ posted: [secret, ...kept] }))
      await takeIn()
      const file = new Database(path, { readonly: true })
      const grams = listGrams('xylophone').map((gram) => gramWord(gram).slice(-4))
      /** Those that stand somewhere in the pages of the index. */
      const left = () => {
        const blocks = file.prepare('SELECT hex(block) AS block FROM search_grams_data').all() as { block: string }[]
        const pages = blocks.map(({ block }) => Buffer.from(block, 'hex').toString('latin1'))
        return grams.filter((gram) => pages.some((one) => one.includes(gram))).length
      }
      expect(left()).toBe(grams.length)
      const { text: _, ...rest } = secret
      const removed = { ...rest, text: '', removedAt: 5, version: 300 }
      await store.archive.writeBatch(buildBatch({ changed: [removed] }))
      await takeIn()
      expect(left()).toBeGreaterThan(0)
      let steps = 0
      while (await store.search.tidy()) steps++
      expect(steps).toBeGreaterThan(0)
      expect(left()).toBe(0)
      expect(await store.search.tidy()).toBe(false)
      const find = (word: string) =>
        store.search.find({ words: [word], rooms: [{ room }], filter: {}, limit: 500, withinMs: 5_000 })
      expect((await find('xylophone')).messages).toEqual([])
      expect((await find('quay')).messages).toHaveLength(200)
      expect((await store.search.count()).isSound).toBe(true)
      file.close()
      await store.close()
    })

    it('is made where the data folder says, readable by its owner only, and keeps all over a restart', async () => {
      const dataDir = newFolder()
      const message = buildMessage({ room: newRoom(), seq: 1 })
      const store = await openStore({ dataDir })
      await store.archive.writeBatch(buildBatch({ posted: [message] }))
      const path = join(dataDir, 'store', 'natter.db')
      for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600)
      await store.close()
      const again = await openStore({ dataDir })
      expect(await again.archive.loadMessages([message])).toEqual([message])
      await again.close()
    })

    it('is refused with StoreUnavailableError where it is no database or cannot be opened', async () => {
      const folder = newFolder()
      const path = join(folder, 'natter.db')
      writeFileSync(path, 'this is no database, and long enough to have a header of its own '.repeat(10))
      await expect(openSqliteStore(path)).rejects.toBeInstanceOf(StoreUnavailableError)
      await expect(openSqliteStore(folder)).rejects.toBeInstanceOf(StoreUnavailableError)
    })

    it('keeps what an older Natter wrote, to which no password was ever replaced', async () => {
      const path = join(newFolder(), 'natter.db')
      const [user, device] = [newUser(), newDevice()]
      const older = await openSqliteConnection(path)
      ensureSchema(older, 1)
      older.close()
      const raw = new Database(path)
      raw
        .prepare(
          `INSERT INTO users (id, handle, display_name, password_hash, admin, created_at) VALUES (?, ?, ?, ?, 0, 1)`,
        )
        .run([user, 'ana', 'Ana', 'h0'])
      raw
        .prepare(`INSERT INTO devices (id, user, name, created_at, last_seen_at) VALUES (?, ?, ?, 1, 1)`)
        .run([device, user, 'Laptop'])
      raw.close()
      const [store, other] = await Promise.all([openSqliteStore(path), openSqliteStore(path)])
      const row = { id: user, handle: 'ana', displayName: 'Ana', passwordHash: 'h0', admin: false, createdAt: 1 }
      expect(await store.accounts.loadUser(user)).toEqual(row)
      expect(await store.devices.loadDevice(device)).toEqual({
        id: device,
        user,
        name: 'Laptop',
        createdAt: 1,
        lastSeenAt: 1,
      })
      expect(await other.accounts.replacePassword({ user, from: 'h0', to: 'h1', by: device })).toBe(true)
      expect(await store.accounts.loadUser(user)).toMatchObject({ passwordVersion: 1, passwordReplacedBy: device })
      await store.close()
      await other.close()
    })

    it('keeps what an older Natter left half-way, when only rooms could be', async () => {
      const path = join(newFolder(), 'natter.db')
      const [room, id] = [newRoom(), newEvent()]
      const event = { v: 1, kind: 'room.changed', id, at: 7, by: newUser(), name: '$set "quoted" é' }
      const older = await openSqliteConnection(path)
      ensureSchema(older, 4)
      const values = [id, room, JSON.stringify(event), 7]
      older.run('INSERT INTO pending_changes (id, room, event, started_at) VALUES (?, ?, ?, ?)', values)
      older.close()
      const store = await openSqliteStore(path)
      expect(await store.changes.loadChanges('room')).toEqual([
        { id, kind: 'room', detail: { room, event }, startedAt: 7 },
      ])
      await store.close()
    })

    it('makes the rows of lists anew from what an older Natter wrote', async () => {
      const path = join(newFolder(), 'natter.db')
      const users = Array.from({ length: 12 }, newUser)
      const state = buildRoom({ users })
      const [me, author] = users as [UserId, UserId]
      const last = buildMessage({ room: state.room, seq: 20, author })
      const older = await openSqliteConnection(path)
      ensureSchema(older, 8)
      const json = JSON.stringify(buildRoomStateRow(state))
      older.run('INSERT INTO rooms (room, version, state) VALUES (?, 1, ?)', [state.room, json])
      older.run('INSERT INTO archived_rooms (room, head, version, state) VALUES (?, 20, 1, ?)', [state.room, json])
      older.run('INSERT INTO room_list (room, version, head, about, last) VALUES (?, 1, 20, ?, ?)', [
        state.room,
        '{"roomKind":"group"}',
        '{}',
      ])
      older.run(
        `INSERT INTO messages (room, id, seq, version, author, at, text, format) VALUES (?, ?, 20, 20, ?, ?, ?, ?)`,
        [state.room, ...[last.id, last.author, last.at, last.text, last.format]],
      )
      older.close()
      const store = await openSqliteStore(path)
      const [listed] = await store.sync.loadListedRooms(me)
      if (listed === undefined) throw new Error('no room')
      expect(listed).toMatchObject({ role: 'owner', head: 20, unread: 1, lastAuthor: author })
      expect(readListedRoom(listed)).toMatchObject({ kind: 'group', memberCount: 12, last: { text: last.text } })
      expect(readListedMembers(listed)).toHaveLength(10)
      await store.close()
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
