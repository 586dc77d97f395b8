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
    let members = ''
    for (const member of withMe(readListedMembers(listed), user, listed)) {
      named.add(member.user)
      members += `${members === '' ? '' : ','}{"user":"${member.user}","role":"${member.role}"}`
    }
    if (lastAuthor !== undefined) named.add(lastAuthor)
    const last = cut(listed)
    return (
      `{"room":{"id":"${room}","version":${version},"members":[${members}],${about.slice(1)}` +
      (last === undefined ? '' : `,"lastMessage":${last}`) +
      `,"head":${head},"complete":${isComplete(listed)},"receipt":${receipt},"unread":${unread},"mentions":${mentions}}`
    )
  })
  return { texts, named }
}

/** The first few, and the caller among them whoever they are. */
function withMe(members: readonly ListedMember[], user: UserId, { role }: ListedRoom): readonly ListedMember[] {
  return members.some((member) => member.user === user) ? members : [{ user, role }, ...members.slice(0, -1)]
}

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
