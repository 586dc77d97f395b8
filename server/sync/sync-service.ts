import pLimit from 'p-limit'
import type { Me, User } from '../../common/http-contract/account-contract.ts'
import type { Announcement } from '../../common/http-contract/announcement-contract.ts'
import type { Contact } from '../../common/http-contract/contact-contract.ts'
import type { Sync } from '../../common/http-contract/sync-contract.ts'
import { type DeviceId, type RoomId, shardOf, type UserId } from '../../common/ids.ts'
import type { KnownPresence } from '../../common/presence-event.ts'
import type { RoomPlace } from '../reach/room-reach.ts'
import { isSeen, type Span } from '../reach/visible-spans.ts'
import type { UserRow } from '../store/account-store.ts'
import { readListedRoom } from '../store/listed-room.ts'
import type { ListedRoom, RoomMark, SyncStore } from '../store/sync-store.ts'
import { type RoomTexts, writeSyncRooms } from './room-text.ts'
import {
  buildDigests,
  encodeSyncPlace,
  parseSyncPlace,
  type ShardPlace,
  type SyncPlace,
  selectChanged,
} from './sync-cursor.ts'

/** What `GET /sync` gathers; `build-sync.ts` says from where. */
export type SyncDependencies = {
  readonly serverName: string
  readonly store: SyncStore
  /** How many shards there are. */
  readonly countShards: () => number
  /** The same in every copy of the server. */
  readonly cursorKey: Buffer
  /** With the barrier: complete up to where each shard is archived, or says that it is not. */
  readonly reachAll: (shards: readonly number[]) => Promise<ReadonlyMap<number, Reached>>
  readonly buildMe: (user: UserRow, device: DeviceId) => Me
  readonly buildUser: (user: UserRow) => User
  /** Of the credential that they would get now. */
  readonly loadScopeVersion: (user: UserId, rooms: readonly RoomPlace[]) => Promise<string>
  /** What of these rooms the user may see; those that are left out are seen whole. */
  readonly loadSeen: (user: UserId, rooms: readonly RoomId[]) => Promise<ReadonlyMap<RoomId, readonly Span[]>>
  /** Of the others in my rooms, those who are there, not those I have blocked or what they made; of my contacts when the others were. */
  readonly loadPresence: (want: {
    readonly user: UserId
    readonly marks: readonly RoomMark[]
    readonly blocked: readonly UserId[]
    readonly contacts: readonly UserId[]
  }) => Promise<readonly KnownPresence[]>
  /** In one question: who is my contact, and whom I have blocked. */
  readonly loadContacts: (
    user: UserId,
  ) => Promise<{ readonly contacts: readonly Contact[]; readonly blocks: readonly { readonly user: UserId }[] }>
  /** Of those the caller has met, who was deleted since then. */
  readonly loadGone: (user: UserId, sinceAt: number) => Promise<readonly UserRow[]>
  /** What everybody is told, from memory mostly. */
  readonly loadAnnouncements: () => Promise<readonly Announcement[]>
  readonly loadSettingsVersion: (user: UserId) => Promise<number>
  readonly now: () => number
}

type Reached = {
  readonly complete: boolean
  readonly archivedTo: number
  readonly epoch: number
  readonly forkSeq: number
}
type ShardNow = ShardPlace & { readonly forkSeq: number }

/** A `Sync` whose rooms are written down already. */
export type SyncAnswer = Omit<Sync, 'rooms'> & { readonly rooms: readonly string[] }
type Caller = { readonly user: UserId; readonly device: DeviceId }
export type LoadSync = (caller: Caller, since?: string) => Promise<SyncAnswer>

/**
 * Lists that are made at once: one is read while another one is written. More would end no sooner and all be held in
 * memory meanwhile, and whoever came first would wait for whoever came last.
 */
const listsAtOnce = 2

/** Clocks of several servers, and a write that was under way while a cursor was made. */
const marginMs = 300_000

/**
 * One call to start from, and again on each connection: it costs what changed, not what somebody has. Where everybody
 * stands is read before any row, so what comes in between is said twice and never left out.
 */
export function buildSyncLoader(deps: SyncDependencies): LoadSync {
  const { store } = deps
  const lists = pLimit(listsAtOnce)

  async function loadShards(place: SyncPlace | undefined): Promise<ReadonlyMap<number, ShardNow>> {
    const all = new Set([
      ...Array.from({ length: deps.countShards() }, (_, shard) => shard),
      ...(place?.shards.keys() ?? []),
    ])
    const reached = await deps.reachAll([...all])
    return new Map(
      [...reached].map(([shard, { complete, archivedTo, epoch, forkSeq }]) => {
        return [shard, { epoch, forkSeq, seq: archivedTo, isComplete: complete }]
      }),
    )
  }

  /** A newcomer's list shows nothing of what was said before they came, where the room does not. */
  async function hideUnseen(user: UserId, rooms: readonly ListedRoom[]): Promise<readonly ListedRoom[]> {
    const lastSeq = (listed: ListedRoom) => readListedRoom(listed).last?.seq ?? 0
    const doubtful = rooms.filter((listed) => listed.isPartial && lastSeq(listed) < listed.joinedSeq)
    if (doubtful.length === 0) return rooms
    const spans = await deps.loadSeen(
      user,
      doubtful.map(({ room }) => room),
    )
    return rooms.map((listed) => {
      const seen = spans.get(listed.room)
      const { last: _, lastAuthor: __, ...rest } = listed
      return seen === undefined || isSeen(seen, lastSeq(listed)) ? listed : rest
    })
  }

  /** The people whom the answer names, and who of those I know changed since. */
  async function loadPeople(user: UserId, named: ReadonlySet<UserId>, place: SyncPlace | undefined) {
    const people = await store.loadPeople(user, [...new Set([user, ...named])], place && place.at - marginMs)
    const me = people.find(({ id }) => id === user)
    if (me === undefined) throw new Error('the caller has no account')
    return { me, people }
  }

  async function loadRooms(
    user: UserId,
    all: readonly RoomMark[] | undefined,
    changed: readonly RoomMark[] | undefined,
    isComplete: (room: RoomId) => boolean,
  ): Promise<RoomTexts & { readonly marks: readonly RoomMark[] }> {
    if (all !== undefined && changed?.length === 0) return { marks: all, texts: [], named: new Set() }
    return lists(async () => {
      const rooms = await hideUnseen(user, await store.loadListedRooms(user, changed))
      return { marks: all ?? rooms.map(markOf), ...writeSyncRooms(rooms, user, ({ room }) => isComplete(room)) }
    })
  }

  return async ({ user, device }, since) => {
    const at = deps.now()
    const place = since === undefined ? undefined : parseSyncPlace(deps.cursorKey, user, since)
    const shards = await loadShards(place)
    const all = place === undefined ? undefined : await store.loadRoomMarks(user)
    const changed = place === undefined || all === undefined ? undefined : selectChanged(place, all, shards)
    const isComplete = (room: RoomId) => shards.get(shardOf(room))?.isComplete ?? false
    const { marks, texts, named } = await loadRooms(user, all, changed, isComplete)
    const { me, people } = await loadPeople(user, named, place)
    const known = new Set(people.map(({ id }) => id))
    const gone = place === undefined ? [] : await deps.loadGone(user, place.at - marginMs)
    const announcements = await deps.loadAnnouncements()
    const { contacts, blocks } = await deps.loadContacts(user)
    const blocked = blocks.map((block) => block.user)
    const mine = new Set(marks.map(({ room }) => shardOf(room)))
    const places = new Map([...shards].filter(([shard]) => mine.has(shard)))
    return {
      me: deps.buildMe(me, device),
      server: { name: deps.serverName },
      cursor: encodeSyncPlace(deps.cursorKey, user, { at, shards: places, digests: buildDigests(marks) }),
      shards: Object.fromEntries(
        [...shards].map(([shard, { epoch, forkSeq, isComplete }]) => [
          shard,
          { epoch, forkSeq, ...(isComplete ? {} : { complete: false as const }) },
        ]),
      ),
      users: [...people, ...gone.filter(({ id }) => !known.has(id))].map(deps.buildUser),
      contacts: [...contacts],
      roomIds: marks.map(({ room }) => room),
      rooms: texts,
      presence: [...(await deps.loadPresence({ user, marks, blocked, contacts: contacts.map((one) => one.user) }))],
      ...(announcements.length === 0 ? {} : { announcements: [...announcements] }),
      settings: { version: await deps.loadSettingsVersion(user) },
      credentialVersion: await deps.loadScopeVersion(user, marks),
    }
  }
}

/** Without what was written of it: the rest of the call waits for other things, and a thousand rows are a megabyte. */
function markOf({
  unread: _,
  mentions: __,
  about: ___,
  members: ____,
  last: _____,
  lastAuthor: ______,
  ...mark
}: ListedRoom): RoomMark {
  return mark
}
