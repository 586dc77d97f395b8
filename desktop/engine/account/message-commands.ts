import { appError } from '../../../common/app-error.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import { buildEventId, eventIdRandomBytes } from '../../../common/ids.ts'
import type { MadeOn, OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { selectMessage } from '../../../common/reducers/timeline-reducer.ts'
import type { Result } from '../../../common/result.ts'
import { emptied, err, ok } from '../../../common/result.ts'
import { countCharacters, maxTextCharacters } from '../../../common/well-formed-text.ts'
import type { Attachment, MemberEvent } from '../../../common/wire-event.ts'
import { memberEventSchema } from '../../../common/wire-event.ts'
import type { CommandHandlers, MessageCommand } from '../../engine-command.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { randomBytes } from '../engine-deps.ts'
import type { OutboxKeeper } from '../outbox/outbox.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { TypingSigns } from '../sync/typing-signs.ts'
import type { FileDesk } from '../transfers/file-desk.ts'

type Saying = {
  readonly deps: Pick<EngineDeps, 'clock' | 'crypto' | 'log'>
  readonly me: UserId
  readonly book: Pick<RoomBook, 'get'>
  readonly outbox: Pick<OutboxKeeper, 'add'>
  readonly typing: Pick<TypingSigns, 'say'>
  readonly files: Pick<FileDesk, 'attach'>
}

/** What a person says: an event with its id, checked at the door, that goes into the outbox. */
export function buildMessageHandlers(saying: Saying): CommandHandlers<MessageCommand> {
  const sayOnly = async (command: MessageCommand) => emptied(await say(saying, command))
  return {
    'send-message': async (command) => {
      const said = await say(saying, command)
      if (said.ok) saying.typing.say(command.room, false)
      return said
    },
    'forward-message': sayOnly,
    'edit-message': sayOnly,
    'remove-message': sayOnly,
    'set-reaction': sayOnly,
    'set-pin': sayOnly,
  }
}

async function say({ deps, me, book, outbox, files }: Saying, command: MessageCommand): Promise<Result<EventId>> {
  const role = book.get(command.room)?.state.members.get(me)?.role
  if (role === undefined) return err(appError('room-unknown'))
  if (role === 'listener') return err(appError('publish-refused'))
  if ('text' in command && countCharacters(command.text) > maxTextCharacters) return err(appError('message-too-large'))
  if (command.kind === 'edit-message' && isRemoved(book, command)) return err(appError('edit-outdated'))
  const attached = files.attach('files' in command ? (command.files ?? []) : [])
  if (!attached.ok) return attached
  const awaits = attached.value.map(({ file }) => file)
  const at = deps.clock.now()
  const id = command.id ?? buildEventId(at, randomBytes(deps, eventIdRandomBytes))
  const event = memberEventSchema.safeParse({ ...buildEvent(command, id, at), ...attachmentsOf(attached.value) })
  if (!event.success) return err(appError('message-unfit'))
  const madeOn = madeOnOf(book, command)
  const more = {
    ...(madeOn === undefined ? {} : { madeOn }),
    ...(awaits.length === 0 ? {} : { awaits }),
    ...forwardsOf(command),
  }
  return keep({ deps, outbox }, command.room, event.data, more)
}

async function keep(
  { deps, outbox }: Pick<Saying, 'deps' | 'outbox'>,
  room: RoomId,
  event: MemberEvent,
  more: Pick<OutboxEntry, 'madeOn' | 'awaits' | 'forwards'>,
): Promise<Result<EventId>> {
  try {
    await outbox.add(room, event, more)
    return ok(event.id)
  } catch (cause) {
    deps.log('outbox: could not keep', cause)
    return err(appError('storage-unavailable'))
  }
}

function attachmentsOf(attachments: readonly Attachment[]): { readonly attachments?: readonly Attachment[] } {
  return attachments.length === 0 ? {} : { attachments }
}

/** Words alone, as one's own, need nobody; files have to be copied first, and a name has to be vouched for. */
function forwardsOf(command: MessageCommand): Pick<OutboxEntry, 'forwards'> {
  if (command.kind !== 'forward-message') return {}
  const { source, withAuthor } = command
  const hasFiles = source.attachments.length > 0 || source.preview?.image !== undefined
  return hasFiles || withAuthor ? { forwards: { room: source.room, message: source.id, withAuthor } } : {}
}

/** Whoever edits it still has the words; in the outbox they would go out for nothing. */
function isRemoved(
  book: Saying['book'],
  { room, message }: Extract<MessageCommand, { kind: 'edit-message' }>,
): boolean {
  const window = book.get(room)?.window
  const row = window && selectMessage(window.timeline, message)
  return row?.message.removedAt !== undefined
}

/** What the person saw when they changed it, with changes of their own that have not gone out yet. */
function madeOnOf(book: Saying['book'], command: MessageCommand): MadeOn | undefined {
  if (command.kind === 'send-message' || command.kind === 'forward-message') return undefined
  const window = book.get(command.room)?.window
  const row = window && selectMessage(window.timeline, command.message)
  return row && { seq: row.state === 'queued' ? 0 : row.seq, text: row.message.text }
}

function buildEvent(
  command: MessageCommand,
  id: EventId,
  at: number,
): Record<string, unknown> & Pick<MemberEvent, 'kind'> {
  const base = { v: 1, id, at } as const
  switch (command.kind) {
    case 'send-message': {
      const { text, format, replyTo, thread, mentions, preview } = command
      return {
        ...base,
        kind: 'message.posted',
        text,
        format,
        ...(replyTo === undefined ? {} : { replyTo }),
        ...(thread === undefined ? {} : { thread }),
        ...(mentions === undefined || mentions.length === 0 ? {} : { mentions }),
        ...(preview === undefined ? {} : { preview }),
      }
    }
    case 'forward-message': {
      const { source, withAuthor } = command
      const { room, id: message, author, text, format, attachments, preview } = source
      return {
        ...{ ...base, kind: 'message.posted', text, format },
        ...attachmentsOf(attachments),
        ...(preview === undefined ? {} : { preview }),
        // What is passed on already is passed on as theirs who said it first.
        ...(withAuthor ? { forwarded: source.forwarded ?? { room, message, author } } : {}),
      }
    }
    case 'edit-message': {
      const { message, text, format, mentions } = command
      return {
        ...base,
        kind: 'message.edited',
        message,
        text,
        ...(format === undefined ? {} : { format }),
        // None is said too: an edit that names no mentions would keep those that were taken out.
        ...(mentions === undefined ? {} : { mentions }),
      }
    }
    case 'remove-message':
      return { ...base, kind: 'message.removed', message: command.message }
    case 'set-pin':
      return { ...base, kind: command.on ? 'message.pinned' : 'message.unpinned', message: command.message }
    case 'set-reaction':
      return {
        ...base,
        kind: command.on ? 'reaction.added' : 'reaction.removed',
        message: command.message,
        emoji: command.emoji,
      }
  }
}
