import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildDeviceId, buildEventId, buildRoomId, buildUserId, type EventId } from '../../common/ids.ts'
import type { Message, RoomState } from '../../common/message.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { describeErasures, settleRestoredStore } from './apply-erasures.ts'

const bytes = (n: number) => new Uint8Array(32).fill(n)
const ann = buildUserId(bytes(1))
const room = buildRoomId(0, bytes(2))
const [phone, laptop, later] = [3, 4, 5].map((n) => buildDeviceId(bytes(n))) as [never, never, never]
const idOf = (n: number): EventId => buildEventId(1_800_000_000_000 + n, new Uint8Array(10).fill(n))
let folder: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'natter-settle-'))
  store = await openStore({ dataDir: folder })
  const state: RoomState = {
    room,
    roomKind: 'group',
    name: 'Tea',
    topic: '',
    members: new Map([[ann, { user: ann, role: 'owner', joinedSeq: 1 }]]),
    createdAt: 1,
    createdBy: ann,
    version: 1,
  }
  await store.rooms.putRoom(state, 0)
  const lists = { mentions: [], attachments: [], reactions: [] }
  const posted = [2, 3, 4, 5].map(
    (seq): Message => ({
      id: idOf(seq),
      room,
      seq,
      version: seq,
      author: ann,
      at: seq,
      text: `word ${seq}`,
      format: 'plain',
      ...lists,
    }),
  )
  await store.archive.writeBatch({ posted, changed: [], rooms: [{ state, head: 5 }], setAside: [], notices: [] })
  await store.archive.eraseMessages([{ room, id: idOf(2) }], 10)
  await store.archive.advancePosition(0, 0, 5)
  for (const [at, id] of [phone, laptop, later].entries()) {
    await store.devices.putDevice({ id, user: ann, name: 'x', createdAt: at * 100, lastSeenAt: 1 })
  }
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const erased = (n: number) => ({ kind: 'message', at: 50, room, id: idOf(n), seq: n }) as const
const texts = async () => (await store.history.loadPage({ room, limit: 10 })).messages.map(({ text }) => text)

test('what the backup still had goes, the fork lies below the first of it, and what it knew to be gone changes nothing', async () => {
  const applied = await settleRestoredStore(store, [erased(2), erased(4), erased(5)], 1_800_000_000_000)
  expect(applied).toEqual({ messages: 2, users: 0, rooms: 0, devices: 0 })
  expect(await texts()).toEqual(['', 'word 3', '', ''])
  const { epoch, forkSeq } = (await store.shards.loadShard(0)).state
  expect([epoch, forkSeq]).toEqual([1_800_000_000, 3])
})

test('without anything that was taken back the epoch rises all the same, and forks where the archive ends', async () => {
  const applied = await settleRestoredStore(store, [erased(2)], 1_800_000_000_000)
  expect(describeErasures(applied)).toEqual([expect.stringContaining('Nothing was taken back')])
  expect((await store.shards.loadShard(0)).state).toMatchObject({ epoch: 1_800_000_000, forkSeq: 5 })
})

test('a new password ends the devices of before it, and none that signed in afterwards', async () => {
  const changed = { kind: 'other-devices', at: 150, user: ann, keep: laptop } as const
  expect(await settleRestoredStore(store, [changed], 1)).toMatchObject({ devices: 1 })
  const left = (await store.devices.loadDevicesOfUser(ann)).map(({ id }) => id)
  expect(new Set(left)).toEqual(new Set([laptop, later]))
})

test('a closed room has nobody in it, however often that is said', async () => {
  const closed = { kind: 'room', at: 50, room } as const
  expect(await settleRestoredStore(store, [closed, closed], 1)).toMatchObject({ rooms: 1 })
  expect((await store.rooms.loadRoom(room))?.members.size).toBe(0)
  expect(await store.rooms.loadRoomsOfUser(ann)).toEqual([])
})

test('an account that is no more is none again, and in no room', async () => {
  await store.accounts.putUser({
    ...{ id: ann, handle: 'ann', displayName: 'Ann', passwordHash: 'h', admin: false, createdAt: 1 },
  })
  const gone = { kind: 'user', at: 60, user: ann } as const
  expect(await settleRestoredStore(store, [gone, gone], 1)).toMatchObject({ users: 1 })
  expect((await store.accounts.loadUser(ann))?.profile).toEqual({ deletedAt: 60 })
  expect((await store.rooms.loadRoom(room))?.members.size).toBe(0)
})
