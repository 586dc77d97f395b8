import type { User } from '../../common/http-contract/account-contract.ts'
import type { ApiMessage } from '../../common/http-contract/history-contract.ts'
import type { FileId, MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { isSeen, type Span } from '../reach/visible-spans.ts'
import type { ExportedItem } from './export-flow.ts'

/** A file of the room as it lies there. `path`: where it is in the archive; absent: it does not come along. */
export type ExportedFile = {
  readonly id: FileId
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly path?: string
}

/** A message that another one names. `unseen`: the caller may not see it. */
export type Quoted = Message | 'unseen'

/** What writers look up beside the items themselves. */
export type ExportContext = {
  readonly people: ReadonlyMap<UserId, User>
  readonly files: ReadonlyMap<FileId, ExportedFile>
  readonly quoted: ReadonlyMap<MessageId, Quoted>
  readonly blocked: ReadonlySet<UserId>
}

export type ContextPorts = {
  readonly loadSeen: () => Promise<readonly Span[]>
  readonly loadPeople: (users: readonly UserId[]) => Promise<readonly User[]>
  /** Of those who never were in the room: whom the caller may know by name. */
  readonly listKnown: (users: readonly UserId[]) => Promise<readonly UserId[]>
  readonly loadFiles: (room: RoomId, files: readonly FileId[]) => Promise<readonly Omit<ExportedFile, 'path'>[]>
  readonly loadMessages: (
    keys: readonly { readonly room: RoomId; readonly id: MessageId }[],
  ) => Promise<readonly Message[]>
}

/** Of a run of items: whom and what they name. People stay known from one run to the next; the rest goes. */
export async function loadContext(
  ports: ContextPorts,
  room: RoomId,
  items: readonly ExportedItem[],
  kept: {
    readonly people: Map<UserId, User>
    readonly blocked: ReadonlySet<UserId>
    readonly pathOf?: ((file: Omit<ExportedFile, 'path'>) => string) | undefined
  },
): Promise<ExportContext> {
  const messages = items.flatMap((item) => (item.kind === 'message' ? item.message : []))
  const ids = new Set(messages.flatMap(({ replyTo, thread }) => [replyTo, thread].flatMap((id) => id ?? [])))
  const quoted = await loadQuoted(ports, room, [...ids])
  const named = new Set([...items.flatMap(namedIn), ...[...quoted.values()].flatMap(authorOf)])
  const passedOn = new Set(messages.flatMap(({ forwarded }) => forwarded?.author ?? []))
  const strangers = [...passedOn].filter((user) => !kept.people.has(user) && !named.has(user))
  const known = strangers.length === 0 ? [] : await ports.listKnown(strangers)
  const unknown = [...named, ...known].filter((user) => !kept.people.has(user))
  if (unknown.length > 0) for (const user of await ports.loadPeople(unknown)) kept.people.set(user.id, user)
  const fileIds = new Set(messages.flatMap(filesIn))
  const files = fileIds.size === 0 ? [] : await ports.loadFiles(room, [...fileIds])
  const { pathOf } = kept
  return {
    people: kept.people,
    blocked: kept.blocked,
    quoted,
    files: new Map(files.map((file) => [file.id, pathOf === undefined ? file : { ...file, path: pathOf(file) }])),
  }
}

async function loadQuoted(
  ports: ContextPorts,
  room: RoomId,
  ids: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, Quoted>> {
  if (ids.length === 0) return new Map()
  const seen = await ports.loadSeen()
  const messages = await ports.loadMessages(ids.map((id) => ({ room, id })))
  return new Map(messages.map((message) => [message.id, isSeen(seen, message.seq) ? message : 'unseen']))
}

function authorOf(quoted: Quoted): readonly UserId[] {
  return quoted === 'unseen' ? [] : [quoted.author]
}

function namedIn(item: ExportedItem): readonly UserId[] {
  if (item.kind === 'notice') {
    const { by, user } = item.event as { readonly by?: UserId; readonly user?: UserId }
    return [by, user].flatMap((one) => one ?? [])
  }
  const { message } = item
  const reacted = Object.values(message.reactions).flatMap((users) => users as UserId[])
  const mentioned = message.mentions.flatMap((one) => (one === 'room' ? [] : one))
  return [message.author, ...reacted, ...mentioned, ...(message.removedBy === undefined ? [] : [message.removedBy])]
}

/** Who is blocked of those whose words these are: its author, or whose words it passes on. */
export function blockedIn(message: ApiMessage, blocked: ReadonlySet<UserId>): UserId | undefined {
  return [message.author, ...(message.forwarded === undefined ? [] : [message.forwarded.author])].find((user) =>
    blocked.has(user),
  )
}

function filesIn({ attachments, preview }: Pick<ApiMessage, 'attachments' | 'preview'>): readonly FileId[] {
  return [...attachments.map(({ file }) => file), ...(preview?.image === undefined ? [] : [preview.image])]
}
