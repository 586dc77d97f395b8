import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appError } from '../../common/app-error.ts'
import { err, ok } from '../../common/result.ts'
import { openTestStore, testStores } from '../rigs/archiver-test-rig.ts'
import { buildRoom, newRoom, newUser } from '../rigs/conformance/store-samples.ts'
import { createTestFolder } from '../rigs/test-server.ts'
import type { Store } from '../store/store-port.ts'
import { buildJoinPlaces } from './join-places.ts'

describe.each(testStores)('places in rooms, on %s', (kind) => {
  const folder = createTestFolder()
  let copies: Store[] = []
  beforeAll(async () => {
    const first = await openTestStore(kind, folder.path)
    copies = [first, kind === 'sqlite' ? await openTestStore(kind, folder.path) : first]
  })
  afterAll(async () => {
    for (const store of new Set(copies)) await store.close()
    folder.remove()
  })
  const placesOf = (store: Store | undefined, most = 5) => {
    if (store === undefined) throw new Error('no store')
    return buildJoinPlaces({ rooms: store.rooms, leases: store.leases, most })
  }
  const join = (store: Store | undefined, users: Parameters<typeof buildRoom>[0]['users'], most?: number) =>
    placesOf(store, most).whilePlaced(users, async () => {
      const state = { ...buildRoom({ users }), room: newRoom() }
      // As a change is: some time between the count and what it leads to.
      await new Promise((next) => setTimeout(next, 5))
      return (await store?.rooms.putRoom(state, 0)) === true ? ok(state.room) : err(appError('room-changed'))
    })

  it('are never more than there may be, however many join at once, through several servers', async () => {
    const ana = newUser()
    const joins = await Promise.all(Array.from({ length: 12 }, (_, n) => join(copies[n % 2], [ana])))
    expect(joins.filter((one) => one.ok)).toHaveLength(5)
    for (const one of joins) if (!one.ok) expect(one.error.code).toBe('rooms-too-many')
    expect(await copies[0]?.rooms.countRoomsOfUser(ana)).toBe(5)
  })

  it('are taken for all or nobody, by people who come in any order, and given back where nothing came of it', async () => {
    const [ana, ben] = [newUser(), newUser()]
    const both = await Promise.all([join(copies[0], [ana, ben]), join(copies[1], [ben, ana]), join(copies[0], [ben])])
    expect(both.every((one) => one.ok)).toBe(true)
    const failed = await placesOf(copies[0], 4).whilePlaced([ben], async () => err(appError('nats-unavailable')))
    expect(failed).toMatchObject({ ok: false, error: { code: 'nats-unavailable' } })
    expect(await join(copies[0], [ana, ben], 3)).toMatchObject({ ok: false, error: { code: 'rooms-too-many' } })
    expect(await join(copies[0], [ana], 3)).toMatchObject({ ok: true })
    expect(await join(copies[0], [ben], 4)).toMatchObject({ ok: true })
  })
})
