import type { InboxItem } from '../../common/http-contract/inbox-contract.ts'
import { mostInboxNames } from '../../common/http-contract/inbox-contract.ts'
import type { RoomId } from '../../common/ids.ts'
import { withinOf } from '../reach/visible-spans.ts'
import type { RecordPlace } from '../store/record-store.ts'
import type { Store } from '../store/store-port.ts'
import type { ThreadMark, ThreadSum } from '../store/thread-store.ts'
import { cutMessage, type InboxView, type IsShown, type PlacedItem } from './judge-row.ts'

/** Those that came to somebody last. */
const mostThreads = 200

/** Of each thread that somebody follows what others answered since they came to it: one item, made of what is kept of threads anyway. */
export function buildThreadItems({ threads, history }: Pick<Store, 'threads' | 'history'>) {
  async function listIn(
    view: InboxView,
    room: RoomId,
    marks: readonly ThreadMark[],
    isShown: IsShown,
  ): Promise<readonly PlacedItem[]> {
    const reach = view.rooms.get(room)?.reach
    if (reach === undefined) return []
    const ids = marks.map(({ thread }) => thread)
    const sums = await threads.sumAnswers({ room, threads: ids, ...withinOf(reach.seen) })
    const markOf = new Map(marks.map((mark) => [mark.thread, mark]))
    const items = await Promise.all(
      sums.map(async (sum) => {
        const mark = markOf.get(sum.thread)
        return mark === undefined ? undefined : itemOf(view, mark, sum, isShown)
      }),
    )
    return items.flatMap((one) => one ?? [])
  }

  async function itemOf(
    view: InboxView,
    mark: ThreadMark,
    sum: ThreadSum,
    isShown: IsShown,
  ): Promise<PlacedItem | undefined> {
    const { room, thread, fromSeq = 0, leftSeq, readSeq } = mark
    const sinceSeq = Math.max(fromSeq, leftSeq)
    const others = sum.by.flatMap((user, index) => {
      const last = sum.last[index]
      const counts = last !== undefined && last.seq > sinceSeq && user !== view.me && !view.unheard.has(user)
      return counts ? [{ user, ...last }] : []
    })
    const [newest] = others
    if (newest === undefined) return undefined
    const place: RecordPlace = { at: newest.at, id: `t ${room} ${thread}` }
    if (!isShown({ item: place, place })) return undefined
    const page = await history.loadPage({ room, thread, after: newest.seq - 1, limit: 1 })
    const message = page.messages.find(({ seq }) => seq === newest.seq)
    // One that names or answers them stands there as that.
    if (message === undefined || message.mentions.includes(view.me) || message.mentions.includes('room'))
      return undefined
    const isRead = newest.seq <= readSeq
    const item: InboxItem = {
      ...place,
      kind: 'thread',
      by: others.slice(0, mostInboxNames).map(({ user }) => user),
      count: others.length,
      ...{ room, message: cutMessage(message), thread },
      ...(isRead ? { isRead: true as const } : {}),
    }
    return { item, place }
  }

  return async (view: InboxView, isShown: IsShown): Promise<readonly PlacedItem[]> => {
    const byRoom = new Map<RoomId, ThreadMark[]>()
    for (const mark of await threads.loadFollowed(view.me, mostThreads))
      byRoom.set(mark.room, [...(byRoom.get(mark.room) ?? []), mark])
    return (await Promise.all([...byRoom].map(([room, marks]) => listIn(view, room, marks, isShown)))).flat()
  }
}
