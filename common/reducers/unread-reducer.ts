import type { RoomId, UserId } from '../ids.ts'
import { isOnlyInThread } from '../thread.ts'
import type { RoomKind } from '../wire-event.ts'
import type { MessageRow } from './timeline-slot.ts'

/**
 * The one function behind every count a person sees: sidebar, window title, tray and badge. All come from `countUnread`
 * and `sumUnread`, so they are always equal, and all are 0 once everything is read.
 */
export type Unread = {
  readonly room: RoomId
  /** Messages of others, accepted and not removed, after the receipt. At most `unreadCap`. */
  readonly count: number
  /** Those among them that are for me: in a direct room all, else the ones that mention me or the room. */
  readonly forYou: number
  readonly muted: boolean
}
export type UnreadTotals = {
  /** All that is unread in rooms that are not muted. */
  readonly unread: number
  /** What badge, tray and title show as a number: messages for me in rooms that are not muted. */
  readonly forYou: number
  /** Whether badge and tray show a dot for the rest: something unread in a room that is not muted. */
  readonly hasOthers: boolean
  readonly rooms: number
}
/** What `/sync` counted: after the receipt it knew, or since I came if that was later; up to `head`; capped. */
export type ServerCount = {
  readonly head: number
  readonly receipt: number
  /** The sequence of `lastMessage`, 0 without one: read up to here is all read, though `head` may be a reaction after it. */
  readonly lastSeq: number
  readonly unread: number
  readonly mentions: number
}

/**
 * What this device has counted itself after that, for when it holds the messages no more: those after `after`, up to
 * `head`. It may have missed some, so it is no maximum.
 */
export type LaterCount = {
  readonly after: number
  readonly head: number
  readonly unread: number
  readonly mentions: number
}

export const unreadCap = 100

/** How far each user has read. Receipts only grow, in whatever order they arrive. */
export type Receipts = ReadonlyMap<UserId, number>

export function reduceReceipts(
  receipts: Receipts,
  { user, seq }: { readonly user: UserId; readonly seq: number },
): Receipts {
  return seq > (receipts.get(user) ?? 0) ? new Map(receipts).set(user, seq) : receipts
}

export type UnreadInput = {
  readonly room: RoomId
  readonly roomKind: RoomKind
  readonly muted: boolean
  readonly me: UserId
  /** My receipt: the highest from this device, my others and the server. */
  readonly receipt: number
  /** Of the window, all after every sequence that is named here: in the order of sequences, queued ones last. */
  readonly rows: readonly MessageRow[]
  /** The window holds every message after this sequence: 0 when all there ever was. */
  readonly completeAfter: number
  /** For certain up to here; what came later may have been heard only in part. */
  readonly completeTo: number
  readonly server?: ServerCount
  readonly later?: LaterCount
  /** Somebody has said that all from here on is to count as unread, whatever they have read: never nothing. */
  readonly unreadFrom?: number
}

/**
 * Counts in the window what it holds; what it does not hold, the server has counted. A receipt inside that part leaves
 * the server's figure standing until the next sync: rather one too many than something unread that nobody is told of.
 * Up to its head there is never more unread than the server has counted: what was said before I came is not new to me.
 */
export function countUnread(input: UnreadInput): Unread {
  const { room, roomKind, muted, me, receipt, rows, server, unreadFrom } = input
  const counted =
    server === undefined || server.lastSeq <= receipt
      ? countIn(rows, me, { after: receipt })
      : countWithServer(input, server)
  const lacking = lackingLater(input)
  const unread = { count: counted.count + lacking.count, mentions: counted.mentions + lacking.mentions }
  const said = unreadFrom === undefined ? unread : countIn(rows, me, { after: Math.min(receipt, unreadFrom - 1) })
  const count = Math.max(unread.count, said.count, unreadFrom === undefined ? 0 : 1)
  const mentions = Math.max(unread.mentions, said.mentions)
  const capped = Math.min(count, unreadCap)
  return { room, count: capped, forYou: roomKind === 'direct' ? capped : Math.min(mentions, capped), muted }
}

function countWithServer({ rows, me, receipt, completeAfter, completeTo }: UnreadInput, server: ServerCount): Count {
  // The last message may have come after the server had read its head: it is among those counted all the same.
  const head = Math.max(server.head, server.lastSeq)
  const later = countIn(rows, me, { after: Math.max(receipt, head) })
  const held = countIn(rows, me, { after: receipt, upTo: head })
  const counted = countIn(rows, me, { after: server.receipt, upTo: head, removedSince: head })
  const isWhole = completeAfter <= receipt && completeTo >= head
  const upToHead = (name: keyof Count, onServer: number) => {
    const lacking = isWhole ? 0 : Math.max(0, onServer - counted[name])
    // A count that was capped says nothing about how many there are at most.
    const most = server.unread >= unreadCap ? Number.POSITIVE_INFINITY : onServer
    return Math.min(most, held[name] + lacking)
  }
  return {
    count: later.count + upToHead('count', server.unread),
    mentions: later.mentions + upToHead('mentions', server.mentions),
  }
}

function lackingLater({ rows, me, receipt, completeAfter, completeTo, later }: UnreadInput): Count {
  const nothing = { count: 0, mentions: 0 }
  if (later === undefined || receipt >= later.head) return nothing
  const { after, head } = later
  if (completeAfter <= Math.max(receipt, after) && completeTo >= head) return nothing
  const held = countIn(rows, me, { after, upTo: head, removedSince: head })
  return {
    count: Math.max(0, later.unread - held.count),
    mentions: Math.max(0, later.mentions - held.mentions),
  }
}

export function sumUnread(rooms: Iterable<Pick<Unread, 'count' | 'forYou' | 'muted'>>): UnreadTotals {
  let totals: UnreadTotals = { unread: 0, forYou: 0, hasOthers: false, rooms: 0 }
  for (const { count, forYou, muted } of rooms) {
    if (muted || count === 0) continue
    totals = {
      unread: Math.min(totals.unread + count, unreadCap),
      forYou: Math.min(totals.forYou + forYou, unreadCap),
      hasOthers: totals.hasOthers || count > forYou,
      rooms: totals.rooms + 1,
    }
  }
  return totals
}

/** As people read it: `99+` from the cap on, nothing for 0. */
export function unreadLabel(count: number): string {
  if (count <= 0) return ''
  return count >= unreadCap ? `${unreadCap - 1}+` : String(count)
}

type Count = { readonly count: number; readonly mentions: number }
type Range = { readonly after: number; readonly upTo?: number; readonly removedSince?: number }

/** Of others, accepted and not removed, in the range; also those removed only after `removedSince`, where that is given. */
function countIn(rows: readonly MessageRow[], me: UserId, { after, upTo, removedSince }: Range): Count {
  let count = 0
  let mentions = 0
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index]
    if (row === undefined) break
    // Rows are in order: what lies before is out of the range. Queued ones, at the end, have no sequence yet.
    if (row.state !== 'queued' && row.seq <= after) break
    if (row.state !== 'stored' || row.seq > (upTo ?? row.seq)) continue
    const { author, removedAt, version, mentions: named } = row.message
    // What a thread alone shows is unread in the thread.
    if (
      author === me ||
      isOnlyInThread(row.message) ||
      (removedAt !== undefined && version <= (removedSince ?? version))
    )
      continue
    count++
    if (named.some((one) => one === 'room' || one === me)) mentions++
  }
  return { count, mentions }
}
