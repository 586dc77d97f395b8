import { randomBytes } from 'node:crypto'
import { buildEventId, type DeviceId, eventIdRandomBytes, shardOf } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { forkShard } from '../archiver/shard-epoch.ts'
import { departureChange } from '../departures/departure-service.ts'
import type { Erasure } from '../erasures/erasure-list.ts'
import { buildFileSettler } from '../files/file-posts.ts'
import { buildFileBook } from '../files/file-records.ts'
import type { Store } from '../store/store-port.ts'

/** How many of each were there and are gone now. */
export type AppliedErasures = {
  readonly messages: number
  readonly users: number
  readonly rooms: number
  readonly devices: number
}
type RestoredStore = Pick<
  Store,
  | 'accounts'
  | 'records'
  | 'archive'
  | 'shards'
  | 'rooms'
  | 'devices'
  | 'credentials'
  | 'sync'
  | 'audit'
  | 'changes'
  | 'upkeep'
>

/**
 * For a store that was restored, before a server opens it. What was taken back since its backup is taken back again, and
 * each shard gets a new epoch: what clients saw since is of another past. The fork lies below the first message that is
 * erased, so that whoever has its words still drops them and asks anew.
 */
export async function settleRestoredStore(
  store: RestoredStore,
  erasures: readonly Erasure[],
  nowAt: number,
): Promise<AppliedErasures> {
  const erased = await eraseMessages(store, erasures)
  const applied = {
    messages: erased.length,
    users: await eraseUsers(store, erasures),
    rooms: await closeRooms(store, erasures),
    devices: await endDevices(store, erasures, nowAt),
  }
  // Not those that the backup knew to be gone, or every restore would have all clients ask for all of it.
  const firstErased = new Map<number, number>()
  for (const { room, seq } of erased) {
    const shard = shardOf(room)
    firstErased.set(shard, Math.min(seq, firstErased.get(shard) ?? Number.POSITIVE_INFINITY))
  }
  for (const [shard, archivedTo] of await store.sync.loadPositions()) {
    const forkSeq = Math.min(archivedTo, (firstErased.get(shard) ?? Number.POSITIVE_INFINITY) - 1)
    await raiseEpoch(store, shard, forkSeq, nowAt)
  }
  await store.upkeep.scrub()
  return applied
}

async function raiseEpoch({ shards }: RestoredStore, shard: number, forkSeq: number, nowAt: number): Promise<void> {
  for (;;) {
    const row = await shards.loadShard(shard)
    if (await shards.putShard({ ...row, state: forkShard(row.state, forkSeq, nowAt) })) return
  }
}

const atOnce = 500

/** Those that had their words still. */
async function eraseMessages(
  { archive, shards, records }: RestoredStore,
  erasures: readonly Erasure[],
): Promise<readonly Message[]> {
  const messages = erasures.flatMap((one) => (one.kind === 'message' ? [one] : []))
  const found: Message[] = []
  const files = buildFileSettler(buildFileBook(records, Date.now))
  for (let at = 0; at < messages.length; at += atOnce) {
    const some = messages.slice(at, at + atOnce)
    // Those that are not archived yet come out of the streams: the archiver knows them by this.
    await shards.putErased(some.map(({ room, id, seq }) => ({ room, id, seq })))
    const standing = (await archive.loadMessages(some)).filter(({ removedAt }) => removedAt === undefined)
    const times = new Map(some.map((one) => [one.id, one.at]))
    for (const message of standing) await archive.eraseMessages([message], times.get(message.id) ?? message.at)
    // What they had with them goes when the server starts.
    await files(await archive.loadMessages(standing))
    found.push(...standing)
  }
  return found
}

/** Out of their rooms too: of an account that is no more nobody signs in, and nobody is told that it is there. */
async function eraseUsers(store: RestoredStore, erasures: readonly Erasure[]): Promise<number> {
  const { accounts, rooms, audit } = store
  let erased = 0
  for (const one of erasures) {
    if (one.kind !== 'user') continue
    if (await accounts.eraseUser(one.user, one.at)) {
      erased++
      await departAgain(store, one)
    }
    await audit.dropAuditKey(one.user)
    for (const state of await rooms.loadRoomsOfUser(one.user)) {
      if (state.roomKind === 'direct') continue
      const members = new Map([...state.members].filter(([user]) => user !== one.user))
      await rooms.putRoom({ ...state, members }, state.version)
    }
  }
  return erased
}

/** All that follows from it, bots, settings and what else they kept, is done again by the server when it starts. */
async function departAgain(
  { changes }: RestoredStore,
  { user, at, messages = 'keep' }: Extract<Erasure, { kind: 'user' }>,
): Promise<void> {
  const id = buildEventId(at, randomBytes(eventIdRandomBytes))
  await changes.putChange({ id, kind: departureChange, detail: { user, messages }, startedAt: at })
}

/** Nobody is in it any more, so nobody reaches it; as after `DELETE /rooms/:room`. */
async function closeRooms({ rooms }: RestoredStore, erasures: readonly Erasure[]): Promise<number> {
  let closed = 0
  for (const one of erasures) {
    const state = one.kind === 'room' ? await rooms.loadRoom(one.room) : undefined
    if (state === undefined || state.members.size === 0) continue
    if (await rooms.putRoom({ ...state, members: new Map() }, state.version)) closed++
  }
  return closed
}

async function endDevices(store: RestoredStore, erasures: readonly Erasure[], nowAt: number): Promise<number> {
  let ended = 0
  for (const one of erasures) {
    const devices = await listEnded(store, one)
    for (const device of devices) {
      if (!(await store.devices.endDevice(device, one.at))) continue
      ended++
      for (const { publicKey } of await store.credentials.loadKeysOfDevice(device)) {
        await store.credentials.putRevocation(publicKey, Math.floor(nowAt / 1_000))
      }
    }
  }
  return ended
}

async function listEnded({ devices }: RestoredStore, one: Erasure): Promise<readonly DeviceId[]> {
  if (one.kind === 'device') return [one.device]
  if (one.kind !== 'other-devices') return []
  // Whoever signed in since then did so with the password that counts.
  const older = (await devices.loadDevicesOfUser(one.user)).filter(({ createdAt }) => createdAt <= one.at)
  return older.flatMap(({ id }) => (id === one.keep ? [] : [id]))
}

export function describeErasures({ messages, users, rooms, devices }: AppliedErasures): string[] {
  if (messages + users + rooms + devices === 0) {
    return ['Nothing was taken back since, by the lists of erasures that were named or lie in the folder.']
  }
  return [
    `Taken back again since the backup: ${messages} messages, ${users} accounts, ${rooms} rooms, ${devices} devices.`,
  ]
}
