import type { RoomId, UserId } from '../../../common/ids.ts'
import { unreadLabel } from '../../../common/reducers/unread-reducer.ts'
import type { RoomView } from '../../engine-contract.ts'
import type { Words } from '../../words/words.ts'

type Rooms = Readonly<Record<RoomId, RoomView>>
type Watcher = {
  readonly me: UserId
  /** The room that is being looked at right now, in a focused window: it stays silent. */
  readonly watched: RoomId | undefined
}

/**
 * The rooms in which something new is meant for me since the state before: in a direct room anything, elsewhere a mention.
 * A room that is only just known tells nothing: what was unread at the start is no news.
 */
export function findNotable(before: Rooms, after: Rooms, { me, watched }: Watcher): RoomView[] {
  if (before === after) return []
  return (Object.values(after) as RoomView[]).filter((room) => {
    const known = before[room.id]
    if (known === undefined || known === room || room.id === watched) return false
    const { preview } = room
    if (preview === undefined || preview.author === me || preview.state !== 'stored') return false
    if (room.forYou <= known.forYou) return false
    // An edit that names me now is news as well, of a message that was there.
    const isNamedNow = preview.mentionsMe && known.preview?.mentionsMe === false && preview.at === known.preview.at
    return isNamedNow || preview.at > (known.preview?.at ?? 0)
  })
}

/** Many messages are one notification: it says what came last, and how many there are. */
export function noteText(say: Words, room: RoomView, author: string): string {
  const said = room.preview?.text.slice(0, 300) ?? ''
  const words = room.kind === 'direct' ? said : say('rooms.said-by', { name: author, text: said })
  return room.forYou > 1 ? `${words}\n${say('notification.new-for-you', { count: unreadLabel(room.forYou) })}` : words
}
