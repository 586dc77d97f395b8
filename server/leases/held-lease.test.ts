import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openStore } from '../store/open-store.ts'
import { type Store, StoreUnavailableError } from '../store/store-port.ts'
import { buildHeldLease } from './held-lease.ts'

let dataDir: string
let store: Store
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'natter-lease-'))
  store = await openStore({ dataDir })
})
afterEach(async () => {
  vi.useRealTimers()
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const hour = 3_600_000
const lease = (holder: string) => buildHeldLease(store.leases, { name: 'work', holder, lifeMs: hour })

it('is nobody’s before it is taken, one’s while it is held, and free once it is given back', async () => {
  const [one, other] = [lease('one'), lease('other')]
  expect([one.isOurs(), one.term()]).toEqual([false, 0])
  expect(await one.take()).toBe(true)
  expect(await other.take()).toBe(false)
  expect([one.isOurs(), other.isOurs()]).toEqual([true, false])
  await one.release()
  expect(one.isOurs()).toBe(false)
  expect(await other.take()).toBe(true)
  expect(other.term()).toBe(2)
})

it.each([
  ['the steady clock says that it is over', ['performance'] as const],
  ['the machine slept, which only the wall clock knows', ['Date'] as const],
])('is not believed in where %s, whatever the store thinks', async (_, clocks) => {
  vi.useFakeTimers({ toFake: [...clocks], now: Date.now() })
  const one = lease('one')
  expect(await one.take()).toBe(true)
  vi.advanceTimersByTime(hour - 1)
  expect(one.isOurs()).toBe(true)
  vi.advanceTimersByTime(1)
  expect(one.isOurs()).toBe(false)
})

it('runs on while the store cannot be asked', async () => {
  const one = lease('one')
  await one.take()
  await store.close()
  await expect(one.take()).rejects.toBeInstanceOf(StoreUnavailableError)
  expect(one.isOurs()).toBe(true)
})
