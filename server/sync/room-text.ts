import type { PreviewMessage } from '../../common/http-contract/sync-contract.ts'
import type { UserId } from '../../common/ids.ts'
import { readListedMembers, readListedRoom } from '../store/listed-room.ts'
import { cutText } from '../store/message-preview.ts'
import type { ListedMember } from '../store/room-about.ts'
import type { ListedRoom } from '../store/sync-store.ts'

/** Rooms of a sync as the JSON they go out as, each a `SyncRoom`, and who is named in them. */
export type RoomTexts = { readonly texts: readonly string[]; readonly named: ReadonlySet<UserId> }

/**
 * Written by hand from what the store has as text: a thousand rooms through objects and back are most of what a sync costs.
 * Ids and roles need no escaping, and what people wrote comes from the store as JSON.
 */
export function writeSyncRooms(
  rooms: readonly ListedRoom[],
  user: UserId,
  isComplete: (listed: ListedRoom) => boolean,
): RoomTexts {
  const named = new Set<UserId>()
  const cut = createPreviewCut()
  const texts = rooms.map((listed) => {
    const { room, version, about, head, receipt, unread, mentions, lastAuthor } = listed
    const first = readFirst(listed.members)
    const isAmong = first.users.includes(user)
    for (const member of isAmong ? first.users : first.users.slice(0, -1)) named.add(member)
    if (lastAuthor !== undefined) named.add(lastAuthor)
    // The first few, and the caller among them whoever they are.
    const members = isAmong ? first.all : join(writeMember({ user, role: listed.role }), first.butLast)
    const last = cut(listed)
    return (
      `{"room":{"id":"${room}","version":${version},"members":[${members}],${writeBounds(listed)}${about.slice(1)}` +
      (last === undefined ? '' : `,"lastMessage":${last}`) +
      `,"head":${head},"complete":${isComplete(listed)},"receipt":${receipt},"unread":${unread},"mentions":${mentions}}`
    )
  })
  return { texts, named: named.add(user) }
}

/** Nothing, in nearly all rooms. */
function writeBounds({ posting, archived, ended, mutedUntil }: ListedRoom): string {
  const isFree = posting === undefined && archived === undefined && ended === undefined && mutedUntil === undefined
  return isFree ? '' : `${JSON.stringify({ posting, archived, ended, mutedUntil }).slice(1, -1)},`
}

/** The first members of a room, written down; `butLast` makes room for one more. */
type First = { readonly users: readonly UserId[]; readonly all: string; readonly butLast: string }

/** By the row's own text, so that it can never be out of date: a room is the same for all who are in it. */
const firstKnown = new Map<string, First>()
const mostKnown = 5_000

function readFirst(members: string): First {
  const known = firstKnown.get(members)
  if (known !== undefined) return known
  const list = readListedMembers({ members })
  const texts = list.map(writeMember)
  const first = {
    users: list.map(({ user }) => user),
    all: texts.join(','),
    butLast: texts.slice(0, -1).join(','),
  }
  if (firstKnown.size >= mostKnown) firstKnown.clear()
  firstKnown.set(members, first)
  return first
}

const writeMember = ({ user, role }: ListedMember) => `{"user":"${user}","role":"${role}"}`
const join = (one: string, others: string) => (others === '' ? one : `${one},${others}`)

/** A list of a thousand shows the newest few whole; were all of them as long as can be, the answer would be megabytes. */
const previewBytes = 1_000_000
const shortCharacters = 30
/** What a preview without words has around it, and nobody would gain by cutting. */
const bareBytes = 500

function createPreviewCut(): (listed: ListedRoom) => string | undefined {
  let left = previewBytes
  return (listed) => {
    if (listed.last === undefined) return undefined
    const bytes = Buffer.byteLength(listed.last)
    left -= bytes
    if (left >= 0 || bytes < bareBytes) return listed.last
    const last = readListedRoom(listed).last as PreviewMessage
    const text = cutText(last.text, shortCharacters)
    return JSON.stringify({ ...last, text, mentions: [], attachments: [], isCut: true } satisfies PreviewMessage)
  }
}
