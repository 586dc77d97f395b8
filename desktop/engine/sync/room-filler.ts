import { retryOf } from '../../../common/app-error.ts'
import type { History } from '../../../common/http-contract/history-contract.ts'
import { buildMessageFromApi } from '../../../common/http-contract/history-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import { backoffMs } from '../engine-clock.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildLimiter } from './call-limiter.ts'
import type { RoomBook } from './room-book.ts'
import type { RoomEntry } from './room-entry.ts'
import type { RoomWindow } from './room-window.ts'
import { applyFill, applyOlder, restartWindow, withCompleteTo } from './room-window.ts'

/**
 * Brings a room's window up to the archive's head, and loads what lies before it. Nothing is skipped in silence: what is
 * too much to fill is dropped as a whole, so that the window is without a hole again.
 */
export type RoomFiller = {
  /** True once the window is complete up to the head that history stated; false where history could not say. */
  fill(room: RoomId): Promise<boolean>
  /** The page before the window; the first one where nothing was loaded yet. */
  loadOlder(room: RoomId): Promise<Result<null>>
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

const fillPage = 200
const mostFillPages = 5
const olderPage = 50
const callsAtOnce = 4

export function buildRoomFiller({ deps, me, client, book, onFilled }: Filling): RoomFiller {
  const { clock, chance } = deps
  const limit = buildLimiter(callsAtOnce)
  const filling = new Map<RoomId, Promise<boolean>>()
  const loading = new Map<RoomId, Promise<Result<null>>>()
  const again = new Map<RoomId, { tries: number; cancel: () => void }>()
  let stopped = false

  const changeWindow = (room: RoomId, change: (window: RoomWindow) => RoomWindow, more: Partial<RoomEntry> = {}) =>
    book.change(room, (entry) => ({ ...entry, ...more, window: change(entry.window) }))

  async function fillOnce(room: RoomId): Promise<boolean> {
    const after = book.get(room)?.window.timeline.checkpoint.seq
    if (after === undefined) return false
    const messages: Message[] = []
    let changedAfter = after
    for (let page = 0; page < mostFillPages; page++) {
      const answer = await limit(() => client.history(room, { changedAfter, limit: fillPage }))
      if (stopped || !answer.ok) return false
      messages.push(...answer.value.messages.map(buildMessageFromApi))
      const last = messages.at(-1)
      if (!answer.value.hasMoreAfter || last === undefined) return finish(room, messages, answer.value)
      changedAfter = messages.reduce((most, { version }) => Math.max(most, version), changedAfter)
    }
    return restart(room)
  }

  function finish(room: RoomId, messages: readonly Message[], { checkpoint, head, complete }: History): boolean {
    book.change(room, (entry) => ({
      ...withoutProblem(entry),
      head: Math.max(entry.head, head),
      window: applyFill(entry.window, { messages, checkpoint, head, complete }),
    }))
    onFilled(room)
    if (complete) forgetRetry(room)
    return complete
  }

  /** Too far behind: the newest page is the new window, and what lies before is loaded when it is wanted. */
  async function restart(room: RoomId): Promise<boolean> {
    const answer = await limit(() => client.history(room, { limit: olderPage }))
    if (stopped || !answer.ok) return false
    const { checkpoint, head, complete, hasMoreBefore } = answer.value
    const messages = answer.value.messages.map(buildMessageFromApi)
    book.change(room, (entry) => {
      const start = { room, me, checkpoint: { ...checkpoint, seq: Math.max(checkpoint.seq, head) } }
      const fresh = restartWindow(entry.window, start, messages)
      const window = withCompleteTo(applyOlder(fresh, { messages, hasMoreBefore }), { complete, head })
      return { ...withoutProblem(entry), head: Math.max(entry.head, head), window }
    })
    onFilled(room)
    if (complete) forgetRetry(room)
    return complete
  }

  function fill(room: RoomId): Promise<boolean> {
    const running = filling.get(room)
    if (running !== undefined) return running
    const started = fillOnce(room).finally(() => filling.delete(room))
    // A room that nobody looks at waits for the next sync.
    void started.then((isComplete) => {
      if (!isComplete && !stopped && book.get(room)?.isOpen === true) retryLater(room)
    })
    filling.set(room, started)
    return started
  }

  /** The archive is behind: ask again, so that "history up to …" doesn't stay. */
  function retryLater(room: RoomId, retry: (room: RoomId) => void = (one) => void fill(one)) {
    const tries = (again.get(room)?.tries ?? 0) + 1
    again.get(room)?.cancel()
    const cancel = clock.after(backoffMs(tries, chance(), { firstMs: 1_000 }), () => retry(room))
    again.set(room, { tries, cancel })
  }
  function forgetRetry(room: RoomId) {
    again.get(room)?.cancel()
    again.delete(room)
  }

  function tryFirstPage(room: RoomId) {
    const entry = book.get(room)
    if (entry?.isOpen === true && !entry.window.loaded && !loading.has(room)) void loadOlder(room)
  }

  async function loadOlderOnce(room: RoomId): Promise<Result<null>> {
    const entry = book.get(room)
    if (entry === undefined || (entry.window.loaded && entry.window.from === 0)) return ok(null)
    book.change(room, (one) => ({ ...one, loading: one.window.loaded ? 'older' : 'first' }))
    const answer = await limit(() => client.history(room, { before: entry.window.from, limit: olderPage }))
    if (stopped) return ok(null)
    if (!answer.ok) {
      book.change(room, (one) => ({ ...one, loading: 'idle', problem: answer.error }))
      // Somebody looks at an empty room: don't leave it to them to try again.
      if (!entry.window.loaded && retryOf(answer.error) === 'later') retryLater(room, tryFirstPage)
      return answer
    }
    const { hasMoreBefore } = answer.value
    const messages = answer.value.messages.map(buildMessageFromApi)
    // A restart meanwhile has moved the window: this page may not be next to it any more.
    const fits = book.get(room)?.window.from === entry.window.from
    book.change(room, (one) => ({ ...withoutProblem(one), loading: 'idle' }))
    if (fits) changeWindow(room, (window) => applyOlder(window, { messages, hasMoreBefore }))
    return ok(null)
  }

  function loadOlder(room: RoomId): Promise<Result<null>> {
    const running = loading.get(room)
    if (running !== undefined) return running
    const started = loadOlderOnce(room).finally(() => loading.delete(room))
    loading.set(room, started)
    return started
  }

  return {
    fill,
    loadOlder,
    stop() {
      stopped = true
      for (const { cancel } of again.values()) cancel()
    },
  }
}

function withoutProblem(entry: RoomEntry): RoomEntry {
  const { problem: _, ...rest } = entry
  return rest
}
