import type { AppError } from '../../../common/app-error.ts'
import { appError, retryOf } from '../../../common/app-error.ts'
import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'
import { rowsOf } from '../../../common/reducers/seq-list.ts'
import {
  loadMessages,
  selectLastMessage,
  selectMessage,
  selectNotices,
} from '../../../common/reducers/timeline-reducer.ts'
import { unreadCap } from '../../../common/reducers/unread-reducer.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import type { FoundMessage, TimelinePlace } from '../../engine-command.ts'
import { withinTime } from '../engine-clock.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { KeptQuery, KeptTail, TimelineStore } from '../local-store/timeline-store.ts'
import { basesOf } from './kept-window.ts'
import type { MessageFinder } from './message-finder.ts'
import type { RoomBook } from './room-book.ts'
import type { RoomEntry } from './room-entry.ts'
import type { RoomFiller } from './room-filler.ts'
import { withoutProblem } from './room-filler.ts'
import type { RoomPages } from './room-pages.ts'
import { goToEnd, shownWindow, standAt, withNewerPage, withOlderPage } from './room-places.ts'
import { buildRoomRetries } from './room-retries.ts'
import { heldRows, unreadOf } from './room-unread.ts'
import type { Page, RoomWindow } from './room-window.ts'
import { applyFill, buildWindow, hearEvent, markIncomplete, mirrorOwn, withNotices } from './room-window.ts'
import { buildShownCheck } from './shown-check.ts'

/** Moves somebody through a room that they have open: to where the unread begins, up, down, to a place, to the end. */
export type RoomReader = {
  /** From the disk at once, and to the first unread message; from history where the disk does not have it. */
  open(room: RoomId): Promise<void>
  /** The same, and does not wait for history. */
  openKept(room: RoomId): Promise<void>
  loadOlder(room: RoomId): Promise<Result<null>>
  loadNewer(room: RoomId): Promise<Result<null>>
  /** With what surrounds it. */
  loadAround(room: RoomId, place: TimelinePlace): Promise<Result<FoundMessage>>
  /** The network is back: what was shown from long ago is compared with history. */
  refresh(room: RoomId): Promise<void>
  stop(): void
}

type Reading = {
  readonly deps: EngineDeps
  readonly me: UserId
  readonly book: RoomBook
  readonly store: Pick<TimelineStore, 'loadTail'>
  readonly pages: RoomPages
  readonly finder: MessageFinder
  readonly filler: Pick<RoomFiller, 'fill' | 'begin'>
}

const pageRows = 50
const aroundRows = 100
const unreadRows = 100
const tailRows = 100
const mostReadings = 3
/** Somebody looks at an empty room so long at most, before what is here is shown as it is. */
const placeWithinMs = 1_500

export function buildRoomReader({ deps, me, book, store, pages, finder, filler }: Reading): RoomReader {
  const retries = buildRoomRetries(deps)
  const shownCheck = buildShownCheck(deps.clock, book, pages)
  const loading = new Map<RoomId, Promise<Result<null>>>()
  const opening = new Map<RoomId, { readonly kept: Promise<void>; readonly whole: Promise<void> }>()
  let stopped = false

  /** One at a time a room; a second wish for the same while it runs is the same. */
  function inTurn(room: RoomId, load: () => Promise<Result<null>>): Promise<Result<null>> {
    const running = loading.get(room)
    if (running !== undefined) return running
    const started = load().finally(() => loading.delete(room))
    loading.set(room, started)
    return started
  }

  const knownTo = (room: RoomId) => book.get(room)?.window.timeline.checkpoint.seq ?? 0

  /** The window has gone on meanwhile and takes for known what the page may not have yet: it is read again. */
  async function loadPage(room: RoomId, place: KeptQuery): Promise<Result<Page>> {
    for (let readings = 1; ; readings++) {
      const page = await pages.load(room, { ...place, knownTo: knownTo(room) })
      if (!page.ok || page.value.knownTo >= knownTo(room) || readings >= mostReadings) return page
    }
  }

  async function step(
    room: RoomId,
    loading: 'older' | 'newer',
    { apply, ...place }: KeptQuery & { readonly apply: (entry: RoomEntry, page: Page) => RoomEntry },
  ): Promise<Result<null>> {
    book.change(room, (one) => ({ ...one, loading }))
    const page = await loadPage(room, place)
    if (stopped) return ok(null)
    if (!page.ok) return giveUp(room, page.error)
    book.change(room, (one) => {
      return apply({ ...withoutProblem(one), loading: 'idle', wentBack: true }, page.value)
    })
    shownCheck.check(room)
    return ok(null)
  }

  function giveUp(room: RoomId, error: AppError): Result<null> {
    const isFirst = book.get(room)?.window.loaded !== true
    book.change(room, (one) => ({ ...one, loading: 'idle', problem: error }))
    // Somebody looks at an empty room: don't leave it to them to try again.
    if (isFirst && retryOf(error) === 'later') retries.later(room, () => void tryFirstPage(room), error.retryAfterMs)
    return err(error)
  }

  async function tryFirstPage(room: RoomId) {
    const entry = book.get(room)
    if (entry?.isOpen === true && !entry.window.loaded) await open(room)
  }

  async function loadOlder(room: RoomId): Promise<Result<null>> {
    await opening.get(room)?.whole
    return inTurn(room, async () => {
      for (;;) {
        const before = book.get(room)
        if (before === undefined) return ok(null)
        const { from, loaded } = shownWindow(before)
        if (!loaded) return openAgain(room)
        if (from === 0) return ok(null)
        const stepped = await step(room, 'older', { before: from, limit: pageRows, apply: withOlderPage })
        const after = book.get(room)
        if (!stepped.ok || stopped || after === undefined || shownWindow(after).from >= from) return stepped
        // Nothing but changes of other messages lay there: to whoever waits for a page it is none, and nothing to see of it.
        if (firstSeq(after) !== firstSeq(before)) return stepped
      }
    })
  }

  async function openAgain(room: RoomId): Promise<Result<null>> {
    await open(room)
    const problem = book.get(room)?.problem
    return problem === undefined ? ok(null) : err(problem)
  }

  async function loadNewer(room: RoomId): Promise<Result<null>> {
    return inTurn(room, async () => {
      for (;;) {
        const before = book.get(room)?.past
        if (before?.to === undefined) return ok(null)
        const stepped = await step(room, 'newer', { after: before.to, limit: pageRows, apply: withNewerPage })
        const after = book.get(room)?.past
        if (!stepped.ok || stopped || after?.to === undefined || after.to <= before.to) return stepped
        if (lastShownSeq(after) !== lastShownSeq(before)) return stepped
      }
    })
  }

  async function stand(room: RoomId, seq: number): Promise<Result<null>> {
    const page = await loadPage(room, { around: seq, limit: aroundRows })
    if (stopped) return ok(null)
    if (!page.ok) return giveUp(room, page.error)
    book.change(room, (one) => standAt({ ...withoutProblem(one), loading: 'idle' }, page.value, me))
    shownCheck.check(room)
    return ok(null)
  }

  async function readTail(room: RoomId): Promise<void> {
    book.change(room, (one) => ({ ...one, loading: 'first' }))
    const tail = await store.loadTail(room, tailRows).catch(() => undefined)
    if (tail !== undefined && !stopped) book.change(room, (one) => withTail(one, tail, me))
    const entry = book.get(room)
    // Where nothing is unread nobody has to be taken anywhere: what is here is shown at once.
    if (entry?.window.loaded === true && unreadOf(entry, me).count === 0)
      book.change(room, (one) => ({ ...one, loading: 'idle' }))
  }

  async function openOnce(room: RoomId, isFresh: boolean): Promise<void> {
    const entry = book.get(room)
    if (entry === undefined) return
    const isBehind = entry.window.completeTo !== undefined || entry.window.timeline.checkpoint.seq < entry.head
    const filled = isBehind && entry.window.loaded ? filler.fill(room) : Promise.resolve(true)
    if (isFresh) {
      let isWaitedFor = true
      const placed = placeReader(room, filled, () => isWaitedFor)
      await (book.get(room)?.window.loaded === true ? withinTime(deps.clock, placeWithinMs, placed, undefined) : placed)
      // Whoever reads by now is not to be moved any more.
      isWaitedFor = false
    }
    const after = book.get(room)
    if (after?.loading === 'first') book.change(room, (one) => ({ ...one, loading: 'idle' }))
    if (after?.window.loaded === false && after.problem === undefined)
      retries.later(room, () => void tryFirstPage(room))
    // What came while it was being opened.
    if (after?.window.loaded === true && after.window.timeline.checkpoint.seq < after.head) void filler.fill(room)
    else shownCheck.check(room)
  }

  /** To the first unread message, with everything from there on, or with what surrounds it where that is far back. */
  async function placeReader(room: RoomId, filled: Promise<unknown>, isWaitedFor: () => boolean): Promise<void> {
    const unread = () => {
      const entry = book.get(room)
      return entry === undefined ? 0 : unreadOf(entry, me).count
    }
    if (book.get(room)?.window.loaded !== true) {
      const begun = await filler.begin(room)
      if (stopped) return
      if (!begun.ok) return void giveUp(room, begun.error)
      retries.forget(room)
    }
    if (unread() === 0) return
    await filled
    const lacks = () => {
      const entry = book.get(room)
      return isWaitedFor() && entry !== undefined && entry.past === undefined && !seesUnread(entry, me)
    }
    if (lacks() && unread() < unreadCap) {
      const page = await loadPage(room, { before: book.get(room)?.window.from ?? 0, limit: unreadRows })
      if (page.ok && isWaitedFor()) book.change(room, (one) => withOlderPage(one, page.value))
    }
    const entry = book.get(room)
    if (lacks() && entry?.isOpen === true) await stand(room, entry.receipt + 1)
  }

  function startOpening(room: RoomId) {
    const running = opening.get(room)
    if (running !== undefined) return running
    const isFresh = book.get(room)?.window.loaded !== true
    const kept = isFresh ? readTail(room) : Promise.resolve()
    const whole = kept.then(() => (stopped ? undefined : openOnce(room, isFresh))).finally(() => opening.delete(room))
    const started = { kept, whole }
    opening.set(room, started)
    return started
  }
  const open = (room: RoomId) => startOpening(room).whole

  function findHere(room: RoomId, message: MessageId): boolean {
    const entry = book.get(room)
    if (entry === undefined || !entry.window.loaded) return false
    return selectMessage(shownWindow(entry).timeline, message) !== undefined
  }

  async function loadAround(room: RoomId, place: TimelinePlace): Promise<Result<FoundMessage>> {
    await opening.get(room)?.whole
    await loading.get(room)
    const entry = book.get(room)
    if (entry?.isOpen !== true) return err(appError('room-unknown'))
    switch (place.kind) {
      case 'end':
        book.change(room, goToEnd)
        return ok('found')
      case 'first-unread':
        return found(await stand(room, entry.receipt + 1))
      case 'seq':
        return found(await stand(room, place.seq))
      case 'date': {
        const seq = await finder.findDate(room, place.at)
        return seq.ok ? found(await stand(room, seq.value)) : seq
      }
      case 'message': {
        if (findHere(room, place.message)) return ok('found')
        const seq = await finder.findMessage(room, place.message)
        if (!seq.ok) return seq
        if (typeof seq.value !== 'number') return ok(seq.value)
        const stood = await stand(room, seq.value)
        return stood.ok ? ok(findHere(room, place.message) ? 'found' : 'absent') : stood
      }
    }
  }

  return {
    open,
    openKept: (room) => startOpening(room).kept,
    loadOlder,
    loadNewer,
    loadAround,
    async refresh(room) {
      for (const name of ['window', 'past'] as const) {
        const window = book.get(room)?.[name]
        if (window?.staleSince === undefined) continue
        const { from, to = window.timeline.checkpoint.seq, staleSince: since } = window
        const fresh = await pages.refresh(room, { from, to, since })
        if (!fresh.ok || fresh.value.head === since || stopped) continue
        book.change(room, (entry) => {
          const { [name]: now } = entry
          if (now?.staleSince !== since) return entry
          const { staleSince: _, ...current } = now
          const checkpoint = entry.window.timeline.checkpoint
          return {
            ...entry,
            [name]: applyFill(current, {
              ...fresh.value,
              checkpoint,
              complete: now.completeTo === undefined,
              head: now.completeTo ?? 0,
            }),
          }
        })
      }
      shownCheck.check(room)
    },
    stop() {
      stopped = true
      shownCheck.stop()
      retries.stop()
    },
  }
}

/** Of the first that is shown, whether it was said or happened. */
function firstSeq(entry: RoomEntry): number {
  const { timeline, from } = shownWindow(entry)
  const notice = selectNotices(timeline).find(({ seq }) => seq >= from)
  const message = findFirstShown(timeline)
  return Math.min(...[message, notice].map((row) => row?.seq ?? Number.POSITIVE_INFINITY))
}

/** What a thread alone shows is nothing to see here. */
function findFirstShown({ rows }: RoomWindow['timeline']) {
  for (const chunk of rows) for (const row of chunk) if (!isOnlyInThread(row.message)) return row
  return undefined
}

function lastShownSeq({ timeline }: RoomWindow): number {
  return selectLastMessage(timeline, ({ message }) => !isOnlyInThread(message))?.seq ?? 0
}

const found = (stood: Result<null>): Result<FoundMessage> => (stood.ok ? ok('found') : stood)

/** Nothing that is unread lies before what the reader has in front of them. */
export function seesUnread(entry: RoomEntry, me: UserId): boolean {
  const { from } = shownWindow(entry)
  if (from <= entry.receipt + 1) return true
  const unread = unreadOf(entry, me).count
  return unread < unreadCap && countNewFrom(entry, from, me) >= unread
}

function countNewFrom(entry: RoomEntry, from: number, me: UserId): number {
  const { receipt } = entry
  return heldRows(entry).filter(({ state, seq, message }) => {
    const isNew = state === 'stored' && seq >= from && seq > receipt && message.author !== me
    return isNew && message.removedAt === undefined && !isOnlyInThread(message)
  }).length
}

/** The end as the disk has it, and what was heard since this start. */
function withTail(entry: RoomEntry, tail: KeptTail, me: UserId): RoomEntry {
  if (entry.window.loaded) return entry
  const { room } = entry.state
  const { messages, notices, events } = tail
  const members = [...entry.state.members.values()]
  // Nobody has asked history yet: all that is known was heard, from people who may not all be known.
  const checkpoint = tail.checkpoint ?? { seq: (events[0]?.seq ?? 1) - 1, members }
  const isProvisional = tail.checkpoint === undefined && members.length < entry.memberCount
  const start = withNotices(buildWindow({ room, me, checkpoint, isProvisional }, messages), notices)
  const from = tail.checkpoint === undefined ? checkpoint.seq + 1 : tail.from
  const { refused, heard, timeline } = entry.window
  const since = [...events, ...rowsOf(heard)]
  const window = since.reduce(hearEvent, { ...start, from, refused, loaded: from <= checkpoint.seq })
  const known = messages.length + events.length === 0 ? withLast(window, entry) : window
  const mirrored = mirrorOwn(known, timeline.own)
  // What lies between the two is not known here.
  return { ...entry, window: entry.head > checkpoint.seq ? markIncomplete(mirrored) : mirrored }
}

/** Nothing but what the list shows. */
function withLast(window: RoomWindow, entry: RoomEntry): RoomWindow {
  return { ...window, timeline: loadMessages(window.timeline, basesOf(entry.window)) }
}
