import { appError } from '../../common/app-error.ts'
import { buildApiMessage, type History } from '../../common/http-contract/history-contract.ts'
import type { FollowedThread, Versions } from '../../common/http-contract/thread-contract.ts'
import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import { shardOf } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { unreadCap } from '../../common/reducers/unread-reducer.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import { findSeen } from '../reach/seen-message.ts'
import { isSeen, type Span, withinOf } from '../reach/visible-spans.ts'
import { mostVersions } from '../store/archive-store.ts'
import type { RecordPlace } from '../store/record-store.ts'
import type { Store } from '../store/store-port.ts'
import { answersOf, type ThreadMark, type ThreadSum } from '../store/thread-store.ts'

export type ThreadQuery = {
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly around?: number | undefined
  readonly changedAfter?: number | undefined
  readonly limit: number
}

export type ThreadService = {
  /** What hangs on a message. One that the caller may not see and that nothing they may see hangs on answers like none. */
  readonly loadThread: (user: UserId, place: ThreadPlace, query: ThreadQuery) => Promise<Result<History>>
  /** One message, where the caller may see it. */
  readonly loadMessage: (user: UserId, place: ThreadPlace) => Promise<Result<Message>>
  /** What it said before and says now; of one that was removed only who did that, where it was not its author. */
  readonly loadVersions: (user: UserId, place: ThreadPlace) => Promise<Result<Versions>>
  /** Of a room, those that the caller may see: the newest said first, before a sequence. */
  readonly loadPins: (
    user: UserId,
    room: RoomId,
    page: { readonly before?: number | undefined; readonly limit: number },
  ) => Promise<Result<{ readonly messages: readonly Message[]; readonly hasMoreBefore: boolean }>>
  /** Newest answer first, all after that place. `complete`: the archive was not behind in any room of it. */
  readonly listFollowed: (
    user: UserId,
    page: { readonly after: RecordPlace | undefined; readonly limit: number; readonly heard: readonly RoomId[] },
  ) => Promise<{ readonly threads: readonly FollowedThread[]; readonly complete: boolean; readonly next?: RecordPlace }>
  readonly follow: (user: UserId, place: ThreadPlace, isFollowing: boolean) => Promise<Result<void>>
}
export type ThreadPlace = { readonly room: RoomId; readonly message: MessageId }

type Dependencies = {
  readonly store: Pick<Store, 'threads' | 'archive' | 'history'>
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
  readonly loadHistory: (room: RoomId, query: ThreadQuery, seen: readonly Span[], thread: MessageId) => Promise<History>
  /** Waits for the archive, a moment; false where it is behind all the same. */
  readonly catchUp: (shard: number) => Promise<boolean>
  readonly hintRooms: (user: UserId, room: RoomId) => void
}

/** More than anybody goes through: what came to them last. */
const mostFollowed = 1_000
const mostPins = 1_000
/** Of one message, whose words may be as long as they may be: the newest, so long together. */
const mostVersionCharacters = 1_000_000

export function buildThreadService({ store, loadReach, loadHistory, ...deps }: Dependencies): ThreadService {
  const { threads, archive } = store
  const unknown = err(appError('message-unknown'))

  /** Whether there is such a thread for them: what it hangs on, or an answer. */
  async function isThere({ room, message }: ThreadPlace, seen: readonly Span[]): Promise<boolean> {
    const [root] = await archive.loadMessages([{ room, id: message }])
    if (root !== undefined && isSeen(seen, root.seq)) return true
    return (await threads.sumAnswers({ room, threads: [message], ...withinOf(seen) })).length > 0
  }

  const seeing = { loadReach, catchUp: deps.catchUp, loadMessages: archive.loadMessages }
  const loadMessage: ThreadService['loadMessage'] = (user, place) => findSeen(seeing, user, place)

  async function listIn(user: UserId, room: RoomId, marks: readonly ThreadMark[]): Promise<readonly Listed[]> {
    const { scope, seen } = await loadReach(user, room)
    if (scope === 'none') return []
    const ids = marks.map(({ thread }) => thread)
    const [sums, roots] = await Promise.all([
      threads.sumAnswers({ room, threads: ids, ...withinOf(seen) }),
      archive.loadMessages(ids.map((id) => ({ room, id }))),
    ])
    const sumOf = new Map(sums.map((sum) => [sum.thread, sum]))
    const rootOf = new Map(roots.map((root) => [root.id, root]))
    return marks.flatMap((mark) => {
      const [sum, root] = [sumOf.get(mark.thread), rootOf.get(mark.thread)]
      const shown = root !== undefined && isSeen(seen, root.seq) ? root : undefined
      const at = sum?.lastAt ?? shown?.at
      return at === undefined ? [] : [{ mark, sum, root: shown, at, seen }]
    })
  }

  async function finish(user: UserId, { mark, sum, root, seen }: Listed): Promise<FollowedThread> {
    const { room, thread, fromSeq = 0, leftSeq, readSeq } = mark
    const afterSeq = Math.max(fromSeq, leftSeq, readSeq)
    const isNew = sum !== undefined && sum.lastSeq > afterSeq
    const news = isNew ? await threads.listNew({ room, thread, user, afterSeq, cap: unreadCap, ...withinOf(seen) }) : []
    const seqsOf = (some: typeof news) => some.map(({ seq }) => seq).toReversed()
    return {
      room,
      thread,
      ...(root === undefined ? {} : { message: buildApiMessage(root) }),
      answers: sum === undefined ? { count: 0, lastAt: 0, by: [] } : answersOf(sum),
      unread: news.length,
      forYou: seqsOf(news.filter(({ isForThem }) => isForThem)),
      alsoInRoom: seqsOf(news.filter(({ isInRoom }) => isInRoom)),
      readSeq: afterSeq,
      lastSeq: sum?.lastSeq ?? 0,
    }
  }

  return {
    loadThread: async (user, place, query) => {
      const { scope, seen } = await loadReach(user, place.room)
      if (scope === 'none') return err(appError('room-unknown'))
      const page = await loadHistory(place.room, query, seen, place.message)
      return page.messages.length > 0 || (await isThere(place, seen)) ? ok(page) : unknown
    },
    loadMessage,
    loadVersions: async (user, place) => {
      const found = await loadMessage(user, place)
      if (!found.ok) return found
      const { seq, version, at, editedAt, text, removedAt, removedBy } = found.value
      if (removedAt !== undefined) return ok({ versions: [], ...(removedBy === undefined ? {} : { removedBy }) })
      const kept = await store.history.loadVersions(place.room, place.message, mostVersions)
      // One that was edited before versions were kept has the words of today, and says no more than is known.
      const now = { seq: editedAt === undefined ? seq : version, at: editedAt ?? at, text }
      const versions = kept.length === 0 ? [now] : kept
      const shown = cutVersions(versions).map(({ seq, at, text }) => ({ seq, at, text }))
      // As many as are kept: there may have been more.
      const isCut = shown.length < versions.length || versions.length >= mostVersions
      return ok({ versions: shown, ...(isCut ? { cut: true } : {}) })
    },
    loadPins: async (user, room, { before = Number.MAX_SAFE_INTEGER, limit }) => {
      const { scope, seen } = await loadReach(user, room)
      if (scope === 'none') return err(appError('room-unknown'))
      await deps.catchUp(shardOf(room))
      const all = (await store.history.loadPinned(room, mostPins)).filter((seq) => seq < before && isSeen(seen, seq))
      const pages = await Promise.all(
        all.slice(0, limit).map((seq) => store.history.loadPage({ room, after: seq - 1, limit: 1 })),
      )
      return ok({ messages: pages.flatMap((page) => page.messages), hasMoreBefore: all.length > limit })
    },
    listFollowed: async (user, { after, limit, heard }) => {
      const followedIn = (await threads.loadFollowed(user, mostFollowed)).map(({ room }) => room)
      const shards = new Set([...followedIn, ...heard].map(shardOf))
      const reached = await Promise.all([...shards].map(deps.catchUp))
      // Only now: who follows what is written with what was waited for.
      const marks = shards.size === 0 ? [] : await threads.loadFollowed(user, mostFollowed)
      const byRoom = new Map<RoomId, ThreadMark[]>()
      for (const mark of marks) byRoom.set(mark.room, [...(byRoom.get(mark.room) ?? []), mark])
      const listed = (await Promise.all([...byRoom].map(([room, ofRoom]) => listIn(user, room, ofRoom)))).flat()
      const placeOf = ({ at, mark }: Listed): RecordPlace => ({ at, id: mark.thread })
      const isLater = ({ at, id }: RecordPlace) =>
        after === undefined || at < after.at || (at === after.at && id < after.id)
      const sorted = listed
        .toSorted((a, b) => b.at - a.at || (a.mark.thread < b.mark.thread ? 1 : -1))
        .filter((one) => isLater(placeOf(one)))
      const page = sorted.slice(0, limit)
      const last = page.at(-1)
      return {
        threads: await Promise.all(page.map((one) => finish(user, one))),
        complete: reached.every((isReached) => isReached),
        ...(last !== undefined && sorted.length > page.length ? { next: placeOf(last) } : {}),
      }
    },
    follow: async (user, place, isFollowing) => {
      const { room, message: thread } = place
      const { scope, seen } = await loadReach(user, room)
      if (scope === 'none') return err(appError('room-unknown'))
      await deps.catchUp(shardOf(room))
      if (!(await isThere(place, seen))) return unknown
      const [archived] = await archive.loadArchivedRooms([room])
      const head = archived?.head ?? 0
      if (isFollowing) {
        const [mark] = await threads.loadMarks(user, room, [thread])
        // What was said while they did not follow is nothing that they have missed.
        if (mark === undefined || mark.leftSeq >= mark.followSeq)
          await threads.foldMarks([{ user, room, thread, fromSeq: head, followSeq: head, readSeq: head }])
        await threads.clearLeft({ user, room, thread })
      } else await threads.foldMarks([{ user, room, thread, leftSeq: head }])
      deps.hintRooms(user, room)
      return ok(undefined)
    },
  }
}

type Listed = {
  readonly mark: ThreadMark
  readonly sum: ThreadSum | undefined
  readonly root: Parameters<typeof buildApiMessage>[0] | undefined
  readonly at: number
  readonly seen: readonly Span[]
}

/** The last one always: it is what the message says. */
export function cutVersions<One extends { readonly text: string }>(versions: readonly One[]): readonly One[] {
  let characters = 0
  const tooLong = versions.findLastIndex(({ text }, index) => {
    characters += text.length
    return characters > mostVersionCharacters && index < versions.length - 1
  })
  return versions.slice(tooLong + 1)
}
