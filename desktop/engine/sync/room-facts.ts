import type { Room } from '../../../common/http-contract/room-contract.ts'
import type { SyncRoom } from '../../../common/http-contract/sync-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Checkpoint, RoomLimits, RoomState } from '../../../common/message.ts'
import { buildCheckpoint } from '../../../common/reducers/room-reducer.ts'
import type { KeptRoom } from '../local-store/kept-records.ts'
import type { RoomEntry } from './room-entry.ts'
import { bareEntry } from './room-entry.ts'
import { countLater, countOfServer, lastRowOf } from './room-unread.ts'
import { buildWindow, mapWindows, mirrorOwn, moveToCheckpoint } from './room-window.ts'

/** Name, topic, members and what bounds them come from `/sync` until a newer system event was heard. */
export function mergeFacts(before: RoomState | undefined, room: SyncRoom['room'], me?: UserId): RoomState {
  if (before !== undefined && before.version > room.version) return before
  const isWhole = room.members.length >= room.memberCount
  const named = room.members.map(({ user, role }) => [user, { user, role, joinedSeq: 0 }] as const)
  return {
    room: room.id,
    roomKind: room.kind,
    name: room.name,
    topic: room.topic,
    members: new Map([...(isWhole ? [] : (before?.members ?? [])), ...named]),
    createdAt: room.createdAt,
    createdBy: before?.createdBy ?? ('' as UserId),
    version: room.version,
    ...boundsOf(before, room, me),
  }
}

/** What is left out of an answer is as in most rooms, and left out here too: equal states are equal. */
function boundsOf(before: RoomState | undefined, room: SyncRoom['room'], me: UserId | undefined): Partial<RoomState> {
  const { visibility, history, slowModeSec = 0, avatar } = room
  const limits = limitsOf(before, room, me)
  return {
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(visibility === 'public' ? { visibility } : {}),
    ...(history === 'joined' ? { history: [{ fromSeq: 0, shows: history }] } : {}),
    ...(slowModeSec === 0 ? {} : { slowModeSec }),
    ...(avatar === undefined ? {} : { avatar }),
  }
}

function limitsOf(before: RoomState | undefined, room: SyncRoom['room'], me: UserId | undefined): RoomLimits {
  const { posting, archived, ended, members, mutedUntil } = room
  const own = me === undefined || mutedUntil === undefined ? [] : [{ user: me, until: mutedUntil }]
  const said = members.flatMap(({ user, mutedUntil: until }) => (until === undefined ? [] : [{ user, until }]))
  // `/sync` says it of me alone. Of others stays what was heard.
  const heard = before?.limits?.mutes?.filter(({ user }) => user !== me) ?? []
  const mutes = [...new Map([...heard, ...said, ...own].map((mute) => [mute.user, mute])).values()]
  return {
    ...(posting === 'admins' ? { posting } : {}),
    ...(archived === true ? { archived } : {}),
    ...(ended === undefined ? {} : { ended }),
    ...(mutes.length === 0 ? {} : { mutes }),
  }
}

/** `/sync` names only the first members of a large room. */
export function lacksMembers({ state, memberCount }: RoomEntry): boolean {
  return state.members.size < memberCount
}

/** All members are known now: what was heard meanwhile is judged by that. */
export function withAllMembers(entry: RoomEntry, room: Room): RoomEntry {
  // Who is named without a mute has none.
  const { limits: { mutes: _, ...limits } = {}, ...unmuted } = entry.state
  const state = mergeFacts({ ...unmuted, limits }, { ...room, memberCount: room.members.length })
  const known = { ...entry, state, memberCount: state.members.size }
  return mapWindows(known, (window) => {
    const { checkpoint, isProvisional } = window.timeline
    return isProvisional ? moveToCheckpoint(window, buildCheckpoint(state, checkpoint.seq)) : window
  })
}

/** History has said who was in the room at its head. */
export function withMembersAt(entry: RoomEntry, { seq, members, limits }: Checkpoint): RoomEntry {
  if (seq < entry.state.version || members.length === 0) return entry
  const named = members.map(({ user, role }) => [user, { user, role, joinedSeq: 0 }] as const)
  const { limits: _, ...rest } = entry.state
  const state = { ...rest, members: new Map(named), ...(limits === undefined ? {} : { limits }) }
  return { ...entry, state, memberCount: members.length }
}

/** As the disk knows it at a start. What was heard since its count was made is read when the room is opened. */
export function restoreEntry(kept: KeptRoom, me: UserId): RoomEntry {
  const { room, head, receipt, receipts = bareEntry.receipts, server, later, last } = kept
  const state = mergeFacts(undefined, room, me)
  const checkpoint = buildCheckpoint(state, head)
  const start = { room: room.id, me, checkpoint, isProvisional: room.members.length < room.memberCount }
  return {
    ...bareEntry,
    state,
    memberCount: room.memberCount,
    head,
    receipt,
    receipts,
    window: buildWindow(start, last === undefined ? [] : [last]),
    ...(server === undefined ? {} : { server }),
    ...(later === undefined ? {} : { later }),
  }
}

const keptMembers = 10

/** The other way. What this device has counted itself is kept as if the server had counted it. */
export function keepEntry(entry: RoomEntry, me: UserId): KeptRoom {
  const { state, memberCount, head, receipt, receipts } = entry
  const members = [...state.members.values()].map(({ user, role }) => ({ user, role }))
  const first = [...members.filter(({ user }) => user === me), ...members.filter(({ user }) => user !== me)]
  const last = lastRowOf(entry)
  const later = countLater(entry, me)
  const server = countOfServer(entry, me, later)
  return {
    room: {
      id: state.room,
      kind: state.roomKind,
      name: state.name,
      topic: state.topic,
      members: first.slice(0, keptMembers),
      memberCount,
      createdAt: state.createdAt,
      version: state.version,
      ...keptBounds(state, me),
    },
    head,
    receipt,
    later,
    ...(server === undefined ? {} : { server }),
    ...(receipts.size === 0 ? {} : { receipts }),
    ...(last === undefined ? {} : { last: last.message }),
  }
}

function keptBounds({ limits = {}, history, visibility, slowModeSec, avatar }: RoomState, me: UserId) {
  const { posting, archived, ended, mutes = [] } = limits
  const mutedUntil = mutes.find(({ user }) => user === me)?.until
  return {
    ...(visibility === undefined ? {} : { visibility }),
    ...(history?.at(-1)?.shows === 'joined' ? { history: 'joined' as const } : {}),
    ...(posting === undefined ? {} : { posting }),
    ...(slowModeSec === undefined ? {} : { slowModeSec }),
    ...(archived === undefined ? {} : { archived }),
    ...(ended === undefined ? {} : { ended }),
    ...(avatar === undefined ? {} : { avatar }),
    ...(mutedUntil === undefined ? {} : { mutedUntil }),
  }
}

/** Above the fork nothing of it is true any more: what is left is what stands below, to be asked for anew. */
export function cutEntry(entry: RoomEntry, forkSeq: number): RoomEntry {
  const { server: _, past: __, dividerSeq: ___, later: ____, ...rest } = entry
  const { room, me, checkpoint, own } = entry.window.timeline
  const start = {
    room,
    me: me ?? ('' as UserId),
    checkpoint: buildCheckpoint(entry.state, Math.min(forkSeq, checkpoint.seq)),
  }
  const receipts = new Map([...entry.receipts].map(([user, seq]) => [user, Math.min(seq, forkSeq)]))
  return {
    ...rest,
    // Who was a member then is for the answers that follow to say.
    state: { ...entry.state, version: Math.min(entry.state.version, forkSeq) },
    head: Math.min(entry.head, forkSeq),
    receipt: Math.min(entry.receipt, forkSeq),
    receipts,
    window: mirrorOwn(buildWindow({ ...start, isProvisional: true }), own),
  }
}
