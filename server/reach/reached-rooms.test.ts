import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoomId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import { buildRoom, newUser } from '../rigs/conformance/store-samples.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { buildReachedRooms } from './reached-rooms.ts'
import { placeOf, reachIn } from './room-reach.ts'

let folder: string
let store: Store
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'natter-reached-'))
  store = await openStore({ dataDir: folder })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const nowAt = 1_000
const history = [{ fromSeq: 2, shows: 'joined' }] as const

test('all rooms of somebody are what each of them says by itself, and only those that hide what was said before are read', async () => {
  const [me, ben, cleo] = [newUser(), newUser(), newUser()]
  const states: readonly RoomState[] = [
    buildRoom({ users: [me, ben] }),
    buildRoom({ users: [ben, cleo, cleo, me] }),
    buildRoom({ users: [ben, me], limits: { archived: true } }),
    buildRoom({ users: [cleo, ben, me], limits: { posting: 'admins' } }),
    buildRoom({ users: [cleo, ben, me], limits: { mutes: [{ user: me, until: nowAt + 9 }] } }),
    buildRoom({ users: [cleo, ben, me], limits: { mutes: [{ user: me, until: nowAt - 9 }] } }),
    buildRoom({ users: [me, ben], roomKind: 'direct', limits: { ended: 'hear' }, endedAt: 5 }),
    buildRoom({ users: [cleo, ben, me], history }),
    buildRoom({ users: [ben, me], history, past: [{ user: me, stays: [{ fromSeq: 1, toSeq: 1 }] }] }),
    buildRoom({ users: [ben, cleo] }),
    buildRoom({ users: [ben, cleo], history }),
  ]
  for (const state of states) expect(await store.rooms.putRoom(state, 0)).toBe(true)
  const read: RoomId[] = []
  const loadReached = buildReachedRooms({
    loadRoomMarks: store.sync.loadRoomMarks,
    loadRooms: (rooms) => {
      read.push(...rooms)
      return store.rooms.loadRooms(rooms)
    },
    now: () => nowAt,
  })
  const whole = states.flatMap((state) => {
    const reach = reachIn(placeOf(me, state), {}, nowAt)
    const joinedSeq = state.members.get(me)?.joinedSeq
    return joinedSeq === undefined ? [] : { room: state.room, reach, joinedSeq }
  })
  expect(whole).toHaveLength(9)
  expect(new Set(whole.map(({ reach }) => reach.scope))).toEqual(new Set(['room', 'listen', 'hear']))
  const byRoom = (a: { readonly room: RoomId }, b: { readonly room: RoomId }) => (a.room < b.room ? -1 : 1)
  expect(await loadReached(me)).toEqual(whole.toSorted(byRoom))
  expect(read.toSorted()).toEqual([states[7]?.room, states[8]?.room].toSorted())
})

test('whoever is sent out of such a room between the two questions reaches nothing there', async () => {
  const [me, ben] = [newUser(), newUser()]
  const state = buildRoom({ users: [ben, me], history })
  expect(await store.rooms.putRoom(state, 0)).toBe(true)
  const without = { ...state, members: new Map([...state.members].filter(([user]) => user !== me)), version: 2 }
  const reachedOf = (states: readonly RoomState[]) =>
    buildReachedRooms({ ...store.sync, loadRooms: async () => states, now: () => nowAt })(me)
  expect(await reachedOf([state])).toHaveLength(1)
  expect(await reachedOf([without])).toEqual([])
  expect(await reachedOf([])).toEqual([])
})
