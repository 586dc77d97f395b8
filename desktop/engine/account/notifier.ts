import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { NoticeView } from '../../engine-contract.ts'
import type { NotifyDecision } from '../../settings/notify-rules.ts'
import { heardLine } from '../../text/message-line.ts'
import type { EngineClock } from '../engine-clock.ts'

/**
 * What the system is to tell a person, once for all windows. Whether a message is told is for the rules to say
 * (desktop/settings/notify-rules.ts), asked anew at the moment of telling; here many in a burst become one notification a
 * room, and what was told is taken back once it is read. It goes by messages and not by counts, so that nothing ends at a
 * hundred.
 */
export type Notifier = {
  /** A message as it stands now, and as it stood before where it was known: an edit may name somebody too. */
  onMessage(room: RoomId, message: Message, before?: Message): void
  /** Something of the room has changed: it may be read by now, here or elsewhere, or what was said is removed. */
  onRoom(room: RoomId): void
  stop(): void
}

export type Notifying = {
  readonly clock: EngineClock
  readonly me: UserId
  readonly decide: (room: RoomId, message: Message) => NotifyDecision | undefined
  readonly onDecided: (message: Message, decision: NotifyDecision) => void
  /** Infinity where the room is not mine any more. */
  readonly receiptOf: (room: RoomId) => number
  readonly isRemoved: (room: RoomId, message: Told) => boolean
  readonly isBlocked: (user: UserId) => boolean
  readonly onNotice: (notice: NoticeView) => void
}

/** What belongs together comes within this time; and nobody waits longer than that for the first. */
const burstMs = 400
/** A notification that stands is changed no more often than that, however fast they talk. */
const changeMs = 5_000
const soundMs = 10_000
/** More rooms than this in one burst are one notice for all of them: after a time away there may be hundreds. */
const mostRooms = 3
const textCharacters = 300

/** Of what was told no words are kept: there may be thousands before somebody comes back and reads them. */
type Told = Pick<Message, 'id' | 'seq'>
/** What stands in the system's centre for a room: the messages that it stands for. */
type Standing = { readonly messages: ReadonlyMap<string, Told>; readonly toldAt: number }

export function buildNotifier(notifying: Notifying): Notifier {
  const { clock, me, decide, onDecided, receiptOf, isRemoved, isBlocked, onNotice } = notifying
  const pending = new Map<RoomId, Map<string, Message>>()
  const standing = new Map<RoomId, Standing>()
  /** Rooms that stand together as one notification. */
  const together = new Map<RoomId, number>()
  let soundedAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | undefined
  let dueAt = Number.POSITIVE_INFINITY

  function isUnread(room: RoomId, message: Told): boolean {
    return message.seq > receiptOf(room) && !isRemoved(room, message)
  }
  function askAgain(ms: number) {
    const at = clock.now() + ms
    if (at >= dueAt) return
    cancel?.()
    dueAt = at
    cancel = clock.after(ms, tellAll)
  }
  function takeSound(decisions: readonly NotifyDecision[]): boolean {
    if (!decisions.some(({ hasSound }) => hasSound) || clock.now() - soundedAt < soundMs) return false
    soundedAt = clock.now()
    return true
  }

  /** Of the room's waiting messages those that are told, by what holds now; and those that its notification stands for. */
  function takeTold(room: RoomId, waiting: Map<string, Message>) {
    const told: Message[] = []
    const decisions: NotifyDecision[] = []
    for (const message of waiting.values()) {
      const decision = decide(room, message)
      if (decision === undefined) continue
      onDecided(message, decision)
      if (!decision.isTold || !isUnread(room, message)) continue
      told.push(message)
      decisions.push(decision)
    }
    const before = [...(standing.get(room)?.messages.values() ?? [])].filter((message) => isUnread(room, message))
    const all = new Map([...before, ...told].map(({ id, seq }) => [id as string, { id, seq }]))
    return { room, last: told.at(-1), decisions, all }
  }

  function tellAll() {
    cancel = undefined
    dueAt = Number.POSITIVE_INFINITY
    const now = clock.now()
    const due = [...pending].filter(([room]) => {
      const waitMs = (standing.get(room)?.toldAt ?? Number.NEGATIVE_INFINITY) + changeMs - now
      if (waitMs > 0) askAgain(waitMs)
      return waitMs <= 0
    })
    for (const [room] of due) pending.delete(room)
    const told = due.map(([room, waiting]) => takeTold(room, waiting)).filter(({ last }) => last !== undefined)
    if (told.length > mostRooms) return tellTogether(told)
    for (const { room, last, decisions, all } of told) {
      if (last === undefined) continue
      standing.set(room, { messages: all, toldAt: now })
      const text = heardLine(last, isBlocked, textCharacters)
      const { id, author, seq } = last
      const hasSound = takeSound(decisions)
      onNotice({ kind: 'room', room, message: id, seq, author, text, count: all.size, hasSound })
    }
  }
  function tellTogether(told: readonly ReturnType<typeof takeTold>[]) {
    for (const { room, last } of told) if (last !== undefined) together.set(room, last.seq)
    const count = told.reduce((sum, { all }) => sum + all.size, 0)
    const last = told.at(-1)
    if (last?.last === undefined) return
    const hasSound = takeSound(told.flatMap(({ decisions }) => decisions))
    onNotice({ kind: 'rooms', rooms: told.length, count, room: last.room, message: last.last.id, hasSound })
  }

  return {
    onMessage(room, message, before) {
      if (message.author === me || message.removedAt !== undefined) return
      const decision = decide(room, message)
      if (decision === undefined) return
      // An edit is news only where the message would not have been told as it was.
      if (before !== undefined && decide(room, before)?.isTold !== false) return
      onDecided(message, decision)
      if (!decision.isTold) return
      const messages = pending.get(room) ?? new Map<string, Message>()
      pending.set(room, messages.set(message.id, message))
      askAgain(burstMs)
    },
    onRoom(room) {
      const stands = standing.get(room)
      if (stands !== undefined && ![...stands.messages.values()].some((message) => isUnread(room, message))) {
        standing.delete(room)
        onNotice({ kind: 'withdrawn', room })
      }
      const seq = together.get(room)
      if (seq === undefined || seq > receiptOf(room)) return
      together.delete(room)
      if (together.size === 0) onNotice({ kind: 'withdrawn' })
    },
    stop() {
      cancel?.()
      // Whoever signs out leaves nothing of their rooms in the system's centre.
      for (const room of standing.keys()) onNotice({ kind: 'withdrawn', room })
      if (together.size > 0) onNotice({ kind: 'withdrawn' })
    },
  }
}
