import { appError } from '../../../common/app-error.ts'
import type { EventId, RoomId } from '../../../common/ids.ts'
import { buildEventId, eventIdRandomBytes } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import { countCharacters, maxTextCharacters } from '../../../common/well-formed-text.ts'
import type { MemberEvent } from '../../../common/wire-event.ts'
import { memberEventSchema } from '../../../common/wire-event.ts'
import type { EngineCommand } from '../../engine-contract.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { randomBytes } from '../engine-deps.ts'
import { closeEntry, openEntry } from '../sync/room-entry.ts'
import { headOf } from '../views/room-view.ts'
import type { Account } from './account.ts'

export type SayCommand = Extract<
  EngineCommand,
  { kind: 'send-message' | 'edit-message' | 'remove-message' | 'set-reaction' }
>

/** Turns what a person wants to say into an event with its id, checks it at the door, and puts it in the outbox. */
export async function saySomething(deps: EngineDeps, account: Account, command: SayCommand): Promise<Result<EventId>> {
  const entry = account.book.get(command.room)
  const role = entry?.state.members.get(account.me().id)?.role
  if (role === undefined) return err(appError('room-unknown'))
  if (role === 'listener') return err(appError('publish-refused'))
  if ('text' in command && countCharacters(command.text) > maxTextCharacters) return err(appError('message-too-large'))
  const at = deps.clock.now()
  const id = buildEventId(at, randomBytes(deps, eventIdRandomBytes))
  const event = memberEventSchema.safeParse(buildEvent(command, id, at))
  if (!event.success) return err(appError('request-invalid', { detail: 'That cannot be sent as it is.' }))
  try {
    await account.outbox.add(command.room, event.data)
  } catch (cause) {
    deps.log('outbox: could not keep', cause)
    return err(appError('storage-unavailable'))
  }
  if (command.kind === 'send-message') account.typing.say(command.room, false)
  return ok(id)
}

function buildEvent(command: SayCommand, id: EventId, at: number): Record<string, unknown> & Pick<MemberEvent, 'kind'> {
  const base = { v: 1, id, at } as const
  switch (command.kind) {
    case 'send-message': {
      const { text, format, replyTo, mentions } = command
      return {
        ...base,
        kind: 'message.posted',
        text,
        format,
        ...(replyTo === undefined ? {} : { replyTo }),
        ...(mentions === undefined || mentions.length === 0 ? {} : { mentions }),
      }
    }
    case 'edit-message':
      return { ...base, kind: 'message.edited', message: command.message, text: command.text }
    case 'remove-message':
      return { ...base, kind: 'message.removed', message: command.message }
    case 'set-reaction':
      return {
        ...base,
        kind: command.on ? 'reaction.added' : 'reaction.removed',
        message: command.message,
        emoji: command.emoji,
      }
  }
}

/** A screen shows the room: its pages are loaded, and the divider stands where the unread begins. */
export async function openRoom(account: Account, room: RoomId): Promise<Result<null>> {
  const entry = account.book.get(room)
  if (entry === undefined) return err(appError('room-unknown'))
  account.book.change(room, (one) => openEntry(one, account.me().id))
  // Without a network the room opens all the same, with what is on disk; the page comes with the next sync.
  if (!entry.window.loaded) void account.filler.loadOlder(room)
  // Whatever kept it from being filled while nobody looked: now somebody does.
  if (entry.window.completeTo !== undefined || entry.window.timeline.checkpoint.seq < entry.head) {
    void account.filler.fill(room)
  }
  return ok(null)
}

export function closeRoom(account: Account, room: RoomId): void {
  account.book.change(room, closeEntry)
}

/** Receipts only grow, and never past what there is. */
export function markRead(account: Account, room: RoomId, seq: number): void {
  const entry = account.book.get(room)
  if (entry === undefined || !Number.isSafeInteger(seq)) return
  const receipt = Math.min(seq, headOf(entry))
  if (receipt <= entry.receipt) return
  account.book.change(room, (one) => ({ ...one, receipt }))
  account.readMarks.mark(room, receipt)
}
