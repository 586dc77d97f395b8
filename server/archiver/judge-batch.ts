import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { Refusal } from '../../common/reducers/fold-event.ts'
import { buildTombstone, foldEvent, targetOf } from '../../common/reducers/fold-event.ts'
import { reduceRoom, roleIn } from '../../common/reducers/room-reducer.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import { type SystemEvent, systemKinds } from '../../common/wire-event.ts'
import type {
  ArchiveBatch,
  ArchivedRoom,
  MessageVersion,
  RoomNotice,
  SetAside,
  SpokeAt,
} from '../store/archive-store.ts'
import { type Concern, listConcerns } from './inbox-rows.ts'
import type { RefusedEvent } from './refusal-notices.ts'
import { isTooSoon, withSpoken } from './slow-mode.ts'
import type { DecodedMessage, SetAsideSource } from './stream-message.ts'
import { buildRefused, buildSetAside } from './stream-message.ts'

/** What the archive took in of one room: the stuff of a head announcement (`room-heads.ts`). */
export type RoomTally = {
  readonly room: RoomId
  readonly prevSeq: number
  headSeq: number
  count: number
  readonly refused: number[]
  /** Words were taken back, or came too late for a message that was: nobody is to keep them until the room falls quiet. */
  hasRemoval?: true
}

/** By the rights, or by what the archive alone can keep: slow mode, whose files are, and whose words. */
export type ArchiveRefusal = Refusal | 'too-soon' | 'not-own-file' | 'forward-unproven'

export type Judgement = {
  readonly batch: ArchiveBatch
  readonly tallies: readonly RoomTally[]
  /** Why, each time the rights refused something: for the metrics. */
  readonly refusals: readonly ArchiveRefusal[]
  /** Who did not wait in slow mode, or took files or words of others, and when. */
  readonly hasty: readonly SpokeAt[]
  /** What their authors are to be told: refused, or not in order. */
  readonly refused: readonly RefusedEvent[]
  /** Whom it concerns, in the order of the stream. */
  readonly concerns: readonly Concern[]
  /** Well-formed events of known rooms, above their room's head: new to the archive. */
  readonly eventCount: number
}

export type ArchivedBefore = {
  readonly rooms: ReadonlyMap<RoomId, ArchivedRoom>
  /** Those that `listTargets` asked for, as the store has them, by `messageKey`. */
  readonly messages: ReadonlyMap<string, Message>
  /** What was taken back once, though the archive may not know it any more: a restored one. By `messageKey`. */
  readonly erased: ReadonlySet<string>
  /** Whether the files of a message are its author's, and of its room. */
  readonly areOwnFiles?: (message: Message) => boolean
  /** Whether the words that an event passes on are those of the author that it names. */
  readonly isProvenForward?: (stored: StoredEvent) => boolean
}

/** A room's id holds no space, so two pairs never share a key. */
export function messageKey(room: RoomId, id: MessageId): string {
  return `${room} ${id}`
}

/**
 * The messages to load before judging: those that a change is about. Not those that are merely posted: a second copy of
 * an id falls to the store's unique key, and looking for each new message first would double the work. In a room in slow mode those
 * too: a later copy must not count as said too soon.
 */
export function listTargets(
  decoded: readonly DecodedMessage[],
  rooms: ReadonlyMap<RoomId, ArchivedRoom>,
): { readonly room: RoomId; readonly id: MessageId }[] {
  const targets = new Map<string, { room: RoomId; id: MessageId }>()
  for (const one of decoded) {
    if (one.kind !== 'event') continue
    const { room, event } = one.stored
    if (event.kind === 'message.posted' && rooms.get(room)?.state.slowModeSec === undefined) continue
    const id = targetOf(one.stored.event)
    if (id !== undefined) targets.set(messageKey(room, id), { room, id })
  }
  return [...targets.values()]
}

/**
 * Folds a batch, in the order of the stream, with the reducers that every client uses. Pure. Events at or below their
 * room's `head` are left out: a batch that comes again is judged from where it was judged first, never from a later state.
 */
export function judgeBatch(decoded: readonly DecodedMessage[], before: ArchivedBefore): Judgement {
  const rooms = new Map<RoomId, ArchivedRoom>()
  const messages = new Map<string, Message>()
  const posted = new Map<string, Message>()
  const changed = new Map<string, Message>()
  const tallies = new Map<RoomId, RoomTally>()
  const setAside: SetAside[] = []
  const notices: RoomNotice[] = []
  const versions: MessageVersion[] = []
  const refusals: ArchiveRefusal[] = []
  const hasty: SpokeAt[] = []
  const refused: RefusedEvent[] = []
  const concerns: Concern[] = []
  let eventCount = 0
  const note = (raw: SetAsideSource, reason: string) => {
    const one = buildRefused(raw, reason)
    if (one !== undefined) refused.push(one)
  }

  for (const one of decoded) {
    if (one.kind === 'malformed') {
      setAside.push(one.setAside)
      note(one.raw, one.setAside.reason)
      continue
    }
    const { stored } = one
    const room = rooms.get(stored.room) ?? before.rooms.get(stored.room)
    if (room !== undefined && stored.seq <= room.head) continue
    const judged = room === undefined ? {} : judgeEvent(stored, room)
    const { refusal } = judged
    const state = reduceRoom(room?.state, stored)
    // No member can speak in a room that was never made: nothing to keep, and no head to state.
    if (state === undefined) {
      if (stored.author !== 'system') {
        refusals.push('not-a-member')
        note(one.raw, 'not-a-member')
      }
      continue
    }
    eventCount++
    // That a message was taken away is said where it stood.
    if (stored.author === 'system' && isSystemEvent(stored.event) && stored.event.kind !== 'message.removed') {
      notices.push({ room: stored.room, seq: stored.seq, at: stored.storedAt, event: stored.event })
    }
    const spoke = withSpoken({ ...room, state, head: stored.seq }, judged.spoken, stored.storedAt)
    rooms.set(stored.room, { state, head: stored.seq, ...(spoke === undefined ? {} : { spoke }) })
    const tally = tallies.get(stored.room) ?? openTally(stored.room, room?.head ?? 0)
    tallies.set(stored.room, tally)
    tally.headSeq = stored.seq
    tally.count++
    if (judged.isOfRemoved === true) tally.hasRemoval = true
    if (refusal !== undefined) {
      refusals.push(refusal)
      note(one.raw, refusal)
      if (isOwnFault(refusal) && stored.author !== 'system') hasty.push({ user: stored.author, at: stored.storedAt })
      tally.refused.push(stored.seq)
    }
    // Kept, so that a later version that knows the kind can take it in; ignored until then.
    if (stored.event.kind === 'unknown') setAside.push(buildSetAside(one.raw, 'kind-unknown', 'a kind not known here'))
  }
  const batch = {
    posted: [...posted.values()],
    changed: [...changed.values()],
    rooms: [...rooms.values()],
    setAside,
    notices,
    ...(versions.length === 0 ? {} : { versions }),
  }
  return { batch, tallies: [...tallies.values()], refusals, refused, hasty, concerns, eventCount }

  function judgeEvent(stored: StoredEvent, room: ArchivedRoom): Judged {
    const target = targetOf(stored.event)
    const key = target === undefined ? '' : messageKey(stored.room, target)
    const { author, seq, storedAt } = stored
    const role = author === 'system' ? undefined : roleIn(room.state, author, storedAt)
    const known = messages.get(key) ?? before.messages.get(key)
    const verdict = foldEvent(role, known, stored)
    if (verdict.kind === 'refused')
      return { refusal: verdict.reason, ...(verdict.reason === 'message-removed' ? { isOfRemoved: true } : {}) }
    if (verdict.kind === 'unchanged') return {}
    if (verdict.kind === 'posted' && isTooSoon(room, stored)) return { refusal: 'too-soon' }
    if (verdict.kind === 'posted' && before.areOwnFiles?.(verdict.message) === false) return { refusal: 'not-own-file' }
    if (verdict.kind === 'posted' && before.isProvenForward?.(stored) === false) return { refusal: 'forward-unproven' }
    if (stored.event.kind === 'message.edited') versions.push(...listVersions(known, verdict.message))
    const isErased = verdict.kind === 'posted' && before.erased.has(key)
    const message = isErased ? buildTombstone(verdict.message, { seq, at: storedAt, by: undefined }) : verdict.message
    messages.set(key, message)
    concerns.push(...listConcerns(stored, known, message, room.state))
    // Both, for one that is posted and then edited in a batch: should another archiver have written the first already,
    // the insert falls to the unique key and the change still goes in.
    if (verdict.kind === 'posted') posted.set(key, message)
    else changed.set(key, message)
    return {
      ...(verdict.kind === 'posted' && author !== 'system' ? { spoken: author } : {}),
      ...(message.removedAt === undefined ? {} : { isOfRemoved: true }),
    }
  }
}

/** Our clients do not: who does it again and again is muted. */
function isOwnFault(refusal: ArchiveRefusal): boolean {
  return refusal === 'too-soon' || refusal === 'not-own-file' || refusal === 'forward-unproven'
}

/** `spoken`: a message of this person was let through. */
type Judged = { readonly refusal?: ArchiveRefusal; readonly spoken?: UserId; readonly isOfRemoved?: true }

function isSystemEvent(event: StoredEvent['event']): event is SystemEvent {
  return systemKinds.has(event.kind)
}

function openTally(room: RoomId, prevSeq: number): RoomTally {
  return { room, prevSeq, headSeq: prevSeq, count: 0, refused: [] }
}

/** The new words, and the first ones where it was not edited before. */
function listVersions(before: Message | undefined, after: Message): readonly MessageVersion[] {
  const { room, id } = after
  const now = { room, id, seq: after.version, at: after.editedAt ?? after.at, text: after.text }
  if (before === undefined || before.editedAt !== undefined) return [now]
  return [{ room, id, seq: before.seq, at: before.at, text: before.text }, now]
}
