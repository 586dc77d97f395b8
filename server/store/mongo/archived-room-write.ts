import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { ArchivedRoom } from '../archive-store.ts'
import { buildMessagePreview } from '../message-preview.ts'
import {
  cutRecent,
  decodeRecent,
  encodeRecent,
  foldRecent,
  noMessages,
  type RecentMessages,
  recentKept,
} from '../recent-messages.ts'
import { buildRoomStateRow } from '../room-state-row.ts'
import { messageAlone, notAside } from './message-write.ts'
import type { ArchivedRoomDocument, Collections, RecentFields } from './mongo-collections.ts'
import { duplicatesOf } from './mongo-fault.ts'

/** What a batch wrote of messages. `doubtful`: rooms where something was there already, so that nobody knows what stands. */
export type WrittenMessages = {
  readonly posted: readonly Message[]
  readonly changed: readonly Message[]
  readonly doubtful: ReadonlySet<RoomId>
}

type Places = Pick<Collections, 'archivedRooms' | 'messages'>
type Stored = Pick<ArchivedRoomDocument, '_id' | 'version'> & Partial<RecentFields>

/**
 * Each write is guarded by `head`, so the read before it only chooses the cheapest way and may be out of date: whoever
 * writes a lower head changes nothing, and what they made of the last messages goes with it.
 */
export async function putArchivedRooms(
  places: Places,
  rooms: readonly ArchivedRoom[],
  written: WrittenMessages,
): Promise<void> {
  if (rooms.length === 0) return
  const { archivedRooms } = places
  const furthest = new Map<string, ArchivedRoom>()
  for (const room of rooms) {
    if (room.head > (furthest.get(room.state.room)?.head ?? -1)) furthest.set(room.state.room, room)
  }
  const wanted = [...furthest.values()]
  const ids = wanted.map(({ state }) => state.room)
  const stored = await archivedRooms
    .find<Stored>({ _id: { $in: ids } }, { projection: { version: 1, last: 1, mentionSeq: 1, recent: 1 } })
    .toArray()
  const before = new Map<string, Stored>(stored.map((document) => [document._id, document]))
  const recent = await foldAll(places, ids, before, written)

  const fresh = wanted.filter(({ state }) => !before.has(state.room))
  let raced: readonly ArchivedRoom[] = []
  if (fresh.length > 0) {
    try {
      await archivedRooms.insertMany(
        fresh.map((room) => buildDocument(room, recent)),
        { ordered: false },
      )
    } catch (error) {
      raced = duplicatesOf(error).flatMap((index) => fresh[index] ?? [])
    }
  }
  const known = wanted.filter(({ state }) => before.has(state.room))
  const operations = [...known, ...raced].map((room) => {
    const { state, head, spoke } = room
    const older = { _id: state.room, head: { $lt: head } }
    // Nearly always only the head moved: then the list of members, kilobytes in a large room, is not sent again.
    return before.get(state.room)?.version === state.version
      ? {
          updateOne: {
            filter: { ...older, version: state.version },
            update: withSpoke(buildUpdate(head, recent.get(state.room)), spoke),
          },
        }
      : { replaceOne: { filter: older, replacement: buildDocument(room, recent) } }
  })
  if (operations.length > 0) await archivedRooms.bulkWrite(operations, { ordered: false })
}

/** For rooms of before there was a list. Idempotent; guarded by `head`, so that it takes nothing from an archiver at work. */
export async function fillRecent(places: Places): Promise<void> {
  const old = places.archivedRooms.find({ recent: { $exists: false } }, { projection: { head: 1 } })
  for await (const { _id, head } of old) {
    const recent = await loadRecent(places, _id)
    await places.archivedRooms.updateOne({ _id, head }, buildUpdate(head, recent))
  }
}

/** After messages were changed behind the archiver's back. */
export async function refillRecent(places: Places, room: RoomId): Promise<void> {
  const document = await places.archivedRooms.findOne({ _id: room }, { projection: { head: 1 } })
  if (document === null) return
  await places.archivedRooms.updateOne({ _id: room }, buildUpdate(document.head, await loadRecent(places, room)))
}

async function foldAll(
  places: Places,
  rooms: readonly RoomId[],
  before: ReadonlyMap<string, Stored>,
  { posted, changed, doubtful }: WrittenMessages,
): Promise<ReadonlyMap<RoomId, RecentMessages>> {
  const [postedIn, changedIn] = [groupByRoom(posted), groupByRoom(changed)]
  const folded = rooms.map(async (room) => {
    const document = before.get(room)
    const start = document === undefined ? noMessages : recentOf(document)
    const news = [postedIn.get(room) ?? [], changedIn.get(room) ?? []] as const
    const isKnown = start !== undefined && !doubtful.has(room)
    const after = isKnown ? foldRecent(start, ...news) : undefined
    return [room, after ?? (await loadRecent(places, room))] as const
  })
  return new Map(await Promise.all(folded))
}

async function loadRecent({ messages }: Places, room: RoomId): Promise<RecentMessages> {
  const standing = { room, removedAt: { $exists: false }, ...notAside }
  const newestFirst = await messages
    .find(standing, { projection: { _id: 0, seq: 1, author: 1, id: 1 } })
    .sort({ seq: -1 })
    .limit(recentKept + 1)
    .toArray()
  const mentioning = await messages
    .find({ ...standing, 'mentions.0': { $exists: true } }, { projection: { _id: 0, seq: 1 } })
    .sort({ seq: -1 })
    .limit(1)
    .next()
  const [newest] = newestFirst
  const last = newest === undefined ? null : await messages.findOne<Message>({ room, id: newest.id }, messageAlone)
  return cutRecent({
    ...(last === null ? {} : { last: buildMessagePreview(last) }),
    mentionSeq: mentioning?.seq ?? 0,
    recent: newestFirst.reverse().map(({ seq, author }) => ({ seq, author })),
    isCut: false,
  })
}

/** Undefined for one that an older Natter wrote. */
export function recentOf({ last, mentionSeq, recent }: Partial<RecentFields>): RecentMessages | undefined {
  if (recent === undefined) return undefined
  return { ...(last === undefined ? {} : { last }), mentionSeq: mentionSeq ?? 0, ...decodeRecent(recent) }
}

function fieldsOf(messages: RecentMessages): RecentFields {
  const { last, mentionSeq } = messages
  return { ...(last === undefined ? {} : { last }), mentionSeq, recent: encodeRecent(messages) }
}

type RoomUpdate = {
  readonly $set: Partial<RecentFields> & { readonly head: number }
  readonly $unset?: { last?: true }
}

function buildUpdate(head: number, recent: RecentMessages | undefined): RoomUpdate {
  if (recent === undefined) return { $set: { head } }
  const clear = recent.last === undefined ? { $unset: { last: true as const } } : {}
  return { $set: { head, ...fieldsOf(recent) }, ...clear }
}

function withSpoke({ $set, $unset = {} }: RoomUpdate, spoke: ArchivedRoom['spoke']) {
  if (spoke !== undefined) return { $set: { ...$set, spoke }, ...(Object.keys($unset).length > 0 ? { $unset } : {}) }
  return { $set, $unset: { ...$unset, spoke: true as const } }
}

function buildDocument(
  { state, head, spoke }: ArchivedRoom,
  recent: ReadonlyMap<RoomId, RecentMessages>,
): ArchivedRoomDocument {
  const messages = recent.get(state.room)
  return {
    _id: state.room,
    head,
    version: state.version,
    state: buildRoomStateRow(state),
    ...(spoke === undefined ? {} : { spoke }),
    ...(messages === undefined ? {} : fieldsOf(messages)),
  }
}

function groupByRoom(messages: readonly Message[]): ReadonlyMap<RoomId, readonly Message[]> {
  const byRoom = new Map<RoomId, Message[]>()
  for (const message of messages) {
    const list = byRoom.get(message.room)
    if (list === undefined) byRoom.set(message.room, [message])
    else list.push(message)
  }
  return byRoom
}
