import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ok } from '../../common/result.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { buildLeaseHold } from './lease-hold.ts'

const name = 'claims'
let dataDir: string
let store: Store
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'natter-lease-'))
  store = await openStore({ dataDir })
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const hold = (holder: string) => buildLeaseHold(store.leases, { name, holder, signal: new AbortController().signal })
const after = (ms: number) => new Promise((done) => setTimeout(done, ms))

it('work that takes longer than a lease lives is done once, and nobody else works meanwhile', async () => {
  const said: string[] = []
  const slow = hold('slow')(async () => {
    said.push('slow begins')
    await after(10_000)
    said.push('slow ends')
    return ok(undefined)
  })
  await vi.advanceTimersByTimeAsync(500)
  const other = hold('other')(async () => {
    said.push('other')
    return ok(undefined)
  })
  await vi.advanceTimersByTimeAsync(10_000)
  expect([await slow, await other]).toEqual([ok(undefined), ok(undefined)])
  expect(said).toEqual(['slow begins', 'slow ends', 'other'])
})

it('work whose lease somebody else had in between is done again', async () => {
  let times = 0
  const working = hold('stalled')(async () => {
    times += 1
    if (times > 1) return ok(undefined)
    // As after a stall of an hour, in which another had the lease and gave it back.
    const nowAt = Date.now() + 3_600_000
    expect(await store.leases.takeLease({ name, holder: 'other', nowAt, lifeMs: 1_000 })).toBeDefined()
    await store.leases.releaseLease(name, 'other')
    await after(1_500)
    return ok(undefined)
  })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(await working).toEqual(ok(undefined))
  expect(times).toBe(2)
})

it('a lease is free three seconds after whoever had it died', async () => {
  const takenAt = Date.now()
  const lateBy = (ms: number) => store.leases.takeLease({ name, holder: 'other', nowAt: takenAt + ms, lifeMs: 1 })
  const worked = hold('dying')(async () => {
    expect(await lateBy(2_900)).toBeUndefined()
    expect(await lateBy(3_100)).toBeDefined()
    return ok(undefined)
  })
  expect(await worked).toEqual(ok(undefined))
})
