import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { Message, RoomState } from '../../common/message.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import type { ArchiveStore } from '../store/archive-store.ts'
import type { InboxChange, InboxKey, InboxRow } from '../store/inbox-store.ts'

/** What an event that was taken in does to inboxes; `answered`: whose author it concerns is still to be looked up. */
export type Concern =
  | InboxChange
  | {
      readonly kind: 'answered'
      readonly to: MessageId
      readonly row: Omit<InboxRow, 'owner'>
      readonly isGone: boolean
      /** In the room at that moment, and not whoever answers. */
      readonly mayConcern: (user: UserId) => boolean
    }

/**
 * Whom an event concerns: by the membership at its place, so that strangers fill nobody's inbox, and a batch that comes again says
 * the same. One row for everybody in a room. Nobody's own deeds.
 */
export function listConcerns(
  { event, author, seq, storedAt }: Pick<StoredEvent, 'event' | 'author' | 'seq' | 'storedAt'>,
  before: Message | undefined,
  after: Message,
  state: Pick<RoomState, 'members'>,
): readonly Concern[] {
  const { room, id: message } = after
  const isMember = (user: UserId) => state.members.has(user)
  const key = (kind: InboxRow['kind'], at = seq): Omit<InboxKey, 'owner'> => ({ kind, room, message, seq: at })
  const put = (owner: InboxRow['owner'], kind: InboxRow['kind']): InboxChange => ({
    kind: 'put',
    row: { owner, ...key(kind), at: storedAt },
  })
  const named = ({ mentions }: Message) =>
    [...new Set(mentions)].filter((one) => one === 'room' || (one !== after.author && isMember(one)))
  const ownerOf = (mention: Message['mentions'][number]) => (mention === 'room' ? room : mention)
  const answered = (isGone: boolean): readonly Concern[] => {
    const to = after.replyTo
    const mayConcern = (user: UserId) => user !== after.author && isMember(user)
    return to === undefined
      ? []
      : [{ kind: 'answered', to, row: { ...key('reply'), at: storedAt }, isGone, mayConcern }]
  }
  switch (event.kind) {
    case 'message.posted':
      return after.removedAt === undefined
        ? [...named(after).map((one) => put(ownerOf(one), 'mention')), ...answered(false)]
        : []
    case 'message.edited': {
      const known = before === undefined ? [] : before.mentions
      return named(after).flatMap((one) => (known.includes(one) ? [] : [put(ownerOf(one), 'mention')]))
    }
    case 'reaction.added':
      return author !== 'system' && author !== after.author && isMember(after.author)
        ? [put(after.author, 'reaction')]
        : []
    case 'reaction.removed': {
      const gone = before?.reactions.find((one) => !after.reactions.includes(one))
      return gone === undefined ? [] : [{ kind: 'drop', row: { owner: after.author, ...key('reaction', gone.seq) } }]
    }
    case 'message.removed': {
      if (before === undefined) return []
      const drop = (row: InboxKey): InboxChange => ({ kind: 'drop', row })
      return [
        ...before.mentions.map((one) => drop({ owner: ownerOf(one), ...key('mention') })),
        ...before.reactions.map(({ seq: at }) => drop({ owner: before.author, ...key('reaction', at) })),
        ...answered(true),
      ]
    }
    default:
      return []
  }
}

/** With those whom it answers looked up: in the batch, or in the archive. */
export async function resolveConcerns(
  concerns: readonly Concern[],
  posted: readonly Message[],
  loadMessages: ArchiveStore['loadMessages'],
): Promise<readonly InboxChange[]> {
  const asked = concerns.flatMap((one) => (one.kind === 'answered' ? [{ room: one.row.room, id: one.to }] : []))
  const stored = asked.length === 0 ? [] : await loadMessages(asked)
  // The archive's own last: of two copies of an id the first stands.
  const authors = new Map([...posted, ...stored].map(({ room, id, author }) => [`${room} ${id}`, author]))
  return concerns.flatMap((one): InboxChange[] => {
    if (one.kind !== 'answered') return [one]
    const owner = authors.get(`${one.row.room} ${one.to}`)
    if (owner === undefined) return []
    if (one.isGone) return [{ kind: 'drop', row: { owner, ...one.row } }]
    return one.mayConcern(owner) ? [{ kind: 'put', row: { owner, ...one.row } }] : []
  })
}

/** Whose devices are to hear of it, once it is archived: of what is for everybody in a room, all of them. */
export function listTold(
  changes: readonly InboxChange[],
  membersOf: (room: RoomId) => Iterable<UserId>,
): readonly UserId[] {
  return [
    ...new Set(
      changes.flatMap(({ row: { owner, room } }) => (owner === room ? [...membersOf(room)] : [owner as UserId])),
    ),
  ]
}

export type TellConcerned = (users: readonly UserId[]) => void
