import type { EventId, RoomId, UserId } from '../common/ids.ts'
import type { Message } from '../common/message.ts'
import { buildDeviceKeyStore } from '../desktop/engine/local-store/device-key-store.ts'
import type { KeptRoom } from '../desktop/engine/local-store/kept-records.ts'
import { openAccountDatabase, openInstallationDatabase } from '../desktop/engine/local-store/local-database.ts'
import { buildRoomRowStore } from '../desktop/engine/local-store/room-row-store.ts'
import { buildSessionStore } from '../desktop/engine/local-store/session-store.ts'
import { buildTimelineStore } from '../desktop/engine/local-store/timeline-store.tables.ts'
import { buildIndexedDbTables } from '../desktop/engine/local-store/timeline-tables.indexeddb.ts'

/** What somebody has on disk. Runs in the browser, by the engine's own stores, so that it is what an engine would find. */
export type KeptAmount = {
  readonly rooms: number
  readonly messagesARoom: number
  /** How many the first room has. */
  readonly longRoom: number
  readonly membersARoom: number
}

const pageRows = 1_000
/** `/sync` names no more of each room. */
const namedMembers = 10
const startedAt = Date.UTC(2026, 0, 5)
const words = 'Words of a usual length, as people write them: a line or so, with a link now and then. '

export const keptMe = 'm'.repeat(16) as UserId
export const keptRoom = (index: number) => `0.${String(index).padStart(14, 'a')}` as RoomId
export const keptPerson = (index: number) => `p${String(index).padStart(15, '0')}` as UserId
export const keptId = (index: number, seq: number) =>
  `01jd${String(index).padStart(6, '0')}${String(seq).padStart(16, '0')}` as EventId
export const headOf = (want: KeptAmount, index: number) => (index === 0 ? want.longRoom : want.messagesARoom)

export function keptMessage(index: number, seq: number): Message {
  const isMarked = seq % 5 === 0
  return {
    id: keptId(index, seq),
    room: keptRoom(index),
    seq,
    version: seq,
    author: keptPerson(Math.floor(seq / 3) % 20),
    at: startedAt + seq * 120_000,
    text: `${seq}: ${isMarked ? '**Look** at `berth-7`, https://example.org/plan: ' : ''}${words.repeat(seq % 4)}`,
    format: isMarked ? 'markdown' : 'plain',
    mentions: [],
    attachments: [],
    reactions: seq % 10 === 0 ? [{ user: keptPerson(3), emoji: '👍', seq }] : [],
  }
}

export function membersOf(want: KeptAmount) {
  const people = Array.from({ length: want.membersARoom - 1 }, (_, person) => keptPerson(person))
  return [keptMe, ...people].map((user) => ({ user, role: 'member' as const }))
}

export async function fillDisk(
  { indexedDB, crypto, seed }: { indexedDB: IDBFactory; crypto: Crypto; seed: readonly number[] },
  want: KeptAmount,
): Promise<void> {
  const installation = await openInstallationDatabase(indexedDB)
  const person = { id: keptMe, handle: 'me', displayName: 'Eva Novak' }
  const me = { ...person, admin: false, createdAt: startedAt, device: '0'.repeat(16) } as const
  await buildDeviceKeyStore({ crypto }, installation).putSeed(keptMe, new Uint8Array(seed))
  const sessions = buildSessionStore(installation)
  await sessions.putSession({
    me: me as Parameters<typeof sessions.putSession>[0]['me'],
    server: { name: 'Natter', registration: 'open' },
  })
  installation.close()

  const database = await openAccountDatabase(indexedDB, keptMe)
  const rows = buildRoomRowStore(database)
  const timelines = buildTimelineStore(buildIndexedDbTables(database))
  const members = membersOf(want)
  const users = members.map(({ user }, index) => ({ id: user, handle: `p${index}`, displayName: `Person ${index}` }))
  await rows.putUsers([...users.slice(1), person])
  const kept = new Map<RoomId, KeptRoom>()
  for (let index = 0; index < want.rooms; index++) {
    const [room, head] = [keptRoom(index), headOf(want, index)]
    kept.set(room, roomRow(want, index))
    for (let from = 1; from <= head; from += pageRows) {
      const to = Math.min(head, from + pageRows - 1)
      const messages = Array.from({ length: to - from + 1 }, (_, at) => keptMessage(index, from + at))
      const page = { from: from === 1 ? 0 : from, to, knownTo: head, messages, notices: [] }
      if (to < head) await timelines.putPage(room, page)
      else await timelines.putEnd(room, { ...page, checkpoint: { seq: head, members } })
    }
  }
  await rows.putRows(kept, 'a-cursor')
  database.close()
}

export function roomRow(want: KeptAmount, index: number): KeptRoom {
  const head = headOf(want, index)
  return {
    room: {
      id: keptRoom(index),
      kind: 'group',
      name: `Room ${index}`,
      topic: '',
      createdAt: startedAt,
      version: 0,
      members: membersOf(want).slice(0, namedMembers),
      memberCount: want.membersARoom,
    },
    head,
    receipt: head,
    server: { head, receipt: head, lastSeq: head, unread: 0, mentions: 0 },
    last: keptMessage(index, head),
  }
}
