import type { Role } from '../credential-scope.ts'
import type { MessageId, RoomId, UserId } from '../ids.ts'
import type { Message } from '../message.ts'
import type { StoredEvent } from '../wire-decode.ts'
import type { MemberEvent } from '../wire-event.ts'
import type { Refusal } from './fold-event.ts'
import { foldEvent } from './fold-event.ts'
import { indexOf } from './seq-list.ts'

/**
 * All that a window holds about one message. What it folds to depends only on the newest snapshot, the events after it
 * and the roles, never on the order in which they came: that is why messages can be folded one by one.
 */
export type Slot = {
  readonly id: MessageId
  /** The newest snapshot from history: it covers every event up to its `version`. */
  readonly base: Message | undefined
  /** In the order of sequences, each after the checkpoint and after `base.version`. */
  readonly events: readonly StoredEvent[]
  /** Own events that have no sequence yet, in the order of insertion. */
  readonly own: readonly OwnEvent[]
  /** Own posts that were refused before the checkpoint: their sender still sees them. */
  readonly keptRefusals: readonly RefusedEvent[]
  readonly folded: Message | undefined
  readonly refused: readonly RefusedEvent[]
  readonly row: MessageRow | undefined
}
export type OwnEvent = { readonly event: MemberEvent; readonly author: UserId; readonly at: number }
export type RefusedEvent = { readonly seq: number; readonly stored: StoredEvent; readonly reason: Refusal }

/**
 * One message as the screen shows it. `seq` and `message.seq` are 0 while it is queued: nothing may take it for read.
 * `changing`: own edits, reactions and the like are shown that are not stored yet.
 */
export type MessageRow = {
  readonly kind: 'message'
  readonly seq: number
  readonly message: Message
  readonly state: 'queued' | 'stored' | 'refused'
  readonly reason?: Refusal
  readonly changing?: true
}

export type SlotContext = {
  readonly room: RoomId
  readonly me: UserId | undefined
  /** The role that counts at this time; without a sequence: after all that is known. */
  readonly roleOf: (user: UserId, at: number, seq?: number) => Role | undefined
}

type SlotParts = Pick<Slot, 'id' | 'base' | 'events' | 'own' | 'keptRefusals'>

export function buildSlot({ id, base, events, own, keptRefusals }: SlotParts, context: SlotContext): Slot {
  const refused: RefusedEvent[] = []
  let waiting: RefusedEvent[] = []
  let folded = base
  for (const stored of events) {
    const verdict = foldEvent(roleOfAuthor(stored, context), folded, stored)
    if (verdict.kind === 'refused') {
      // Without its message a change is not refused yet: the message may only not be loaded.
      const waits = folded === undefined && stored.event.kind !== 'message.posted'
      const list = waits ? waiting : refused
      list.push({ seq: stored.seq, stored, reason: verdict.reason })
    }
    if (verdict.kind === 'posted') {
      // Now it is certain that what waited was said before its message.
      refused.push(...waiting)
      waiting = []
    }
    if (verdict.kind === 'posted' || verdict.kind === 'changed') folded = verdict.message
  }
  return withRowOf({ id, base, events, own, keptRefusals, folded, refused, row: undefined }, context)
}

/** The slot with one more stored event; the same slot when it has it already. */
export function withStored(slot: Slot, stored: StoredEvent, context: SlotContext): Slot {
  const place = indexOf(slot.events, stored.seq)
  if (slot.events[place]?.seq === stored.seq) return slot
  // Once an own event has a sequence, it is one of the stored ones.
  const own = slot.own.some((one) => isCopyOf(stored, one))
    ? slot.own.filter((one) => !isCopyOf(stored, one))
    : slot.own
  const events = slot.events.toSpliced(place, 0, stored)
  if (place < slot.events.length || slot.folded === undefined) return buildSlot({ ...slot, events, own }, context)
  const verdict = foldEvent(roleOfAuthor(stored, context), slot.folded, stored)
  const folded = verdict.kind === 'changed' ? verdict.message : slot.folded
  const refused =
    verdict.kind === 'refused' ? [...slot.refused, { seq: stored.seq, stored, reason: verdict.reason }] : slot.refused
  return withRowOf({ ...slot, events, own, folded, refused }, context)
}

/** The slot after `seq` became the checkpoint: its events up to there are covered by `base`, refused or outside the window. */
export function withCheckpoint(slot: Slot, seq: number, base: Message | undefined, context: SlotContext): Slot {
  const isPlain = base !== undefined && base === slot.folded && slot.own.length === 0 && slot.refused.length === 0
  // Nearly all: what was folded is the snapshot now. What is shown of it stays the very object it was.
  if (isPlain && slot.events.every((stored) => stored.seq <= Math.max(seq, base.version)))
    return { ...slot, base, events: [] }
  const events = slot.events.filter((stored) => stored.seq > Math.max(seq, base?.version ?? 0))
  const mine = slot.refused.filter((one) => one.seq <= seq && isOwnPost(one, context))
  return buildSlot({ ...slot, base, events, keptRefusals: [...slot.keptRefusals, ...mine] }, context)
}

/** The message as the events up to `seq` leave it. */
export function foldUpTo(slot: Slot, seq: number, context: SlotContext): Message | undefined {
  if (slot.events.every((stored) => stored.seq <= seq)) return slot.folded
  return buildSlot({ ...slot, events: slot.events.filter((stored) => stored.seq <= seq) }, context).folded
}

/** Ids can be claimed by others, so the author counts too. */
export function isCopyOf(stored: StoredEvent, own: OwnEvent): boolean {
  return stored.event.id === own.event.id && stored.author === own.author
}

export function isEmptySlot(slot: Slot): boolean {
  return slot.base === undefined && slot.events.length === 0 && slot.own.length === 0 && slot.keptRefusals.length === 0
}

function withRowOf(slot: Slot, context: SlotContext): Slot {
  if (slot.own.length === 0 && slot.folded !== undefined && slot.row?.message === slot.folded) return slot
  return { ...slot, row: buildRow(slot, context) }
}

function buildRow(slot: Slot, context: SlotContext): MessageRow | undefined {
  const { message, changed } = foldOwn(slot, context)
  if (message !== undefined) {
    const stored = slot.folded !== undefined
    return {
      kind: 'message',
      seq: message.seq,
      message,
      state: stored ? 'stored' : 'queued',
      ...(stored && changed ? { changing: true } : {}),
    }
  }
  const mine = [...slot.keptRefusals, ...slot.refused].find((one) => isOwnPost(one, context))
  const shown = mine && buildPosted(mine.stored)
  return mine && shown && { kind: 'message', seq: mine.seq, message: shown, state: 'refused', reason: mine.reason }
}

/** Own events come last, whatever is stored; they are shown before anybody else has seen them. */
function foldOwn(slot: Slot, { room, roleOf }: SlotContext) {
  let message = slot.folded
  let changed = false
  for (const { event, author, at } of slot.own) {
    const version = message?.version ?? 0
    const stored = { room, author, seq: version + 1, storedAt: at, event }
    if (message === undefined) message = buildPosted({ ...stored, seq: 0 })
    else {
      const verdict = foldEvent(roleOf(author, at), message, stored)
      if (verdict.kind !== 'changed') continue
      // It has no sequence, so `version` stays what the stream has said so far.
      message = { ...verdict.message, version }
      changed = true
    }
  }
  return { message, changed }
}

/** The message a post would make if its author might: queued and refused ones are shown to their sender. */
function buildPosted(stored: StoredEvent): Message | undefined {
  const verdict = foldEvent('member', undefined, stored)
  return verdict.kind === 'posted' ? verdict.message : undefined
}

function isOwnPost({ stored }: RefusedEvent, { me }: SlotContext): boolean {
  return stored.author === me && stored.event.kind === 'message.posted'
}

function roleOfAuthor({ author, seq, storedAt }: StoredEvent, { roleOf }: SlotContext): Role | undefined {
  return author === 'system' ? undefined : roleOf(author, storedAt, seq)
}
