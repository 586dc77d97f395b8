import type { AppError } from '../app-error.ts'
import { appError, retryOf } from '../app-error.ts'
import { backoffMs } from '../backoff.ts'
import type { EventId, FileId, RoomId, UserId } from '../ids.ts'
import { unreachable } from '../result.ts'
import type { Attachment, MemberEvent } from '../wire-event.ts'

/**
 * The state of delivery of all own events, as one pure reducer: what stations 2 and 3 of a message's path may do. It promises:
 * the order of insertion within a room, at most one unacknowledged publish a room, nothing behind a stuck head goes out,
 * nothing is lost, and what is stored never goes out again. It is plain data: what was written to disk comes back by
 * `restoreOutbox`.
 *
 *     queued → sending → stored
 *                      ↘ waiting (goes out again by itself: at `nextTryAt`, or with the next connection)
 *                      ↘ stuck   (only a person can go on: retry or discard)
 *              stored  → refused (the archive did not take it: it holds nothing up, and is kept only to be told)
 *     queued, waiting  → refused (an edit of words that are not there any more: it never goes out, and nothing waits for it)
 */
export type OutboxEntry = {
  readonly id: EventId
  readonly room: RoomId
  readonly author: UserId
  readonly event: MemberEvent
  readonly addedAt: number
  readonly state: 'queued' | 'sending' | 'stored' | 'waiting' | 'stuck' | 'refused'
  /** How often it was started since the app was. A failure counts only for the attempt it names. */
  readonly attempts: number
  /** It may be stored although nobody said so: ask history before sending it again, docs/protocol.md#sending. */
  readonly triedBefore: boolean
  /** Of a change: what its message was then. */
  readonly madeOn?: MadeOn
  /**
   * Files that are still on this device alone. They stand among the attachments under the names they have here, and nothing
   * goes out before each has the server's: the room waits for them, so that its order holds.
   */
  readonly awaits?: readonly FileId[]
  /** The names they had here, once the server has them: kept until the message is stored, so that it can be taken back. */
  readonly keeps?: readonly FileId[]
  /** Of words that are passed on: what the server still has to copy, or to vouch for, before they go out. */
  readonly forwards?: Forwards
  readonly error?: AppError
  /** Only while `waiting`; absent there when it waits for the next connection. */
  readonly nextTryAt?: number
  /** Only while `stored`. */
  readonly seq?: number
}
/** Where the message stands, 0 for one that is not stored itself, and the words that were changed. */
export type MadeOn = { readonly seq: number; readonly text: string }

/** The message that is passed on; `withAuthor`: with the name of who said it, for which the server vouches. */
export type Forwards = { readonly room: RoomId; readonly message: EventId; readonly withAuthor: boolean }

/** `rooms`: entries in the order of insertion. The ids of rooms are of a fixed form, so a record is safe. */
export type Outbox = {
  readonly connected: boolean
  readonly rooms: { readonly [room: RoomId]: readonly OutboxEntry[] }
}

export type Posted = Extract<MemberEvent, { readonly kind: 'message.posted' }>
type Which = { readonly room: RoomId; readonly id: EventId }
export type OutboxEvent =
  | {
      readonly kind: 'entry.added'
      readonly room: RoomId
      readonly author: UserId
      readonly event: MemberEvent
      readonly madeOn?: MadeOn
      readonly awaits?: readonly FileId[]
      readonly forwards?: Forwards
      readonly at: number
    }
  /** All its files are at the server: these are its attachments. */
  | ({ readonly kind: 'files.ready'; readonly attachments: readonly Attachment[] } & Which)
  /** Its files are copied, and whose words they are is vouched for: so it goes out. */
  | ({ readonly kind: 'forward.ready'; readonly event: Posted } & Which)
  /** A person sends it without that file. */
  | ({ readonly kind: 'file.dropped'; readonly file: FileId } & Which)
  /** The entry is on disk since it was added: whatever comes back from there counts as tried. */
  | ({ readonly kind: 'send.started' } & Which)
  | ({ readonly kind: 'send.stored'; readonly seq: number } & Which)
  /** `attempt`: the entry's `attempts` while it was sent; `jitter` is random, from 0 to below 1. */
  | ({
      readonly kind: 'send.failed'
      readonly attempt: number
      readonly error: AppError
      readonly now: number
      readonly jitter: number
    } & Which)
  /** Acknowledged or not, it will never count; or it must not go out any more. */
  | ({ readonly kind: 'send.refused'; readonly error: AppError } & Which)
  /** It was tried, is not stored, and the words it was made on are not there any more. */
  | ({ readonly kind: 'edit.outdated' } & Which)
  /** The archive's word comes after the entry was let go: it is told all the same. */
  | { readonly kind: 'entry.reinstated'; readonly entry: OutboxEntry; readonly error: AppError }
  /** A person asks to try again. */
  | ({ readonly kind: 'entry.retried' } & Which)
  /** "Resend all", in the old order. */
  | { readonly kind: 'outbox.retried' }
  | ({ readonly kind: 'entry.discarded' } & Which)
  /** The stored copy has been seen, or history holds it: nothing more to keep. */
  | ({ readonly kind: 'entry.settled' } & Which)
  | { readonly kind: 'connection.opened' }
  | { readonly kind: 'connection.closed' }

export const emptyOutbox: Outbox = { connected: false, rooms: {} }

/**
 * From what was on disk, in the order of insertion. An entry is written once, before it first goes out, so nobody knows
 * how far it had come: each counts as tried. What is known for certain stays: acknowledged changes, what a person was told.
 */
export function restoreOutbox(entries: readonly OutboxEntry[]): Outbox {
  const rooms: Record<RoomId, OutboxEntry[]> = {}
  for (const entry of entries) {
    const isCertain = entry.state === 'stuck' || entry.state === 'refused' || entry.state === 'stored'
    rooms[entry.room] ??= []
    rooms[entry.room]?.push({ ...(isCertain ? entry : withoutError(requeued(entry, true))), attempts: 0 })
  }
  return { connected: false, rooms }
}

/** The same outbox comes back where an event does not apply: late, doubled or about an entry that is gone. */
export function reduceOutbox(outbox: Outbox, happened: OutboxEvent): Outbox {
  switch (happened.kind) {
    case 'entry.added':
      return addEntry(outbox, happened)
    case 'files.ready':
      return withEntryChanged(outbox, happened, (entry) => completeEntry(entry, happened.attachments))
    case 'forward.ready':
      return withEntryChanged(outbox, happened, (entry) => completeForward(entry, happened.event))
    case 'file.dropped':
      return withEntryChanged(outbox, happened, (entry) => dropFile(entry, happened.file))
    case 'send.started':
      return startEntry(outbox, happened)
    case 'send.stored':
      // True whenever it comes, also from an attempt that was given up.
      return withEntryChanged(outbox, happened, (entry) =>
        entry.state === 'stored' || (entry.state === 'refused' && entry.error?.code !== outdated)
          ? entry
          : { ...requeued(entry, entry.triedBefore), state: 'stored', seq: happened.seq },
      )
    case 'send.failed':
      return withEntryChanged(outbox, happened, (entry) =>
        entry.state === 'sending' && entry.attempts === happened.attempt ? failEntry(entry, happened) : entry,
      )
    case 'send.refused':
      return withEntryChanged(outbox, happened, (entry) => refuseEntry(entry, happened.error))
    case 'edit.outdated':
      return outdateEdit(outbox, happened)
    case 'entry.reinstated':
      return reinstateEntry(outbox, happened)
    case 'entry.retried':
      return withEntryChanged(outbox, happened, retryEntry)
    case 'outbox.retried':
      return withAll(outbox, retryEntry)
    case 'entry.discarded':
      // What is on its way cannot be taken back; and the next one must not overtake it.
      return withoutEntry(outbox, happened, (entry) => entry.state !== 'sending' && entry.state !== 'stored')
    case 'entry.settled':
      return withoutEntry(outbox, happened, (entry) => entry.state !== 'sending' && entry.state !== 'refused')
    case 'connection.opened':
      return { ...withAll(outbox, retryOnConnection), connected: true }
    case 'connection.closed':
      return {
        ...withAll(outbox, (entry) => (entry.state === 'sending' ? requeued(entry, true) : entry)),
        connected: false,
      }
    default:
      return unreachable(happened)
  }
}

/** What should go out now: the head of each room, if it may. One that was `triedBefore` goes out only if history lacks it. */
export function selectNextSends(outbox: Outbox, now: number): readonly OutboxEntry[] {
  if (!outbox.connected) return []
  return headsOf(outbox).filter((head) => !isAwaiting(head) && (head.state === 'queued' || isDueAgain(head, now)))
}

const isAwaiting = ({ awaits, forwards }: OutboxEntry) => awaits !== undefined || forwards !== undefined
const isDueAgain = (head: OutboxEntry, now: number) => head.state === 'waiting' && isDue(head, now)

function isDue({ nextTryAt, error }: OutboxEntry, now: number): boolean {
  if (nextTryAt === undefined) return false
  // Further off than it ever is set: the clock was put back, and the wait is not to be as long as that.
  return nextTryAt <= now || nextTryAt - now > Math.max(longestDelayMs, error?.retryAfterMs ?? 0)
}

/** When to look again if nothing happens before: the earliest next try of a head, undefined when nothing waits for a time. */
export function selectNextTryAt(outbox: Outbox): number | undefined {
  if (!outbox.connected) return undefined
  const times = headsOf(outbox).flatMap((head) => (head.state === 'waiting' ? (head.nextTryAt ?? []) : []))
  return times.length === 0 ? undefined : Math.min(...times)
}

export function selectEntry(outbox: Outbox, { room, id }: Which): OutboxEntry | undefined {
  return entriesOfRoom(outbox, room).find((entry) => entry.id === id)
}

const longestDelayMs = 60_000

function addEntry(outbox: Outbox, added: Extract<OutboxEvent, { kind: 'entry.added' }>): Outbox {
  const { room, author, event, madeOn, awaits, forwards, at } = added
  if (selectEntry(outbox, { room, id: event.id }) !== undefined) return outbox
  const entry: OutboxEntry = {
    id: event.id,
    room,
    author,
    event,
    addedAt: at,
    state: 'queued',
    attempts: 0,
    triedBefore: false,
    ...(madeOn === undefined ? {} : { madeOn }),
    ...(awaits === undefined || awaits.length === 0 ? {} : { awaits }),
    ...(forwards === undefined ? {} : { forwards }),
  }
  return withRoom(outbox, room, [...entriesOfRoom(outbox, room), entry])
}

function reinstateEntry(outbox: Outbox, { entry, error }: Extract<OutboxEvent, { kind: 'entry.reinstated' }>): Outbox {
  if (selectEntry(outbox, entry) !== undefined) return outbox
  const refused: OutboxEntry = { ...requeued(entry, true), state: 'refused', error }
  return withRoom(outbox, entry.room, [...entriesOfRoom(outbox, entry.room), refused])
}

function startEntry(outbox: Outbox, { room, id }: Which): Outbox {
  const head = headOf(outbox, room)
  // Only the head, only once: a second unacknowledged publish could overtake the first.
  if (!outbox.connected || head?.id !== id || (head.state !== 'queued' && head.state !== 'waiting')) return outbox
  if (isAwaiting(head)) return outbox
  return withEntryChanged(outbox, head, (entry) => ({
    ...requeued(entry, entry.triedBefore),
    state: 'sending',
    attempts: entry.attempts + 1,
  }))
}

/** Nothing but what still waits for its files has any to be given. */
function completeEntry(entry: OutboxEntry, attachments: readonly Attachment[]): OutboxEntry {
  const { awaits, ...rest } = entry
  if (awaits === undefined || rest.event.kind !== 'message.posted') return entry
  return goingOn({ ...rest, keeps: awaits, event: withAttachments(rest.event, attachments) })
}

function completeForward(entry: OutboxEntry, event: Posted): OutboxEntry {
  const { forwards, ...rest } = entry
  return forwards === undefined || event.id !== entry.id ? entry : goingOn({ ...rest, event })
}

/** What it stood stuck with is no matter any more. */
function goingOn(entry: OutboxEntry): OutboxEntry {
  return entry.state === 'stuck' ? withoutError(requeued(entry, entry.triedBefore)) : entry
}

function dropFile(entry: OutboxEntry, file: FileId): OutboxEntry {
  const { awaits, ...rest } = entry
  const { event } = rest
  if (awaits === undefined || event.kind !== 'message.posted') return entry
  const left = awaits.filter((one) => one !== file)
  const attachments = (event.attachments ?? []).filter((one) => one.file !== file)
  // A message of nothing is no message: whoever takes its last file away takes it back.
  if (attachments.length === event.attachments?.length || (attachments.length === 0 && event.text === '')) return entry
  // Whether it was the one that nothing could go on with shows when the others are looked at.
  const again = withoutError(requeued({ ...rest, event: withAttachments(event, attachments) }, rest.triedBefore))
  return left.length === 0 ? again : { ...again, awaits: left }
}

function withAttachments({ attachments: _, ...event }: Posted, attachments: readonly Attachment[]): Posted {
  return attachments.length === 0 ? event : { ...event, attachments: [...attachments] }
}

function failEntry(entry: OutboxEntry, failed: Extract<OutboxEvent, { kind: 'send.failed' }>): OutboxEntry {
  const { error, now, jitter } = failed
  const tried: OutboxEntry = { ...requeued(entry, true), error }
  const retry = retryOf(error)
  switch (retry) {
    case 'never':
      return { ...tried, state: 'stuck' }
    case 'after-refresh':
      // Refused again with a new credential is refused for good: asking for another would go round for ever.
      return { ...tried, state: entry.error !== undefined && entry.error.code === error.code ? 'stuck' : 'waiting' }
    case 'later': {
      const delayMs = Math.max(backoffMs(entry.attempts, jitter, { mostMs: longestDelayMs }), error.retryAfterMs ?? 0)
      return { ...tried, state: 'waiting', nextTryAt: now + delayMs }
    }
    default:
      return unreachable(retry)
  }
}

function retryEntry(entry: OutboxEntry): OutboxEntry {
  if (entry.state !== 'waiting' && entry.state !== 'stuck') return entry
  return withoutError(requeued(entry, entry.triedBefore))
}

const outdated = 'edit-outdated'

/**
 * Trying it again would ask in vain, and what was written after it does not stand on it: it is told, and nothing waits. Save later
 * edits of the same message, which were made on its words: they go out only if history says that these are there.
 */
function outdateEdit(outbox: Outbox, { room, id }: Which): Outbox {
  const entry = selectEntry(outbox, { room, id })
  if (entry?.event.kind !== 'message.edited' || (entry.state !== 'queued' && entry.state !== 'waiting')) return outbox
  const { message } = entry.event
  const entries = entriesOfRoom(outbox, room)
  const changed = entries.map((one, index): OutboxEntry => {
    if (one === entry) return { ...requeued(one, true), state: 'refused', error: appError(outdated) }
    const isLater = index > entries.indexOf(entry) && one.event.kind === 'message.edited'
    return isLater && one.event.message === message ? { ...one, triedBefore: true } : one
  })
  return withRoom(outbox, room, changed)
}

/** What is stored in the stream holds nothing up; what is not may not overtake, and stays at the head of its room. */
function refuseEntry(entry: OutboxEntry, error: AppError): OutboxEntry {
  if (entry.state === 'refused') return entry
  return { ...requeued(entry, entry.triedBefore), state: entry.state === 'stored' ? 'refused' : 'stuck', error }
}

function withoutError({ error: _, ...entry }: OutboxEntry): OutboxEntry {
  return entry
}

/** A new connection is a new chance, save where the server has said how long to wait. */
function retryOnConnection(entry: OutboxEntry): OutboxEntry {
  if (entry.state !== 'waiting' || entry.error?.retryAfterMs !== undefined) return entry
  return requeued(entry, entry.triedBefore)
}

/** Keeps the last error: the person sees why it waits, and a refusal that repeats is known as one. */
function requeued({ nextTryAt: _, ...entry }: OutboxEntry, triedBefore: boolean): OutboxEntry {
  return { ...entry, state: 'queued', triedBefore }
}

function headsOf(outbox: Outbox): readonly OutboxEntry[] {
  return roomsOf(outbox).flatMap((room) => headOf(outbox, room) ?? [])
}

function headOf(outbox: Outbox, room: RoomId): OutboxEntry | undefined {
  return entriesOfRoom(outbox, room).find(({ state }) => state !== 'stored' && state !== 'refused')
}

function roomsOf(outbox: Outbox): readonly RoomId[] {
  return Object.keys(outbox.rooms) as RoomId[]
}

function entriesOfRoom(outbox: Outbox, room: RoomId): readonly OutboxEntry[] {
  return outbox.rooms[room] ?? []
}

function withEntryChanged(outbox: Outbox, { room, id }: Which, change: (entry: OutboxEntry) => OutboxEntry): Outbox {
  const before = selectEntry(outbox, { room, id })
  const after = before && change(before)
  if (before === undefined || after === undefined || after === before) return outbox
  return withRoom(
    outbox,
    room,
    entriesOfRoom(outbox, room).map((entry) => (entry === before ? after : entry)),
  )
}

function withoutEntry(outbox: Outbox, { room, id }: Which, may: (entry: OutboxEntry) => boolean): Outbox {
  const entry = selectEntry(outbox, { room, id })
  if (entry === undefined || !may(entry)) return outbox
  return withRoom(
    outbox,
    room,
    entriesOfRoom(outbox, room).filter((one) => one !== entry),
  )
}

function withAll(outbox: Outbox, change: (entry: OutboxEntry) => OutboxEntry): Outbox {
  return roomsOf(outbox).reduce((before, room) => {
    const entries = entriesOfRoom(before, room)
    const changed = entries.map(change)
    return changed.some((entry, index) => entry !== entries[index]) ? withRoom(before, room, changed) : before
  }, outbox)
}

function withRoom(outbox: Outbox, room: RoomId, entries: readonly OutboxEntry[]): Outbox {
  if (entries.length > 0) return { ...outbox, rooms: { ...outbox.rooms, [room]: entries } }
  const { [room]: _, ...rooms } = outbox.rooms
  return { ...outbox, rooms }
}
