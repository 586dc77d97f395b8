import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RoomId } from '../../../common/ids.ts'
import { openSqliteStore } from './sqlite-store.ts'

const main = fileURLToPath(new URL('../../../build/server/rigs/sqlite-race-main.js', import.meta.url))
const built = existsSync(main)
type Won = Readonly<Record<'leases' | 'advanced' | 'rooms', number>> & { readonly issued: readonly number[] }
const name = 'the SQLite store in several processes'

describe.skipIf(!built)(built ? name : `${name} (skipped: the server is not built)`, () => {
  let folder = ''
  let path = ''
  const children: ChildProcessWithoutNullStreams[] = []
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'natter-store-'))
    path = join(folder, 'natter.db')
  })
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })

  const start = async (job: 'race' | 'write', holder: string, times: number) => {
    const child = spawn(process.execPath, [main, job, path, holder, String(times)])
    children.push(child)
    const faults: string[] = []
    child.stderr.on('data', (chunk) => faults.push(String(chunk)))
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const nextLine = async (): Promise<string> => {
      const { value } = await lines.next()
      if (typeof value !== 'string') throw new Error(`the process ended: ${faults.join('')}`)
      return value
    }
    expect(await nextLine()).toBe('open')
    return { child, nextLine }
  }

  it('decides each compare-and-set for exactly one of them', async () => {
    const times = 60
    const racers = await Promise.all(['a', 'b', 'c'].map((holder) => start('race', holder, times)))
    for (const { child } of racers) child.stdin.write('go\n')
    const results = await Promise.all(racers.map(async ({ nextLine }): Promise<Won> => JSON.parse(await nextLine())))
    const sum = (field: 'leases' | 'advanced' | 'rooms') => results.reduce((total, result) => total + result[field], 0)

    const store = await openSqliteStore(path)
    expect(sum('leases')).toBe(times)
    expect(sum('advanced')).toBe(await store.archive.loadPosition(0))
    expect(sum('advanced')).toBeGreaterThanOrEqual(times)
    expect(sum('rooms')).toBe((await store.rooms.loadRoom('0.room' as RoomId))?.version)
    expect(await store.credentials.loadClaimsVersion()).toBe(3 * times)
    const [revocation] = await store.credentials.loadRevocations()
    // Each issue comes after the revocation before it, each revocation takes up the issue before it.
    const issued = results.flatMap((result) => result.issued)
    expect(Math.max(...issued)).toBeLessThanOrEqual((revocation?.revokedAtSec ?? 0) + 1)
    expect(Math.min(...issued)).toBe(2)
    await store.close()
  })

  it('keeps all that it answered for when it is killed while it writes', async () => {
    const { child, nextLine } = await start('write', 'a', 0)
    child.stdin.write('go\n')
    let answered = 0
    while (answered < 200) answered = Number(await nextLine())
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended

    const store = await openSqliteStore(path)
    const position = await store.archive.loadPosition(0)
    expect(position).toBeGreaterThanOrEqual(answered)
    const { messages } = await store.history.loadPage({ room: '0.room' as RoomId, limit: position, upTo: position })
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: position }, (_, index) => index + 1))
    await store.close()
  })
})
