import type { EventId, MessageId, RoomId, UserId } from '../ids.ts'
import type { Checkpoint, Message } from '../message.ts'
import type { StoredEvent } from '../wire-decode.ts'
import { type SystemEvent, systemKinds } from '../wire-event.ts'
import type { BucketMap } from './bucket-map.ts'
import { bucketMapOf, buildBucketMap, entriesOf, getEntry, withEntries, withEntry, withoutEntry } from './bucket-map.ts'
import { targetOf } from './fold-event.ts'
import type { MemberSteps } from './room-reducer.ts'
import { buildCheckpoint, buildMemberSteps, roleBefore, withMemberStep } from './room-reducer.ts'
import { isSameMessage } from './same-message.ts'
import type { SeqList } from './seq-list.ts'
import { filterRows, findLastRow, hasRow, rowsAfter, rowsOf, withoutRow, withRow } from './seq-list.ts'
import type { MessageRow, OwnEvent, RefusedEvent, Slot, SlotContext } from './timeline-slot.ts'
import { buildSlot, foldUpTo, isCopyOf, isEmptySlot, withCheckpoint, withStored } from './timeline-slot.ts'

/**
 * Path of a message, the client's fold: one room's window, made from a checkpoint, snapshots from history, events as
 * they come and own events that have no sequence yet. What comes out depends on what went in, never on the order or on
 * how often: screens may trust it after any reconnect. Rights are judged in the order of sequences, as in the archive.
 */
export type Timeline = {
  readonly room: RoomId
  readonly me: UserId | undefined
  /** Members and roles that the fold starts from. What happened up to its sequence is known from snapshots alone. */
  readonly checkpoint: Checkpoint
  /**
   * The checkpoint names only some of the members: posts of people it does not know count until the archive says that they
   * were refused (`dropEvents`).
   */
  readonly isProvisional: boolean
  readonly steps: MemberSteps
  readonly slots: BucketMap<Slot>
  /** The highest sequence of an event so far: what comes after it changes the judgement of nothing before. */
  readonly newestSeq: number
  readonly rows: SeqList<MessageRow>
  readonly notices: SeqList<NoticeRow>
  /** Every event after the checkpoint that the rights refused, whoever said it. */
  readonly refusals: SeqList<RefusedEvent>
  /** Own events without a sequence, in the order of insertion. */
  readonly own: readonly OwnEvent[]
}
/** Something that happened to the room, for a line between messages: "Ana joined". */
export type NoticeRow = {
  readonly kind: 'notice'
  readonly seq: number
  readonly at: number
  readonly event: SystemEvent
}
export type TimelineRow = MessageRow | NoticeRow

/** @param me whose refused posts are shown as refused, also those from another device */
export function buildTimeline(room: RoomId, checkpoint: Checkpoint, me?: UserId, isProvisional = false): Timeline {
  return {
    room,
    me,
    checkpoint,
    isProvisional,
    steps: buildMemberSteps(checkpoint, []),
    slots: buildBucketMap(),
    newestSeq: 0,
    rows: [],
    notices: [],
    refusals: [],
    own: [],
  }
}

/** One event from the stream, in any order and any number of times. The same timeline comes back where nothing changes. */
export function reduceTimeline(timeline: Timeline, stored: StoredEvent): Timeline {
  if (stored.room !== timeline.room) return timeline
  // What takes a message away is about the message, whoever says it.
  if (stored.author === 'system' && stored.event.kind !== 'message.removed') return reduceSystemEvent(timeline, stored)
  const target = targetOf(stored.event)
  if (target === undefined) return timeline
  const slot = getEntry(timeline.slots, target)
  if (stored.seq <= Math.max(timeline.checkpoint.seq, slot?.base?.version ?? 0)) {
    // Covered by a snapshot, refused, or outside the window. An own post waits for its snapshot, so as not to blink.
    const covered = stored.event.kind !== 'message.posted' || slot?.base !== undefined
    const own = timeline.own.find((one) => isCopyOf(stored, one))
    return covered && own !== undefined ? dropOwnEvent(timeline, own.event.id) : timeline
  }
  const context = contextOf(timeline)
  const heard =
    slot === undefined
      ? buildSlot({ ...emptyParts(target), events: [stored] }, context)
      : withStored(slot, stored, context)
  return withSlot(timeline, heard, Math.max(timeline.newestSeq, stored.seq))
}

/**
 * Snapshots from history, a page or a fill or the local store. For each message the highest `version` wins, and of two
 * with the same the one that comes now: what was folded onto a snapshot of long ago may lack what happened in between.
 */
export function loadMessages(timeline: Timeline, messages: readonly Message[]): Timeline {
  const context = contextOf(timeline)
  return messages.reduce((before, base) => {
    const slot = getEntry(before.slots, base.id) ?? buildSlot(emptyParts(base.id), context)
    const known = slot.base
    if (base.room !== before.room || (known !== undefined && base.version < known.version)) return before
    if (known !== undefined && base.version === known.version && isSameMessage(base, known)) return before
    const events = slot.events.filter((stored) => stored.seq > base.version)
    const own = slot.own.filter((one) => one.event.kind !== 'message.posted')
    return withSlot(before, buildSlot({ ...slot, base, events, own }, context))
  }, timeline)
}

/**
 * Goes on from a newer checkpoint, once every message that changed after the old one has been loaded: the caller has
 * asked history for `changedAfter: timeline.checkpoint.seq` and got a complete answer up to `checkpoint.seq`. From then
 * on events up to there count only as far as the snapshots hold them. An older checkpoint changes nothing.
 */
export function moveCheckpoint(timeline: Timeline, checkpoint: Checkpoint): Timeline {
  const isNews = checkpoint.seq > timeline.checkpoint.seq
  const isWhole = timeline.isProvisional && checkpoint.seq === timeline.checkpoint.seq
  if (!isNews && !isWhole) return timeline
  return goOnFrom({ ...timeline, isProvisional: false }, checkpoint, (slot) => slot.base)
}

/**
 * The archive says that it did not take them: by the rights, which are judged here too where all members are known, or by
 * what it alone knows (slow mode, whose a file is). Mine stay, to be told.
 */
export function dropEvents(timeline: Timeline, seqs: ReadonlySet<number>): Timeline {
  if (seqs.size === 0) return timeline
  const context = contextOf(timeline)
  let result = timeline
  for (const [, slot] of entriesOf(timeline.slots)) {
    const events = slot.events.filter(({ seq, author }) => !seqs.has(seq) || author === timeline.me)
    if (events.length < slot.events.length) result = withSlot(result, buildSlot({ ...slot, events }, context))
  }
  return result
}

/**
 * Makes the window's own fold the new start, for when it is known to hold every event up to `seq` (the archive's head
 * counted as many): saves asking history again. Changes that still wait for their message are forgotten with it;
 * history has them when the message is loaded.
 */
export function settleTimeline(timeline: Timeline, seq: number): Timeline {
  const step = timeline.steps.findLast((one) => one.seq <= seq)
  if (step === undefined || seq <= timeline.checkpoint.seq) return timeline
  const context = contextOf(timeline)
  return goOnFrom(timeline, buildCheckpoint(step, seq), (slot) => foldUpTo(slot, seq, context))
}

/**
 * The same timeline with nothing but the messages and notices that are to be kept: no judgement changes by it, so nothing
 * is folded anew.
 */
export function sliceTimeline(timeline: Timeline, keeps: Keeps): Timeline {
  const kept = [...entriesOf(timeline.slots)].filter(([, slot]) => keeps.slot(slot))
  const ids = new Set(kept.map(([id]) => id))
  const isKept = (id: string | undefined) => id !== undefined && ids.has(id)
  return {
    ...timeline,
    slots: bucketMapOf(kept),
    rows: filterRows(timeline.rows, ({ message }) => isKept(message.id)),
    notices: filterRows(timeline.notices, keeps.notice),
    refusals: filterRows(timeline.refusals, ({ stored }) => isKept(targetOf(stored.event))),
    own: timeline.own.filter(({ event }) => isKept(targetOf(event))),
  }
}
export type Keeps = { readonly slot: (slot: Slot) => boolean; readonly notice: (notice: NoticeRow) => boolean }

/** An own event that the outbox has taken: shown at once, last, until its stored copy arrives. */
export function addOwnEvent(timeline: Timeline, own: OwnEvent): Timeline {
  const target = targetOf(own.event)
  if (target === undefined || timeline.own.some((one) => one.event.id === own.event.id)) return timeline
  const before = { ...timeline, me: timeline.me ?? own.author }
  const context = contextOf(before)
  const slot = getEntry(before.slots, target) ?? buildSlot(emptyParts(target), context)
  const stored = slot.events.some((one) => isCopyOf(one, own))
  if (stored || (own.event.kind === 'message.posted' && slot.folded !== undefined)) return timeline
  const after = { ...before, own: [...before.own, own] }
  return withSlot(after, buildSlot({ ...slot, own: [...slot.own, own] }, context))
}

/** For an own event that was discarded, or that history holds already. */
export function dropOwnEvent(timeline: Timeline, id: EventId): Timeline {
  const own = timeline.own.find((one) => one.event.id === id)
  const slot = own && getEntry(timeline.slots, targetOf(own.event) ?? '')
  if (slot === undefined) return timeline
  return withSlot(
    timeline,
    buildSlot({ ...slot, own: slot.own.filter((one) => one.event.id !== id) }, contextOf(timeline)),
  )
}

/** Messages in the order of sequences, own ones that are not stored last. A row stays the same object until it changes. */
export function selectMessages(timeline: Timeline): readonly MessageRow[] {
  const stored = rowsOf(timeline.rows)
  return timeline.own.length === 0 ? stored : [...stored, ...selectQueued(timeline)]
}

/** The same without those up to a sequence: for who asks about the last few, with each event. */
export function selectMessagesAfter(timeline: Timeline, seq: number): readonly MessageRow[] {
  const stored = rowsAfter(timeline.rows, seq)
  return timeline.own.length === 0 ? stored : [...stored, ...selectQueued(timeline)]
}

/** The last that is wanted; own ones that are not stored come after all others. */
export function selectLastMessage(
  timeline: Timeline,
  isWanted: (row: MessageRow) => boolean = () => true,
): MessageRow | undefined {
  return selectQueued(timeline).findLast(isWanted) ?? findLastRow(timeline.rows, isWanted)
}

/** Messages, and what happened to the room between them. */
export function selectTimelineRows(timeline: Timeline): readonly TimelineRow[] {
  const notices = rowsOf(timeline.notices)
  if (notices.length === 0) return selectMessages(timeline)
  const rows: TimelineRow[] = []
  let next = 0
  for (const row of rowsOf(timeline.rows)) {
    for (let notice = notices[next]; notice !== undefined && notice.seq < row.seq; notice = notices[++next])
      rows.push(notice)
    rows.push(row)
  }
  return [...rows, ...notices.slice(next), ...selectQueued(timeline)]
}

export function selectMessage(timeline: Timeline, id: MessageId): MessageRow | undefined {
  return getEntry(timeline.slots, id)?.row
}

export function selectNotices(timeline: Timeline): readonly NoticeRow[] {
  return rowsOf(timeline.notices)
}

export function selectRefusals(timeline: Timeline): readonly RefusedEvent[] {
  return rowsOf(timeline.refusals)
}

/** Own posts that are not stored, in the order of insertion. */
export function selectQueued({ own, slots }: Timeline): readonly MessageRow[] {
  return own.flatMap(({ event }) => {
    const row = event.kind === 'message.posted' ? getEntry(slots, event.id)?.row : undefined
    return row?.state === 'queued' ? [row] : []
  })
}

function reduceSystemEvent(timeline: Timeline, stored: StoredEvent): Timeline {
  const { event, seq, storedAt } = stored
  if (hasRow(timeline.notices, seq) || !isSystemEvent(event)) return timeline
  const notices = withRow<NoticeRow>(timeline.notices, { kind: 'notice', seq, at: storedAt, event })
  const isNewest = seq > timeline.newestSeq
  const noticed = { ...timeline, notices, newestSeq: Math.max(seq, timeline.newestSeq) }
  if (seq <= timeline.checkpoint.seq) return noticed
  const steps = isNewest ? withMemberStep(timeline.steps, stored) : stepsOf(noticed, timeline.checkpoint)
  if (steps === timeline.steps) return noticed
  // Who may what has changed from `seq` on: only what came after it has to be judged anew, and own events come last.
  const judged = isNewest ? [] : [...entriesOf(timeline.slots)].map(([, slot]) => slot)
  const later = judged.filter((slot) => (slot.events.at(-1)?.seq ?? 0) > seq)
  const own = timeline.own.flatMap(({ event }) => getEntry(timeline.slots, targetOf(event) ?? '') ?? [])
  return refold({ ...noticed, steps }, new Set([...later, ...own]))
}

function goOnFrom(timeline: Timeline, checkpoint: Checkpoint, baseOf: (slot: Slot) => Message | undefined): Timeline {
  const after = { ...timeline, checkpoint, steps: stepsOf(timeline, checkpoint) }
  const context = contextOf(after)
  let result = after
  // Of most only what they are folded from is held otherwise, and nothing that is shown: they are put back all at once.
  const unseen: (readonly [string, Slot])[] = []
  for (const [id, slot] of entriesOf(timeline.slots)) {
    if (slot.events.length === 0 && slot.own.length === 0) continue
    const next = withCheckpoint(slot, checkpoint.seq, baseOf(slot), context)
    const isUnseen = next.row === slot.row && next.own === slot.own && next.refused === slot.refused
    if (isUnseen && !isEmptySlot(next)) unseen.push([id, next])
    else result = withSlot(result, next)
  }
  return unseen.length === 0 ? result : { ...result, slots: withEntries(result.slots, unseen) }
}

function stepsOf({ notices, room }: Timeline, checkpoint: Checkpoint): MemberSteps {
  const later = rowsOf(notices).filter((notice) => notice.seq > checkpoint.seq)
  return buildMemberSteps(
    checkpoint,
    later.map(({ seq, at, event }) => ({ room, author: 'system', seq, storedAt: at, event })),
  )
}

function refold(timeline: Timeline, slots: Iterable<Slot>): Timeline {
  const context = contextOf(timeline)
  let result = timeline
  for (const slot of slots) result = withSlot(result, buildSlot(slot, context))
  return result
}

/** Puts a slot back, and with it all that is shown of it. */
function withSlot(timeline: Timeline, slot: Slot, newestSeq = timeline.newestSeq): Timeline {
  const before = getEntry(timeline.slots, slot.id)
  if (slot === before) return newestSeq === timeline.newestSeq ? timeline : { ...timeline, newestSeq }
  const slots = isEmptySlot(slot) ? withoutEntry(timeline.slots, slot.id) : withEntry(timeline.slots, slot.id, slot)
  return {
    ...timeline,
    slots,
    newestSeq,
    rows: replaceRow(timeline.rows, before?.row, slot.row),
    refusals: replaceRefusals(timeline.refusals, before?.refused ?? [], slot.refused),
    own: replaceOwn(timeline.own, before?.own ?? [], slot.own),
  }
}

function replaceRow(rows: Timeline['rows'], before: MessageRow | undefined, after: MessageRow | undefined) {
  if (before === after) return rows
  const kept = before !== undefined && before.seq !== after?.seq ? withoutRow(rows, before.seq) : rows
  return after === undefined || after.state === 'queued' ? kept : withRow(kept, after)
}

function replaceRefusals(list: Timeline['refusals'], before: readonly RefusedEvent[], after: readonly RefusedEvent[]) {
  if (before === after || (before.length === 0 && after.length === 0)) return list
  const kept = before.reduce((rest, one) => withoutRow(rest, one.seq), list)
  return after.reduce(withRow<RefusedEvent>, kept)
}

function replaceOwn(own: readonly OwnEvent[], before: readonly OwnEvent[], after: readonly OwnEvent[]) {
  if (before.length === 0) return own
  const gone = before.filter((one) => !after.includes(one))
  return gone.length === 0 ? own : own.filter((one) => !gone.includes(one))
}

function contextOf({ room, me, steps, isProvisional }: Timeline): SlotContext {
  const stranger = isProvisional ? 'member' : undefined
  return {
    room,
    me,
    roleOf: (user, at, seq = Number.POSITIVE_INFINITY) => roleBefore(steps, user, { seq, at }) ?? stranger,
  }
}

function emptyParts(id: MessageId) {
  return { id, base: undefined, events: [], own: [], keptRefusals: [] }
}

function isSystemEvent(event: StoredEvent['event']): event is SystemEvent {
  return event.kind !== 'message.removed' && systemKinds.has(event.kind)
}
