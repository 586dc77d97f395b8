import type { RoomId, UserId } from '../ids.ts'
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
  /** What badge, tray and title show as a number: messages for me in rooms that are not muted. */
  readonly forYou: number
  /** Whether badge and tray show a dot for the rest: something unread in a room that is not muted. */
  readonly hasOthers: boolean
  readonly rooms: number
}
/** What `/sync` counted: after my receipt, up to `head`, capped. */
export type ServerCount = {
  readonly head: number
  /** The sequence of `lastMessage`, 0 without one: read up to here is all read, though `head` may be a reaction after it. */
  readonly lastSeq: number
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
  /** `selectMessages` of the window: in the order of sequences, queued ones last. */
  readonly rows: readonly MessageRow[]
  /** The window holds every message after this sequence: 0 when all there ever was. */
  readonly completeAfter: number
  readonly server?: ServerCount
}

/**
 * Counts in the window what it holds; what it does not hold, the server has counted. A receipt inside that part leaves
 * the server's figure standing until the next sync: rather one too many than something unread that nobody is told of.
 */
export function countUnread(input: UnreadInput): Unread {
  const { room, roomKind, muted, me, receipt, rows, completeAfter, server } = input
  const serverCounts = server !== undefined && completeAfter > receipt && server.lastSeq > receipt
  const counted = countAfter(rows, me, serverCounts ? Math.max(receipt, server.head) : receipt)
  const held = serverCounts ? countAfter(rows, me, receipt) : counted
  // The window may know more than an old count of the server's, never less than what it holds itself.
  const count = Math.max(held.count, counted.count + (serverCounts ? server.unread : 0))
  const mentions = Math.max(held.mentions, counted.mentions + (serverCounts ? server.mentions : 0))
  const capped = Math.min(count, unreadCap)
  return { room, count: capped, forYou: roomKind === 'direct' ? capped : Math.min(mentions, capped), muted }
}

export function sumUnread(unread: Iterable<Unread>): UnreadTotals {
  let totals: UnreadTotals = { forYou: 0, hasOthers: false, rooms: 0 }
  for (const { count, forYou, muted } of unread) {
    if (muted || count === 0) continue
    totals = {
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

/** Where the divider goes: the first unread message in the window, to be frozen when the room is opened. */
export function firstUnread(rows: readonly MessageRow[], me: UserId, receipt: number): MessageRow | undefined {
  return rows.find((row) => isUnread(row, me, receipt))
}

function countAfter(rows: readonly MessageRow[], me: UserId, seq: number) {
  let count = 0
  let mentions = 0
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index]
    if (row === undefined) break
    // Rows are in order: what lies before is read. Queued ones, at the end, have no sequence yet.
    if (row.state !== 'queued' && row.seq <= seq) break
    if (!isUnread(row, me, seq)) continue
    count++
    if (row.message.mentions.some((one) => one === 'room' || one === me)) mentions++
  }
  return { count, mentions }
}

function isUnread({ state, seq, message }: MessageRow, me: UserId, receipt: number): boolean {
  return state === 'stored' && seq > receipt && message.author !== me && message.removedAt === undefined
}
