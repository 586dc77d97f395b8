import type { RoomId, UserId } from '../../../common/ids.ts'
import { unreadCap } from '../../../common/reducers/unread-reducer.ts'
import { writeListedLast, writeListedText } from '../listed-room.ts'
import { countRecent } from '../recent-messages.ts'
import type { RoomAbout } from '../room-about.ts'
import { buildRoomState } from '../room-state-row.ts'
import type { ListedRoom, RoomMark, SyncStore } from '../sync-store.ts'
import { userFrom } from './account-store.mongo.ts'
import { recentOf } from './archived-room-write.ts'
import { notAside } from './message-write.ts'
import type { Collections, RecentFields, RoomDocument } from './mongo-collections.ts'
import { buildRoomDocument } from './room-store.mongo.ts'

type Listed = Pick<RoomDocument, '_id' | 'version' | 'about' | 'places' | 'bounds'>
type Archived = Partial<RecentFields> & { readonly _id: RoomId; readonly head: number }
/** What lists are made of, beside the marks. */
type Rows = { readonly found: readonly Listed[]; readonly archived: readonly Archived[] }

const listedOfRoom = { version: 1, about: 1 }
const listedOfArchive = { head: 1, last: 1, mentionSeq: 1, recent: 1 }

const mostChanged = 1_000
/** Rooms whose row does not reach back far enough are counted one by one, and no more of them than that. */
const countedAlone = 3
const mostMentions = 20_000

export function buildMongoSync(collections: Collections): SyncStore {
  const { archivePositions, archivedRooms, messages, receipts, rooms, users } = collections

  /** @param more with what a list shows of the rooms: in the same two questions, since a sync has twelve at most */
  async function loadMarks(user: UserId, more?: 'listed'): Promise<Rows & { readonly marks: readonly RoomMark[] }> {
    const mine = { ...(more && listedOfRoom), version: 1, bounds: 1, [`places.${user}`]: 1 }
    const [own, read] = await Promise.all([
      rooms.find<Listed>({ 'state.members.user': user }, { projection: mine }).sort({ _id: 1 }).toArray(),
      receipts.find({ user }).toArray(),
    ])
    const ids = own.map(({ _id }) => _id)
    const archived = await archivedRooms
      .find<Archived>({ _id: { $in: ids } }, { projection: more ? listedOfArchive : { head: 1 } })
      .toArray()
    const headOf = new Map(archived.map(({ _id, head }) => [_id, head]))
    const seqs = new Map(read.map(({ room, seq }) => [room, seq]))
    const found = await withPlaces(own)
    const marks = found.flatMap(({ _id, version, places, bounds }) => {
      const place = places?.[user]
      if (place === undefined) return []
      const head = headOf.get(_id) ?? 0
      return { room: _id, ...place, version, head, receipt: Math.min(seqs.get(_id) ?? 0, head), ...bounds }
    })
    return { marks, found, archived }
  }

  async function loadRows(ids: readonly RoomId[]): Promise<Rows> {
    const [own, archived] = await Promise.all([
      rooms.find<Listed>({ _id: { $in: [...ids] } }, { projection: listedOfRoom }).toArray(),
      archivedRooms.find<Archived>({ _id: { $in: [...ids] } }, { projection: listedOfArchive }).toArray(),
    ])
    return { found: await withPlaces(own), archived }
  }

  /** A copy of an older version that runs beside this one writes rooms without what lists need: made up for from the room. */
  async function withPlaces(found: readonly Listed[]): Promise<readonly Listed[]> {
    const bare = found.flatMap(({ _id, places, about }) => (places === undefined && about === undefined ? _id : []))
    if (bare.length === 0) return found
    const whole = await rooms.find({ _id: { $in: bare } }).toArray()
    const made = new Map(whole.map(({ _id, state }) => [_id, { _id, ...buildRoomDocument(buildRoomState(state)) }]))
    return found.map((document) => made.get(document._id) ?? document)
  }

  /** One question for all rooms in which somebody was mentioned since. */
  async function countMentions(user: UserId, places: readonly { room: RoomId; afterSeq: number }[]) {
    const counts = new Map<RoomId, number>()
    if (places.length === 0) return counts
    const found = await messages
      .find(
        {
          $or: places.map(({ room, afterSeq }) => ({
            room,
            seq: { $gt: afterSeq },
            mentions: { $in: [user, 'room'] },
          })),
          author: { $ne: user },
          removedAt: { $exists: false },
          ...notAside,
        },
        { projection: { _id: 0, room: 1 } },
      )
      .limit(mostMentions)
      .toArray()
    for (const { room } of found) counts.set(room, Math.min((counts.get(room) ?? 0) + 1, unreadCap))
    return counts
  }

  async function countAlone(user: UserId, room: RoomId, afterSeq: number): Promise<number> {
    const found = await messages
      .find(
        { room, seq: { $gt: afterSeq }, author: { $ne: user }, removedAt: { $exists: false }, ...notAside },
        { projection: { _id: 1 } },
      )
      .limit(unreadCap)
      .toArray()
    return found.length
  }

  return {
    loadPositions: async () => {
      const all = await archivePositions.find({}, { projection: { seq: 1 } }).toArray()
      return new Map(all.map(({ _id, seq }) => [_id, seq]))
    },
    loadRoomMarks: async (user) => (await loadMarks(user)).marks,
    loadListedRooms: async (user, which) => {
      if (which?.length === 0) return []
      const { marks, found, archived } =
        which === undefined
          ? await loadMarks(user, 'listed')
          : { marks: which, ...(await loadRows(which.map(({ room }) => room))) }
      if (marks.length === 0) return []
      const aboutOf = new Map(found.map(({ _id, about }) => [_id, about]))
      const byRoom = new Map(archived.map((document) => [document._id, document]))
      const counted = marks.map((mark) => {
        const recent = recentOf(byRoom.get(mark.room) ?? {})
        const afterSeq = Math.max(mark.receipt, mark.joinedSeq)
        const hasNews = recent?.last !== undefined && recent.last.seq > afterSeq
        const unread = hasNews ? countRecent(recent, { user, afterSeq }) : 0
        return { mark, recent, afterSeq, unread, isNamed: hasNews && recent.mentionSeq > afterSeq }
      })
      const alone = counted.filter(({ unread }) => unread === undefined).slice(0, countedAlone)
      const [mentions, ...counts] = await Promise.all([
        countMentions(
          user,
          counted.flatMap(({ mark, afterSeq, isNamed }) => (isNamed ? { room: mark.room, afterSeq } : [])),
        ),
        ...alone.map(({ mark, afterSeq }) => countAlone(user, mark.room, afterSeq)),
      ])
      const exact = new Map(alone.map(({ mark }, index) => [mark.room, counts[index]]))
      return counted.map(({ mark, recent, unread, afterSeq }): ListedRoom => {
        const known = unread ?? exact.get(mark.room)
        const atLeast = recent?.recent.filter((one) => one.seq > afterSeq && one.author !== user).length ?? 0
        return {
          ...mark,
          ...writeListedText(aboutOf.get(mark.room) ?? noAbout),
          ...writeListedLast(recent?.last),
          unread: known ?? atLeast,
          mentions: mentions.get(mark.room) ?? 0,
        }
      })
    },
    loadPeople: async (user, named, changedSinceAt) => {
      const byName = { _id: { $in: [...new Set(named)] } }
      if (changedSinceAt === undefined)
        return (await users.find(byName).toArray()).flatMap((one) => userFrom(one) ?? [])
      const found = await users
        .find({ $or: [byName, { changedAt: { $gte: changedSinceAt } }] })
        .limit(named.length + mostChanged)
        .toArray()
      const known = new Set(named)
      const others = found.flatMap(({ _id }) => (known.has(_id) ? [] : _id))
      if (others.length > 0) {
        const together = await rooms
          .find(
            { $and: [{ 'state.members.user': user }, { 'state.members.user': { $in: others } }] },
            { projection: { 'state.members.user': 1 } },
          )
          .toArray()
        for (const { state } of together) for (const member of state.members) known.add(member.user)
      }
      return found.filter(({ _id }) => known.has(_id)).flatMap((document) => userFrom(document) ?? [])
    },
  }
}

const noAbout: RoomAbout = { roomKind: 'group', name: '', topic: '', createdAt: 0, members: [], memberCount: 0 }
