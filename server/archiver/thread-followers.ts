import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { ArchiveStore } from '../store/archive-store.ts'
import type { ThreadMarkChange } from '../store/thread-store.ts'

type Answer = Message & { readonly thread: MessageId }

/**
 * Whoever is to hear of a thread from now on: who answers in it, who is named in it, and who wrote what it hangs on. Folded by the
 * store, so a batch that comes again changes nothing. Members alone: a name is any id that somebody wrote, and marks of strangers
 * would crowd out what they follow.
 */
export async function listFollowers(
  posted: readonly Message[],
  loadMessages: ArchiveStore['loadMessages'],
  isMember: (room: RoomId, user: UserId) => boolean,
): Promise<readonly ThreadMarkChange[]> {
  const answers = posted.filter((message): message is Answer => message.thread !== undefined && !message.removedAt)
  if (answers.length === 0) return []
  const stored = await loadMessages(answers.map(({ room, thread }) => ({ room, id: thread })))
  const roots = new Map([...posted, ...stored].map((root) => [`${root.room} ${root.id}`, root]))
  return answers.flatMap(({ room, thread, author, seq, mentions }) => {
    const follow = (user: Message['author'], fromSeq: number) => ({ user, room, thread, fromSeq, followSeq: seq })
    const root = roots.get(`${room} ${thread}`)
    const all = [
      // What stood there before is nothing new to whoever answers; to who is named, the answer that names them is.
      follow(author, seq),
      ...mentions.flatMap((user) => (user === 'room' || user === author ? [] : [follow(user, seq - 1)])),
      // Since they wrote it, and not since this answer: who has left what hangs on it stays away.
      ...(root === undefined ? [] : [{ ...follow(root.author, root.seq), followSeq: root.seq }]),
    ]
    return all.filter(({ user }) => isMember(room, user))
  })
}
