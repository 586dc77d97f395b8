import type { AppError } from '../../../common/app-error.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Checkpoint, Message } from '../../../common/message.ts'
import { selectMessage } from '../../../common/reducers/timeline-reducer.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { KeptNotice } from '../local-store/kept-records.ts'
import type { KeptFill, KeptPage } from '../local-store/timeline-store.ts'
import type { HistoryAnswer, HistoryAsker } from './history-asker.ts'
import { readEnd } from './history-asker.ts'
import { sliceWindow } from './kept-window.ts'
import type { RoomBook } from './room-book.ts'
import type { RoomEntry } from './room-entry.ts'
import { withMembersAt } from './room-facts.ts'
import { joinEnd, shownWindow } from './room-places.ts'
import { buildRoomRetries } from './room-retries.ts'
import { applyFill, applyPage, mapWindows, markIncomplete, restartWindow, withCompleteTo } from './room-window.ts'

/**
 * Brings the end of a room up to the archive's head. Nothing is skipped in silence: what is too much to fill is left out
 * as a whole, so that the end is without a hole again; somebody who reads before it stays there, and comes to it page by
 * page.
 */
export type RoomFiller = {
  /** True once the window is complete up to the head that history stated and the archive announced; false where history could not say. */
  fill(room: RoomId): Promise<boolean>
  /** The same, asked from now on: one that is under way may have its answer from before what is looked for was stored. */
  fillAnew(room: RoomId): Promise<boolean>
  /** The newest page is the room's end, where nothing of it is here yet. */
  begin(room: RoomId): Promise<Result<null>>
  stop(): void
}

/** What was not heard, as history has it; `much`: more than one asks for. */
export type Unheard = { readonly messages: readonly Message[]; readonly notices: readonly KeptNotice[] } | 'much'

type Filling = {
  readonly deps: EngineDeps
  readonly me: UserId
  readonly asker: Pick<HistoryAsker, 'ask'>
  readonly book: RoomBook
  readonly keep: {
    readonly fill: (room: RoomId, fill: KeptFill) => void
    readonly end: (room: RoomId, end: KeptPage & { readonly checkpoint: Checkpoint }) => void
  }
  /** The window was compared with history: what it holds now is certain. Without `unheard` it has only begun. */
  readonly onFilled: (room: RoomId, unheard?: Unheard) => void
}
type FillOutcome = { readonly isComplete: boolean; readonly error?: AppError }

const fillPage = 200
const mostFillPages = 5
const endPage = 50
const mostRestarts = 3
const mostFills = 3

export function buildRoomFiller({ deps, me, asker, book, keep, onFilled }: Filling): RoomFiller {
  const filling = new Map<RoomId, Promise<FillOutcome>>()
  const retries = buildRoomRetries(deps)
  let stopped = false

  async function fillOnce(room: RoomId): Promise<FillOutcome> {
    const since = book.get(room)?.window.timeline.checkpoint.seq
    if (since === undefined) return { isComplete: false }
    const messages: Message[] = []
    const notices: KeptNotice[] = []
    let changedAfter = since
    for (let page = 0; page < mostFillPages; page++) {
      const answer = await asker.ask(room, { changedAfter, limit: fillPage })
      if (stopped) return { isComplete: false }
      if (!answer.ok) return { isComplete: false, error: answer.error }
      messages.push(...answer.value.messages)
      notices.push(...answer.value.notices)
      const reached = [
        ...answer.value.messages.map(({ version }) => version),
        ...answer.value.notices.map(({ seq }) => seq),
      ]
      if (!answer.value.hasMoreAfter || reached.length === 0)
        return finish(room, since, { ...answer.value, messages, notices })
      changedAfter = Math.max(changedAfter, ...reached)
    }
    return restart(room, 'much')
  }

  function finish(room: RoomId, since: number, answer: HistoryAnswer): FillOutcome {
    const { messages, notices, checkpoint, head, complete } = answer
    // An older end was read from the disk meanwhile: what lies between the two is not in the answer.
    if ((book.get(room)?.window.timeline.checkpoint.seq ?? since) < since) {
      book.change(room, (entry) => ({ ...entry, head: Math.max(entry.head, head) }))
      return { isComplete: complete }
    }
    const before = book.get(room)
    book.change(room, (entry) => {
      const filled = mapWindows(withMembersAt(withoutProblem(entry), checkpoint), (window) => applyFill(window, answer))
      return { ...filled, head: Math.max(entry.head, head) }
    })
    // Once it is in the window: what is settled on disk from now on starts from here.
    keep.fill(room, { since, head, checkpoint, messages, notices })
    onFilled(room, {
      messages: messages.filter((message) => before !== undefined && isNewTo(before, message)),
      notices,
    })
    return { isComplete: complete }
  }

  /** What the archive has taken in while it was asked was announced to one who waits for this: it is asked for too. */
  async function fillUp(room: RoomId): Promise<FillOutcome> {
    for (let fills = 1; ; fills++) {
      const outcome = await fillOnce(room)
      if (stopped || !outcome.isComplete || !isBehind(book.get(room))) return outcome
      if (fills >= mostFills) return { isComplete: false }
    }
  }

  /** Too far behind: the newest page is the new end. */
  async function restart(room: RoomId, unheard?: Unheard, tries = 1): Promise<FillOutcome> {
    const answer = await asker.ask(room, { limit: endPage })
    if (stopped) return { isComplete: false }
    if (!answer.ok) return { isComplete: false, error: answer.error }
    const { head, complete } = answer.value
    const end = readEnd(answer.value)
    const { checkpoint } = end
    const window = book.get(room)?.window
    // The end has gone on meanwhile: put back to what the answer knows, it would lack what came since.
    if (window !== undefined && window.timeline.checkpoint.seq > checkpoint.seq)
      return window.loaded || tries >= mostRestarts ? { isComplete: complete } : restart(room, unheard, tries + 1)
    book.change(room, (entry) => {
      const fresh = restartWindow(entry.window, { room, me, checkpoint })
      const window = withCompleteTo(applyPage(fresh, end), { complete, head })
      const known = { ...withMembersAt(withoutProblem(entry), checkpoint), head: Math.max(entry.head, head), window }
      const isRead = entry.isOpen && (entry.window.loaded || entry.past !== undefined)
      return isRead ? standBefore(entry, known) : known
    })
    keep.end(room, end)
    onFilled(room, unheard)
    return { isComplete: complete }
  }

  async function fill(room: RoomId): Promise<boolean> {
    const running = filling.get(room)
    if (running !== undefined) return (await running).isComplete
    const started = fillUp(room).finally(() => filling.delete(room))
    filling.set(room, started)
    const { isComplete, error } = await started
    if (stopped) return isComplete
    if (!isComplete) book.change(room, markHole)
    // The archive is behind, or not to be had: ask again, so that "history up to …" doesn't stay. A room that nobody
    // looks at waits for the next sync, or until it is opened.
    if (isComplete || book.get(room)?.isOpen !== true) retries.forget(room)
    else retries.later(room, () => void fill(room), error?.retryAfterMs)
    return isComplete
  }

  return {
    fill,
    async fillAnew(room) {
      await filling.get(room)
      return fill(room)
    },
    async begin(room) {
      const { error } = await restart(room)
      return error === undefined ? ok(null) : err(error)
    },
    stop() {
      stopped = true
      retries.stop()
    },
  }
}

/** Somebody was reading what was the end, or before it: they stay there, and what has changed in it since is yet to be asked for. */
function standBefore(before: RoomEntry, after: RoomEntry): RoomEntry {
  const shown = shownWindow(before)
  const { checkpoint } = shown.timeline
  const to = Math.min(shown.to ?? checkpoint.seq, checkpoint.seq)
  const { past: _, ...atEnd } = after
  if (to < shown.from) return atEnd
  const staleSince = Math.min(shown.staleSince ?? checkpoint.seq, checkpoint.seq)
  const there = { ...atEnd, past: { ...sliceWindow(shown, { from: shown.from, to }), staleSince } }
  return joinEnd(there) ?? there
}

export function withoutProblem(entry: RoomEntry): RoomEntry {
  const { problem: _, ...rest } = entry
  return rest
}

function isNewTo({ window, past }: RoomEntry, { id, version }: Message): boolean {
  return ![window, past].some(
    (one) => one !== undefined && (selectMessage(one.timeline, id)?.message.version ?? 0) >= version,
  )
}

/** The archive has more than what is certain here. */
function isBehind(entry: RoomEntry | undefined): boolean {
  return entry !== undefined && entry.window.timeline.checkpoint.seq < entry.head
}

/** Known to be behind, and not to be helped now. */
function markHole(entry: RoomEntry): RoomEntry {
  return isBehind(entry) ? { ...entry, window: markIncomplete(entry.window) } : entry
}
