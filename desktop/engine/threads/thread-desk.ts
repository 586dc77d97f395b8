import { appError } from '../../../common/app-error.ts'
import { backoffMs } from '../../../common/backoff.ts'
import { buildMessageFromApi, buildMessagesFromApi } from '../../../common/http-contract/history-contract.ts'
import type { FollowedThread } from '../../../common/http-contract/thread-contract.ts'
import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { selectMessage } from '../../../common/reducers/timeline-reducer.ts'
import { emptied, err, ok } from '../../../common/result.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { ThreadMarks } from '../../../common/wire-event.ts'
import type { CommandHandlers } from '../../engine-command.ts'
import type { ThreadView } from '../../engine-contract.ts'
import type { ThreadCommand } from '../../room-command.ts'
import type { ThreadCalls } from '../control-plane/thread-calls.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import type { StateBoard } from '../state-board.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { Unheard } from '../sync/room-filler.ts'
import { shownWindow } from '../sync/room-places.ts'
import { heldRows } from '../sync/room-unread.ts'
import { plainError } from '../views/send-state.ts'
import { buildShownRows, viewLooseRows } from '../views/timeline-view.ts'
import { loadFollowed } from './followed-pages.ts'
import { type KnownOfThread, viewFollowed } from './followed-view.ts'
import { buildPinDesk } from './pin-desk.ts'
import { buildThreadReads } from './thread-marks.ts'
import type { ThreadWindow } from './thread-window.ts'
import {
  answersIn,
  buildThreadWindow,
  hearInThread,
  mirrorInThread,
  rootOf,
  withThreadPage,
  withUnheard,
} from './thread-window.ts'

/** Threads that are open, those I follow, and how far I have read in each. */
export type ThreadDesk = {
  readonly handlers: CommandHandlers<ThreadCommand>
  /** Something of the room is not what it was. */
  onRoom(room: RoomId): void
  hear(stored: StoredEvent): void
  /** What history has of the room that was not heard. */
  onUnheard(room: RoomId, unheard: Unheard): void
  /** My own mark, of this device or another one. */
  onOwnMarks(room: RoomId, marks: ThreadMarks): void
  /** The server was asked what there is: what I follow may be other threads, and what is open may lack something. */
  onSynced(): void
  readonly marksOf: (room: RoomId) => ThreadMarks | undefined
  /** Whether an answer is told like a message of its room: else only where it names me. */
  readonly isFollowed: (thread: MessageId) => boolean
  readonly readTo: (room: RoomId, thread: MessageId) => number
  /** Somebody says that all of a room is read: what hangs on its messages too. */
  readAll(room: RoomId): void
  stop(): void
}

type Keeping = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance'>
  readonly me: UserId
  readonly client: ThreadCalls
  readonly board: Pick<StateBoard, 'put'>
  readonly book: Pick<RoomBook, 'get'>
  readonly store: Pick<TimelineStore, 'findMessage'>
  readonly entries: (room: RoomId) => readonly OutboxEntry[]
  /** Says how far I have read in the room, and in its threads with it. */
  readonly sayRead: (room: RoomId) => void
}

type Answer = Pick<Message, 'thread' | 'mentions'> & Pick<StoredEvent, 'author'>
type Open = {
  window: ThreadWindow
  loading: ThreadView['loading']
  problem: ThreadView['problem']
}

const frameMs = 16
/** Answers come in runs: all of one are asked for once, by each of those who heard them at another moment. */
const [askAfterMs, askSpreadMs] = [300, 700]
const askAgain = { firstMs: 2_000, mostMs: 60_000 }
/** The archive may be a moment behind what was heard: only after so many answers a thread is known not to be mine. */
const mostAsked = 3
/** Whoever makes up threads by the thousand does not fill our memory with them. */
const mostStrange = 1_000
const pageRows = 50

export function buildThreadDesk({ deps, me, client, board, book, store, entries, sayRead }: Keeping): ThreadDesk {
  const { clock, chance } = deps
  const open = new Map<MessageId, Open>()
  const followed = new Map<MessageId, FollowedThread>()
  const reads = buildThreadReads()
  const pins = buildPinDesk({ deps, client, board, book })
  const shownRows = buildShownRows()
  let cancelShow: (() => void) | undefined
  let cancelAsk: (() => void) | undefined
  let asking: Promise<void> | undefined
  let wantsWhole = false
  /** How often in a row the archive was behind. */
  let behind = 0
  const heardIn = new Set<RoomId>()
  let stopped = false

  /** Threads on messages that are not held here: how often they were not among mine, and those heard of since. */
  const strange = new Map<MessageId, number>()
  const unsure = new Set<MessageId>()
  /** Rooms of which what is read, or said, may be something else than it was. */
  const changed = new Set<RoomId>()

  function showSoon(room: RoomId) {
    changed.add(room)
    cancelShow ??= clock.after(frameMs, () => {
      cancelShow = undefined
      for (const one of followed.values()) if (one.unread > 0 && changed.has(one.room)) showFollowed(one.thread)
      for (const [thread, one] of open)
        if (changed.has(one.window.room)) board.put('threads', thread, viewOf(one), 'messages')
      changed.clear()
    })
  }

  function viewOf({ window, loading, problem }: Open): ThreadView {
    const { room, thread } = window
    const root = rootOf(window)
    const refused = book.get(room)?.window.refused ?? new Set<number>()
    const context = { me, outbox: entries(room), refused, shown: shownRows }
    const [rootRow] = root === undefined ? [] : viewLooseRows([root], context)
    return {
      room,
      thread,
      ...(rootRow === undefined ? {} : { root: rootRow }),
      rows: viewLooseRows(answersIn(window), context),
      hasMoreBefore: window.from > 0,
      loading,
      ...(problem === undefined ? {} : { problem }),
    }
  }

  function change(thread: MessageId, step: (window: ThreadWindow) => ThreadWindow) {
    const one = open.get(thread)
    if (one === undefined) return
    const window = step(one.window)
    if (window === one.window) return
    one.window = window
    showSoon(window.room)
  }

  async function load(thread: MessageId, way: 'first' | 'older') {
    const one = open.get(thread)
    if (one === undefined || one.loading !== 'idle') return
    one.loading = way
    const { room, from } = one.window
    showSoon(room)
    const isOlder = way === 'older' && Number.isFinite(from)
    const [page, root] = await Promise.all([
      client.thread(room, thread, { limit: pageRows, ...(isOlder ? { before: from } : {}) }),
      rootOf(one.window) === undefined ? client.message(room, thread) : undefined,
    ])
    if (stopped || open.get(thread) !== one) return
    one.loading = 'idle'
    one.problem = page.ok ? undefined : plainError(page.error)
    if (page.ok) {
      const messages = buildMessagesFromApi(page.value)
      const first = page.value.hasMoreBefore ? (messages[0]?.seq ?? 0) : 0
      one.window = withThreadPage(one.window, messages, first)
    }
    if (root?.ok) one.window = withThreadPage(one.window, [buildMessageFromApi(root.value)], one.window.from)
    one.window = mirrorInThread(one.window, ownOf(room))
    showSoon(room)
  }

  const ownOf = (room: RoomId) => book.get(room)?.window.timeline.own ?? []

  function showFollowed(thread: MessageId) {
    const one = followed.get(thread)
    board.put('followed', thread, one && viewFollowed(one, known(one.room, thread)), 'read')
  }

  function known(room: RoomId, thread: MessageId): KnownOfThread {
    const entry = book.get(room)
    const opened = open.get(thread)
    const counted = entry && Math.min(entry.receipt, (entry.unreadFrom?.seq ?? Number.POSITIVE_INFINITY) - 1)
    return {
      me,
      readTo: reads.seqOf(room, thread),
      isDirect: entry?.state.roomKind === 'direct',
      roomCountsAfter: counted,
      held: [
        ...(opened === undefined ? [] : answersIn(opened.window)),
        ...(entry === undefined ? [] : heldRows(entry)),
      ],
    }
  }

  /** `isWhole`: what may be another lies anywhere, not with the newest answers. */
  function askSoon(isWhole = false, afterMs = askAfterMs + askSpreadMs * chance()) {
    wantsWhole ||= isWhole
    if (!stopped) cancelAsk ??= clock.after(afterMs, () => void ask())
  }

  async function ask() {
    cancelAsk = undefined
    if (asking === undefined) await askAnew()
    else askSoon()
  }

  /** Not what is under way: that may have been asked before what is to be known happened. */
  async function askAnew(): Promise<void> {
    while (asking !== undefined) await asking
    asking = askOnce().finally(() => {
      asking = undefined
    })
    await asking
  }

  async function askOnce() {
    const heardOf = [...unsure]
    unsure.clear()
    const isWhole = wantsWhole
    const heard = [...heardIn]
    wantsWhole = false
    heardIn.clear()
    const found = await loadFollowed(client.threads, followed, { isWhole, heard })
    // The next sync, or answer, asks again.
    if (!found.ok) wantsWhole = true
    if (!found.ok || stopped) return
    const { threads, gone, complete } = found.value
    for (const one of threads) {
      followed.set(one.thread, one)
      reads.fold(one.room, { [one.thread]: one.readSeq })
    }
    for (const thread of gone) followed.delete(thread)
    if (strange.size > mostStrange) strange.clear()
    for (const thread of heardOf) strange.set(thread, (strange.get(thread) ?? 0) + 1)
    for (const thread of [...threads.map((one) => one.thread), ...gone]) showFollowed(thread)
    // The archive was behind: what it said may lack what was heard here.
    behind = complete ? 0 : behind + 1
    if (complete) return
    for (const room of heard) heardIn.add(room)
    askSoon(isWhole, backoffMs(behind, chance(), askAgain))
  }

  /** What it hangs on, as far as it is known here. */
  function findHere(room: RoomId, message: MessageId): Message | undefined {
    const entry = book.get(room)
    if (entry === undefined) return undefined
    return (
      selectMessage(entry.window.timeline, message)?.message ??
      selectMessage(shownWindow(entry).timeline, message)?.message
    )
  }

  /** Everybody in a room hears each answer: only those whom it may concern ask the server. */
  function concernsMe({ room, author, event }: StoredEvent): boolean {
    if (event.kind === 'message.removed') return isOfFollowed(room, event.message)
    if (event.kind !== 'message.posted' || event.thread === undefined) return false
    return isAnswerToMe(room, { author, thread: event.thread, mentions: event.mentions ?? [] })
  }

  function isAnswerToMe(room: RoomId, { author, thread, mentions }: Answer): boolean {
    if (thread === undefined) return false
    if (author === me || mentions.includes(me) || followed.has(thread)) return true
    const root = findHere(room, thread)
    return root === undefined ? mayBeMine(thread) : root.author === me
  }

  function isOfFollowed(room: RoomId, message: MessageId): boolean {
    // The answer that is under way may be from before, and have its words.
    if (asking !== undefined) return true
    const gone = findHere(room, message)
    if (gone === undefined) return [...followed.values()].some((one) => one.room === room)
    return followed.has(gone.id) || (gone.thread !== undefined && followed.has(gone.thread))
  }

  /** Where it is not known whose message it is, the server is asked, and not for ever. */
  function mayBeMine(thread: MessageId): boolean {
    if ((strange.get(thread) ?? 0) >= mostAsked) return false
    unsure.add(thread)
    return true
  }

  function read(room: RoomId, thread: MessageId, seq: number): boolean {
    const isNews = reads.fold(room, { [thread]: seq }).length > 0
    if (isNews) showFollowed(thread)
    return isNews
  }

  return {
    handlers: {
      'open-thread': async ({ room, thread }) => {
        const entry = book.get(room)
        if (entry === undefined) return err(appError('room-unknown'))
        if (!open.has(thread)) {
          const window = mirrorInThread(buildThreadWindow(entry, thread), ownOf(room))
          const one: Open = { window, loading: 'idle', problem: undefined }
          open.set(thread, one)
          board.put('threads', thread, viewOf({ ...one, loading: 'first' }), 'opened')
        }
        void load(thread, 'first')
        return ok(null)
      },
      'close-thread': ({ thread }) => {
        if (open.delete(thread)) board.put('threads', thread, undefined, 'opened')
        return ok(null)
      },
      'load-older-answers': async ({ thread }) => {
        await load(thread, 'older')
        return ok(null)
      },
      'mark-thread-read': ({ room, thread, seq }) => {
        if (book.get(room) === undefined || !Number.isSafeInteger(seq)) return err(appError('room-unknown'))
        if (read(room, thread, seq)) sayRead(room)
        return ok(null)
      },
      'read-all-threads': () => {
        for (const room of new Set([...followed.values()].map((one) => one.room))) readAll(room)
        return ok(null)
      },
      'follow-thread': async ({ room, thread, on }) => {
        const done = await client.followThread(room, thread, on)
        wantsWhole = true
        if (done.ok) await askAnew()
        return emptied(done)
      },
      'load-versions': ({ room, message }) => client.versions(room, message),
      'find-thread': async ({ room, message }) => {
        const here = findHere(room, message) ?? (await store.findMessage(room, message).catch(() => undefined))
        if (here !== undefined) return ok(isOnlyInThread(here) ? (here.thread ?? null) : null)
        const found = await client.message(room, message)
        const there = found.ok ? buildMessageFromApi(found.value) : undefined
        return ok(there !== undefined && isOnlyInThread(there) ? (there.thread ?? null) : null)
      },
    },
    onRoom(room) {
      pins.onRoom(room)
      for (const [thread, { window }] of open)
        if (window.room === room) change(thread, (one) => mirrorInThread(one, ownOf(room)))
      if (followed.size > 0 || open.size > 0) showSoon(room)
    },
    hear(stored) {
      for (const [thread, { window }] of open)
        if (window.room === stored.room) change(thread, (one) => hearInThread(one, stored))
      if (concernsMe(stored)) {
        heardIn.add(stored.room)
        askSoon(stored.event.kind === 'message.removed')
      }
      pins.hear(stored)
    },
    onUnheard(room, unheard) {
      const isMuch = unheard === 'much'
      for (const [thread, { window }] of open) {
        if (window.room !== room) continue
        if (isMuch) void load(thread, 'first')
        else change(thread, (one) => withUnheard(one, unheard))
      }
      pins.onUnheard(room, isMuch ? undefined : unheard.messages)
      const isGone =
        !isMuch && unheard.messages.some((one) => one.removedAt !== undefined && isOfFollowed(room, one.id))
      const isForMe = isMuch || isGone || unheard.messages.some((one) => isAnswerToMe(room, one))
      if (!isForMe) return
      heardIn.add(room)
      askSoon(isMuch || isGone)
    },
    onOwnMarks(room, marks) {
      for (const thread of reads.fold(room, marks)) {
        showFollowed(thread)
        const one = followed.get(thread)
        // Read in part elsewhere: how much is left the server counts.
        if (one !== undefined && reads.seqOf(room, thread) < one.lastSeq) askSoon(true)
      }
    },
    onSynced() {
      askSoon(true)
      pins.onSynced()
      for (const thread of open.keys()) void load(thread, 'first')
    },
    marksOf: reads.marksOf,
    isFollowed: (thread) => followed.has(thread),
    readTo: reads.seqOf,
    readAll,
    stop() {
      stopped = true
      cancelShow?.()
      cancelAsk?.()
      pins.stop()
    },
  }

  function readAll(room: RoomId) {
    const news = [...followed.values()].filter((one) => one.room === room && read(room, one.thread, one.lastSeq))
    if (news.length > 0) sayRead(room)
  }
}
