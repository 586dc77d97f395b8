import type { AppError } from '../../../common/app-error.ts'
import { appError, retryOf } from '../../../common/app-error.ts'
import type { History } from '../../../common/http-contract/history-contract.ts'
import { buildMessageFromApi } from '../../../common/http-contract/history-contract.ts'
import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { selectMessage } from '../../../common/reducers/timeline-reducer.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { FoundMessage } from '../../engine-command.ts'
import type { ControlPlaneClient, HistoryQuery } from '../control-plane/control-plane-client.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildLimiter } from './call-limiter.ts'
import type { RoomBook } from './room-book.ts'
import type { RoomEntry } from './room-entry.ts'
import { buildRoomRetries } from './room-retries.ts'
import { applyFill, applyOlder, markIncomplete, restartWindow, withCompleteTo } from './room-window.ts'

/**
 * Brings a room's window up to the archive's head, and loads what lies before it. Nothing is skipped in silence: what is
 * too much to fill is dropped as a whole, so that the window is without a hole again.
 */
export type RoomFiller = {
  /** True once the window is complete up to the head that history stated; false where history could not say. */
  fill(room: RoomId): Promise<boolean>
  /** The page before the window; the first one where nothing was loaded yet. */
  loadOlder(room: RoomId): Promise<Result<null>>
  /** All pages back to the message, so that nothing between it and the window is passed over; at most 5,000 messages. */
  loadBackTo(room: RoomId, message: MessageId): Promise<Result<FoundMessage>>
  stop(): void
}

type Filling = {
  readonly deps: EngineDeps
  readonly me: UserId
  readonly client: Pick<ControlPlaneClient, 'history'>
  readonly book: RoomBook
  /** The window was compared with history: what it holds now is certain. */
  readonly onFilled: (room: RoomId) => void
}
type FillOutcome = { readonly isComplete: boolean; readonly error?: AppError }

const fillPage = 200
const mostFillPages = 5
const olderPage = 50
/** Five thousand messages at a time, when somebody wants to go far back. */
const searchPage = 200
const mostSearchPages = 25
const callsAtOnce = 4
const mostReadings = 3

export function buildRoomFiller({ deps, me, client, book, onFilled }: Filling): RoomFiller {
  const { clock } = deps
  const limit = buildLimiter(callsAtOnce)
  const filling = new Map<RoomId, Promise<FillOutcome>>()
  const loading = new Map<RoomId, Promise<Result<null>>>()
  const fillRetries = buildRoomRetries(deps)
  const pageRetries = buildRoomRetries(deps)
  let toldToWait: AppError | undefined
  let cancelWait = () => {}
  let stopped = false

  /** A server that says when to come again is left in peace until then: there may be a thousand rooms to ask for. */
  async function ask(room: RoomId, query: HistoryQuery): Promise<Result<History>> {
    const isAwaited = () => {
      const entry = book.get(room)
      return entry !== undefined && (entry.isOpen || entry.window.timeline.own.length > 0)
    }
    const answer = await limit(async () => {
      if (stopped) return err(appError('network-unreachable'))
      return toldToWait === undefined ? client.history(room, query) : err(toldToWait)
    }, isAwaited)
    if (!answer.ok && answer.error.retryAfterMs !== undefined && toldToWait === undefined && !stopped) {
      toldToWait = answer.error
      cancelWait = clock.after(answer.error.retryAfterMs, () => {
        toldToWait = undefined
      })
    }
    return answer
  }

  async function fillOnce(room: RoomId): Promise<FillOutcome> {
    const after = book.get(room)?.window.timeline.checkpoint.seq
    if (after === undefined) return { isComplete: false }
    const messages: Message[] = []
    let changedAfter = after
    for (let page = 0; page < mostFillPages; page++) {
      const answer = await ask(room, { changedAfter, limit: fillPage })
      if (stopped) return { isComplete: false }
      if (!answer.ok) return { isComplete: false, error: answer.error }
      messages.push(...answer.value.messages.map(buildMessageFromApi))
      const versions = [
        ...answer.value.messages.map(({ version }) => version),
        ...answer.value.notices.map(({ seq }) => seq),
      ]
      if (!answer.value.hasMoreAfter || versions.length === 0) return finish(room, messages, answer.value)
      changedAfter = Math.max(changedAfter, ...versions)
    }
    return restart(room)
  }

  function finish(room: RoomId, messages: readonly Message[], { checkpoint, head, complete }: History): FillOutcome {
    book.change(room, (entry) => ({
      ...withoutProblem(entry),
      head: Math.max(entry.head, head),
      window: applyFill(entry.window, { messages, checkpoint, head, complete }),
    }))
    onFilled(room)
    return { isComplete: complete }
  }

  /** Too far behind: the newest page is the new window, and what lies before is loaded when it is wanted. */
  async function restart(room: RoomId): Promise<FillOutcome> {
    const answer = await ask(room, { limit: olderPage })
    if (stopped) return { isComplete: false }
    if (!answer.ok) return { isComplete: false, error: answer.error }
    const { checkpoint, head, complete, hasMoreBefore } = answer.value
    const messages = answer.value.messages.map(buildMessageFromApi)
    book.change(room, (entry) => {
      const start = { room, me, checkpoint: { ...checkpoint, seq: Math.max(checkpoint.seq, head) } }
      const fresh = restartWindow(entry.window, start, messages)
      const window = withCompleteTo(applyOlder(fresh, { messages, hasMoreBefore }), { complete, head })
      return { ...withoutProblem(entry), head: Math.max(entry.head, head), window }
    })
    onFilled(room)
    return { isComplete: complete }
  }

  async function fill(room: RoomId): Promise<boolean> {
    const running = filling.get(room)
    if (running !== undefined) return (await running).isComplete
    const started = fillOnce(room).finally(() => filling.delete(room))
    filling.set(room, started)
    const { isComplete, error } = await started
    if (stopped) return isComplete
    if (error !== undefined) book.change(room, markHole)
    // The archive is behind, or not to be had: ask again, so that "history up to …" doesn't stay. A room that nobody
    // looks at waits for the next sync, or until it is opened.
    if (isComplete || book.get(room)?.isOpen !== true) fillRetries.forget(room)
    else fillRetries.later(room, () => void fill(room), error?.retryAfterMs)
    return isComplete
  }

  function tryFirstPage(room: RoomId) {
    const entry = book.get(room)
    if (entry?.isOpen === true && !entry.window.loaded && !loading.has(room)) void loadOlder(room)
  }

  type Reading = {
    readonly limit: number
    readonly pages: number
    readonly isEnough: (messages: readonly Message[]) => boolean
  }
  /** `from`: how far back was read; notices alone may lie there. */
  type Read = {
    readonly messages: readonly Message[]
    readonly hasMoreBefore: boolean
    readonly head: number
    readonly from: number
  }

  /** Page after page, backwards from `from`. What was read before a fault counts. `head`: of the page that knew least. */
  async function readBack(room: RoomId, from: number, { limit, pages, isEnough }: Reading): Promise<Result<Read>> {
    let messages: readonly Message[] = []
    let [hasMoreBefore, head, at] = [true, Number.POSITIVE_INFINITY, from]
    for (let page = 0; page < pages && hasMoreBefore && !isEnough(messages); page++) {
      const answer = await ask(room, { before: at, limit })
      if (!answer.ok) return page === 0 ? answer : ok({ messages, hasMoreBefore, head, from: at })
      messages = [...answer.value.messages.map(buildMessageFromApi), ...messages]
      hasMoreBefore = answer.value.hasMoreBefore
      at = Math.min(at, ...[...answer.value.messages, ...answer.value.notices].map(({ seq }) => seq))
      head = Math.min(head, answer.value.head)
    }
    return ok({ messages, hasMoreBefore, head, from: at })
  }

  async function loadBackOnce(room: RoomId, reading: Reading): Promise<Result<null>> {
    const entry = book.get(room)
    if (entry === undefined || (entry.window.loaded && entry.window.from === 0)) return ok(null)
    const { from, loaded } = entry.window
    book.change(room, (one) => ({ ...one, loading: loaded ? 'older' : 'first' }))
    for (let readings = 1; ; readings++) {
      const answer = await readBack(room, from, reading)
      if (stopped) return ok(null)
      if (!answer.ok) {
        const { error } = answer
        book.change(room, (one) => ({ ...one, loading: 'idle', problem: error }))
        // Somebody looks at an empty room: don't leave it to them to try again.
        if (!loaded && retryOf(error) === 'later') pageRetries.later(room, () => tryFirstPage(room), error.retryAfterMs)
        return answer
      }
      const window = book.get(room)?.window
      // The window has gone on meanwhile and takes for known what these pages may not have yet: they are read again.
      if (window !== undefined && window.timeline.checkpoint.seq > answer.value.head && readings < mostReadings)
        continue
      book.change(room, (one) => {
        const wentBack = loaded || reading.pages > 1 || one.wentBack === true
        const idle = { ...withoutProblem(one), loading: 'idle' as const, wentBack }
        // A restart meanwhile has moved the window: these pages may not be next to it any more.
        return one.window.from === from ? { ...idle, window: applyOlder(one.window, answer.value) } : idle
      })
      pageRetries.forget(room)
      return ok(null)
    }
  }

  function loadBack(room: RoomId, reading: Reading): Promise<Result<null>> {
    const running = loading.get(room)
    if (running !== undefined) return running
    const started = loadBackOnce(room, reading).finally(() => loading.delete(room))
    loading.set(room, started)
    return started
  }
  const loadOlder = (room: RoomId) => loadBack(room, { limit: olderPage, pages: 1, isEnough: () => false })

  function findHere(room: RoomId, message: MessageId): FoundMessage | undefined {
    const window = book.get(room)?.window
    if (window === undefined) return 'absent'
    if (window.loaded && selectMessage(window.timeline, message) !== undefined) return 'found'
    return window.loaded && window.from === 0 ? 'absent' : undefined
  }

  return {
    fill,
    loadOlder,
    async loadBackTo(room, message) {
      await loading.get(room)
      const isEnough = (messages: readonly Message[]) => messages.some(({ id }) => id === message)
      const here = findHere(room, message)
      if (here !== undefined) return ok(here)
      const loaded = await loadBack(room, { limit: searchPage, pages: mostSearchPages, isEnough })
      return loaded.ok ? ok(findHere(room, message) ?? 'further') : loaded
    },
    stop() {
      stopped = true
      cancelWait()
      fillRetries.stop()
      pageRetries.stop()
    },
  }
}

function withoutProblem(entry: RoomEntry): RoomEntry {
  const { problem: _, ...rest } = entry
  return rest
}

/** Known to be behind, and not to be helped now. */
function markHole(entry: RoomEntry): RoomEntry {
  if (entry.window.timeline.checkpoint.seq >= entry.head) return entry
  return { ...entry, window: markIncomplete(entry.window) }
}
