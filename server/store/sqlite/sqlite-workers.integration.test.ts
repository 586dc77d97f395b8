import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { describeStore } from '../../rigs/conformance/store-conformance.ts'
import { seedLargeAccounts } from '../../rigs/large-account.ts'
import { StoreUnavailableError } from '../store-port.ts'
import { openSqliteWorkers } from './sqlite-workers.ts'

const worker = fileURLToPath(new URL('../../../build/server/store/sqlite/sqlite-worker-main.js', import.meta.url))
const built = existsSync(worker)
const name = 'the SQLite store in threads'

describe.skipIf(!built)(built ? name : `${name} (skipped: the server is not built)`, () => {
  const openNew = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'natter-store-'))
    const path = join(folder, 'natter.db')
    const [first, second] = await Promise.all([openSqliteWorkers(path, worker), openSqliteWorkers(path, worker)])
    const drop = async () => {
      await first.close()
      await second.close()
      rmSync(folder, { recursive: true })
    }
    return { first, second, drop, path }
  }

  describeStore({ runs: 15, open: openNew })

  it('leaves this thread free while lists are read and batches written', async () => {
    const { first, drop } = await openNew()
    const { people } = await seedLargeAccounts(first, { people: 20, rooms: 300, messages: 40, shards: 1 })
    const [me] = people
    if (me === undefined) throw new Error('nobody')
    const began = performance.eventLoopUtilization()
    const lists = await Promise.all(Array.from({ length: 8 }, () => first.sync.loadListedRooms(me)))
    const { active, idle } = performance.eventLoopUtilization(began)
    expect(lists.every((list) => list.length === 300)).toBe(true)
    // What is left here is taking the answers over.
    expect(active / (active + idle)).toBeLessThan(0.7)
    await drop()
  })

  it('opens a thread that ended again, however often that failed meanwhile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'natter-store-'))
    const [frail, flag] = [join(folder, 'frail.mjs'), join(folder, 'flag')]
    // Ends at its first call, and cannot be started while the flag is there.
    writeFileSync(
      frail,
      `import { existsSync } from 'node:fs'
       import { parentPort } from 'node:worker_threads'
       if (existsSync(${JSON.stringify(flag)})) throw new Error('no')
       parentPort.on('message', () => { if (existsSync(${JSON.stringify(flag)})) process.exit(1) })
       await import(${JSON.stringify(pathToFileURL(worker).href)})`,
    )
    const store = await openSqliteWorkers(join(folder, 'natter.db'), frail)
    expect(await store.sync.loadPositions()).toEqual(new Map())
    writeFileSync(flag, '')
    for (let n = 0; n < 3; n++) {
      await expect(store.sync.loadPositions()).rejects.toBeInstanceOf(StoreUnavailableError)
    }
    rmSync(flag)
    expect(await store.sync.loadPositions()).toEqual(new Map())
    await store.close()
    rmSync(folder, { recursive: true })
  })

  it('refuses what cannot go over to a thread, or back, and goes on for everybody else', async () => {
    const { first, drop } = await openNew()
    const beside = first.sync.loadPositions()
    const strange = (() => 'Ann') as unknown as string
    await expect(first.accounts.loadUserByHandle(strange)).rejects.toThrow(/clone/i)
    expect(await beside).toEqual(new Map())
    // SQLite's own fault with such a value comes back over the thread's border.
    await expect(first.accounts.loadUserByHandle({} as unknown as string)).rejects.toThrow()
    expect(await first.accounts.loadUserByHandle('ann')).toBeUndefined()
    await drop()
  })

  it('says that it cannot be opened where it cannot, and that it is closed once it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'natter-no-file-'))
    const modeBefore = statSync(folder).mode
    await expect(openSqliteWorkers(folder, worker)).rejects.toBeInstanceOf(StoreUnavailableError)
    expect(statSync(folder).mode).toBe(modeBefore)
    rmSync(folder, { recursive: true })
    const { first, drop } = await openNew()
    await first.close()
    await expect(first.sync.loadPositions()).rejects.toBeInstanceOf(StoreUnavailableError)
    await drop()
  })
})
