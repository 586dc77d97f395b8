import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { RecordPlace } from './record-store.ts'

export const inboxRowKinds = ['mention', 'reply', 'reaction'] as const
export type InboxRowKind = (typeof inboxRowKinds)[number]

/**
 * That a message concerns somebody: named in it, answered by it, or their own and reacted to. `owner`: whom it concerns; of a mention
 * of everybody the room, once for all its members. `seq` and `at`: of the event that did it. No words and nobody else stand in
 * it: whoever reads judges it by the archive's row, as that is then.
 */
export type InboxRow = {
  readonly owner: UserId | RoomId
  readonly kind: InboxRowKind
  readonly room: RoomId
  readonly message: MessageId
  readonly seq: number
  readonly at: number
}
export type InboxKey = Pick<InboxRow, 'owner' | 'kind' | 'room' | 'message' | 'seq'>
export type InboxChange =
  | { readonly kind: 'put'; readonly row: InboxRow }
  /** Of what can never be true again: it only makes room, since the archive says the same. */
  | { readonly kind: 'drop'; readonly row: InboxKey }

/** Unique for its owner. A message names or answers somebody once, whatever its edits; each reaction is one of its own. */
export function inboxRowId({ kind, room, message, seq }: Omit<InboxKey, 'owner'>): string {
  return kind === 'reaction' ? `${marks[kind]} ${room} ${message} ${seq}` : `${marks[kind]} ${room} ${message}`
}
const marks = { mention: 'm', reply: 'a', reaction: 'r' } as const satisfies Record<InboxRowKind, string>

/**
 * Where what concerns somebody is looked up: a projection, filled by the archiver. Port; adapters in `sqlite/` and `mongo/`, one
 * conformance suite. Puts fold, by the earliest, so they may come again and in any order.
 */
export type InboxStore = {
  /** In their order. */
  readonly applyChanges: (changes: readonly InboxChange[]) => Promise<void>
  /** Of all these owners together, newest first, then by id; only what lies behind a place. */
  readonly loadRows: (query: {
    readonly owners: readonly (UserId | RoomId)[]
    readonly kinds?: readonly InboxRowKind[]
    readonly behind?: RecordPlace
    readonly limit: number
  }) => Promise<readonly InboxRow[]>
  /** How many there were. */
  readonly forgetRows: (owner: UserId) => Promise<number>
  /** Takes away what is older, and of each owner all but the newest. */
  readonly pruneRows: (bounds: { readonly beforeAt: number; readonly most: number }) => Promise<void>
}
