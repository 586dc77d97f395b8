import { afterAll, beforeAll, expect, test } from 'vitest'
import { appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import { err, ok } from '../../common/result.ts'
import { newUser, type OpenDatabase } from '../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../rigs/sqlite-test-doors.ts'
import { buildDepartureService, type DepartureDependencies } from './departure-service.ts'
import { buildErasureReports } from './erasure-reports.ts'

const dayMs = 86_400_000
let database: OpenDatabase
let nowAt = 1_900_000_000_000
beforeAll(async () => {
  database = await openSqliteDoors()
})
afterAll(() => database.drop())

const build = (door: 'first' | 'second', more: Partial<DepartureDependencies> = {}) =>
  buildDepartureService({
    store: database[door],
    isRight: async () => ok(true),
    listOwnedAlone: async () => [],
    steps: [],
    forgetWords: async () => ok(undefined),
    onErased: () => {},
    reports: buildErasureReports(database[door].records, () => nowAt),
    scrub: database[door].upkeep.scrub,
    noteErased: async () => {},
    now: () => nowAt,
    ...more,
  })
async function putUser(handle: string, admin = false): Promise<UserId> {
  const id = newUser()
  const user = { id, handle, displayName: handle, passwordHash: 'x', admin, createdAt: 1 }
  expect(await database.first.accounts.putUser(user)).toBe('stored')
  return id
}

test('a handle rests for ninety days, and again when its next owner goes', async () => {
  const service = build('first')
  for (let time = 0; time < 2; time++) {
    const id = await putUser('ana')
    expect((await service.depart(id, '', 'keep')).ok).toBe(true)
    nowAt += 89 * dayMs
    expect([time, await service.isResting('ana')]).toEqual([time, true])
    nowAt += 2 * dayMs
    expect([time, await service.isResting('ana')]).toEqual([time, false])
  }
})

test('of the last two administrators who go at once, by two copies of the server, one stays', async () => {
  for (let round = 0; round < 5; round++) {
    const ids = [await putUser(`one-${round}`, true), await putUser(`two-${round}`, true)] as const
    const gone = await Promise.all([
      build('first').depart(ids[0], '', 'keep'),
      build('second').depart(ids[1], '', 'keep'),
    ])
    expect(gone.filter((one) => one.ok).length).toBeLessThanOrEqual(1)
    for (const one of gone) if (!one.ok) expect(['last-admin', 'busy']).toContain(one.error.code)
    expect(await database.first.accounts.countAdmins()).toBeGreaterThanOrEqual(1)
    // So that the next two are the only ones.
    for (const id of ids) await database.first.accounts.changeUser(id, { admin: false })
  }
})

test('whose erasure takes longer than the lease does not keep the last administrator from staying', async () => {
  const ids = [await putUser('slow-one', true), await putUser('slow-two', true)] as const
  let goOn = () => {}
  const isHeld = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const slow = build('first', { noteErased: () => isHeld }).depart(ids[0], '', 'keep')
  const isDown = async () => (await database.second.accounts.loadUser(ids[0]))?.admin === false
  while (!(await isDown())) await new Promise((resolve) => setImmediate(resolve))
  expect(await build('second').depart(ids[1], '', 'keep')).toMatchObject({ error: { code: 'last-admin' } })
  goOn()
  expect(await slow).toMatchObject({ ok: true })
  expect((await database.second.accounts.loadUser(ids[1]))?.admin).toBe(true)
  await database.first.accounts.changeUser(ids[1], { admin: false })
})

test('two who each took the lease, since one of them stalled, both find nobody else and stay', async () => {
  const ids = [await putUser('stalled', true), await putUser('quick', true)] as const
  // The store gives it to both: what a stalled holder believes.
  const leases = { ...database.first.leases, takeLease: async () => ({ name: 'admins', holder: 'x', term: 1 }) }
  let waiting = 0
  let release = () => {}
  const both = new Promise<void>((resolve) => {
    release = resolve
  })
  const accounts = {
    ...database.first.accounts,
    countAdmins: async () => {
      const count = await database.first.accounts.countAdmins()
      if (++waiting === 2) release()
      await both
      return count
    },
  }
  const store = { ...database.first, leases, accounts }
  const gone = await Promise.all(ids.map((id) => build('first', { store }).depart(id, '', 'keep')))
  expect(gone.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1)
  expect(await database.first.accounts.countAdmins()).toBeGreaterThanOrEqual(1)
  for (const id of ids) await database.first.accounts.changeUser(id, { admin: false })
})

test('counts what went once, however often it has to be begun again', async () => {
  const id = await putUser('counted')
  let isAway = true
  const steps: DepartureDependencies['steps'] = [
    async () => ok({ devices: 2, reports: 1 }),
    async () => (isAway ? err(appError('nats-unavailable')) : ok({ rooms: 3 })),
  ]
  const service = build('first', { steps })
  const unfinished = await service.depart(id, '', 'keep')
  expect(unfinished).toMatchObject({ error: { code: 'nats-unavailable' } })
  const receipt = unfinished.ok ? undefined : unfinished.error.more?.receipt
  const byReceipt = () => buildErasureReports(database.second.records, () => nowAt).find(String(receipt))
  expect(await byReceipt(), 'told although not all of it is done').toMatchObject({ user: id, state: 'under-way' })
  await service.repair()
  isAway = false
  await service.repair()
  const reports = await buildErasureReports(database.second.records, () => nowAt).list(undefined, 1_000)
  const { gone, state } = reports.find(({ user }) => user === id) ?? {}
  expect(state).toBe('done')
  expect(Object.fromEntries(gone?.map(({ what, count }) => [what, count]) ?? [])).toEqual({
    ...{ devices: 2, reports: 1, rooms: 3 },
  })
})
