import type { Room } from '../../../common/http-contract/room-contract.ts'
import type { SyncRoom } from '../../../common/http-contract/sync-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Checkpoint, RoomState } from '../../../common/message.ts'
import type { KeptRoom } from '../local-store/kept-records.ts'
import type { RoomEntry } from './room-entry.ts'
import { bareEntry } from './room-entry.ts'
import { countLater, countOfServer, lastRowOf } from './room-unread.ts'
import { buildWindow, mapWindows, mirrorOwn, moveToCheckpoint } from './room-window.ts'

/** Name, topic and members come from `/sync` until a newer system event was heard. */
export function mergeFacts(before: RoomState | undefined, room: SyncRoom['room']): RoomState {
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
  }
}

/** `/sync` names only the first members of a large room. */
export function lacksMembers({ state, memberCount }: RoomEntry): boolean {
  return state.members.size < memberCount
}

/** All members are known now: what was heard meanwhile is judged by that. */
export function withAllMembers(entry: RoomEntry, room: Room): RoomEntry {
  const state = mergeFacts(entry.state, { ...room, memberCount: room.members.length })
  const known = { ...entry, state, memberCount: state.members.size }
  return mapWindows(known, (window) => {
    const { checkpoint, isProvisional } = window.timeline
    return isProvisional ? moveToCheckpoint(window, { seq: checkpoint.seq, members: room.members }) : window
  })
}

/** History has said who was in the room at its head. */
export function withMembersAt(entry: RoomEntry, { seq, members }: Checkpoint): RoomEntry {
  if (seq < entry.state.version || members.length === 0) return entry
  const named = members.map(({ user, role }) => [user, { user, role, joinedSeq: 0 }] as const)
  return { ...entry, state: { ...entry.state, members: new Map(named) }, memberCount: members.length }
}

/** As the disk knows it at a start. What was heard since its count was made is read when the room is opened. */
export function restoreEntry(kept: KeptRoom, me: UserId): RoomEntry {
  const { room, head, receipt, receipts = bareEntry.receipts, server, later, last, unreadFrom } = kept
  const state = mergeFacts(undefined, room)
  const checkpoint = { seq: head, members: room.members }
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
    ...(unreadFrom === undefined ? {} : { unreadFrom: { seq: unreadFrom, isNew: false } }),
  }
}

const keptMembers = 10

/** The other way. What this device has counted itself is kept as if the server had counted it. */
export function keepEntry(entry: RoomEntry, me: UserId): KeptRoom {
  const { state, memberCount, head, receipt, receipts, unreadFrom } = entry
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
    },
    head,
    receipt,
    later,
    ...(server === undefined ? {} : { server }),
    ...(receipts.size === 0 ? {} : { receipts }),
    ...(last === undefined ? {} : { last: last.message }),
    ...(unreadFrom === undefined ? {} : { unreadFrom: unreadFrom.seq }),
  }
}

/** Above the fork nothing of it is true any more: what is left is what stands below, to be asked for anew. */
export function cutEntry(entry: RoomEntry, forkSeq: number): RoomEntry {
  const { server: _, past: __, dividerSeq: ___, later: ____, ...rest } = entry
  const { room, me, checkpoint, own } = entry.window.timeline
  const members = [...entry.state.members.values()].map(({ user, role }) => ({ user, role }))
  const start = { room, me: me ?? ('' as UserId), checkpoint: { seq: Math.min(forkSeq, checkpoint.seq), members } }
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
