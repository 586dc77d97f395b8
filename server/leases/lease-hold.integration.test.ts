import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
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
})
afterEach(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const hold = (holder: string, lifeMs: number) =>
  buildLeaseHold(store.leases, { name, holder, signal: new AbortController().signal, lifeMs })

it('work that takes longer than a lease lives is done once, and nobody else works meanwhile', async () => {
  const said: string[] = []
  const lifeMs = 1_500
  let other: Promise<unknown> = Promise.resolve()
  const slow = await hold(
    'slow',
    lifeMs,
  )(async () => {
    said.push('slow begins')
    other = hold(
      'other',
      lifeMs,
    )(async () => {
      said.push('other')
      return ok(undefined)
    })
    await sleep(2 * lifeMs)
    said.push('slow ends')
    return ok(undefined)
  })
  expect([slow, await other]).toEqual([ok(undefined), ok(undefined)])
  expect(said).toEqual(['slow begins', 'slow ends', 'other'])
})

it('work whose lease somebody else had in between is done again', async () => {
  const lifeMs = 300
  let times = 0
  const worked = await hold(
    'stalled',
    lifeMs,
  )(async () => {
    times += 1
    if (times > 1) return ok(undefined)
    // As after a stall in which it ran out: another had it and gave it back, and by now it is prolonged again.
    await store.leases.releaseLease(name, 'stalled')
    const taken = await store.leases.takeLease({ name, holder: 'other', lifeMs })
    expect(taken?.term).toBe(2)
    await store.leases.releaseLease(name, 'other')
    while ((await store.leases.takeLease({ name, holder: 'stalled', lifeMs }))?.term !== 3) await sleep(5)
    await sleep(lifeMs)
    return ok(undefined)
  })
  expect(worked).toEqual(ok(undefined))
  expect(times).toBe(2)
})

it('goes on once the lease of one who died is over, and no sooner', async () => {
  const lifeMs = 400
  const before = performance.now()
  await store.leases.takeLease({ name, holder: 'dead', lifeMs })
  expect(await hold('living', 3_000)(async () => ok(undefined))).toEqual(ok(undefined))
  expect(performance.now() - before).toBeGreaterThanOrEqual(lifeMs - 5)
})

it('two callers in one process take turns, though the lease is the same', async () => {
  const said: string[] = []
  const both = hold('one', 3_000)
  const work = (what: string) =>
    both(async () => {
      said.push(`${what} begins`)
      await sleep(20)
      said.push(`${what} ends`)
      return ok(undefined)
    })
  await Promise.all([work('first'), work('second')])
  expect(said).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})
