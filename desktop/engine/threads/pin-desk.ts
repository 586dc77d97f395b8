import { buildMessageFromApi } from '../../../common/http-contract/history-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { targetOf } from '../../../common/reducers/fold-event.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { ThreadCalls } from '../control-plane/thread-calls.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { StateBoard } from '../state-board.ts'
import type { RoomBook } from '../sync/room-book.ts'

/** What is pinned in the rooms that somebody has open: asked of the server, and again when something of it changes. */
export type PinDesk = {
  /** Something of the room is not what it was: it may have been opened. */
  onRoom(room: RoomId): void
  hear(stored: StoredEvent): void
  /** Something was said there that was not heard; undefined: more than is known. */
  onUnheard(room: RoomId, messages: readonly Message[] | undefined): void
  onSynced(): void
  stop(): void
}

type Keeping = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance'>
  readonly client: Pick<ThreadCalls, 'pins'>
  readonly board: Pick<StateBoard, 'put'>
  readonly book: Pick<RoomBook, 'get'>
}

/** Whoever has the room open hears of it: each asks at another moment. */
const [askAfterMs, askSpreadMs] = [200, 500]

export function buildPinDesk({ deps, client, board, book }: Keeping): PinDesk {
  const known = new Map<RoomId, readonly Message[]>()
  const opened = new Set<RoomId>()
  const waiting = new Map<RoomId, () => void>()
  let stopped = false

  function askSoon(room: RoomId) {
    if (stopped || waiting.has(room)) return
    waiting.set(
      room,
      deps.clock.after(askAfterMs + askSpreadMs * deps.chance(), () => {
        waiting.delete(room)
        void ask(room)
      }),
    )
  }
  async function ask(room: RoomId) {
    const pins = await loadPins(room)
    // Whatever is known stands until it can be asked.
    if (pins === undefined || stopped) return
    known.set(room, pins)
    board.put('pins', room, pins.length === 0 ? undefined : pins, 'messages')
  }
  /** All pages. What is pinned in between is heard, and asked for again. */
  async function loadPins(room: RoomId): Promise<readonly Message[] | undefined> {
    const all: Message[] = []
    for (let before: number | undefined; ; before = all.at(-1)?.seq) {
      const found = await client.pins(room, before)
      if (!found.ok) return undefined
      const page = found.value.messages.map((one) => buildMessageFromApi(one))
      all.push(...page)
      if (!found.value.hasMoreBefore || page.length === 0) return all
    }
  }
  return {
    onRoom(room) {
      const isOpen = book.get(room)?.isOpen === true
      if (!isOpen) opened.delete(room)
      else if (!opened.has(room)) {
        opened.add(room)
        askSoon(room)
      }
    },
    hear({ room, event }) {
      if (book.get(room)?.isOpen !== true) return
      const target = targetOf(event)
      const isAboutPins = event.kind === 'message.pinned' || event.kind === 'message.unpinned'
      const isOfOne = event.kind !== 'message.posted' && known.get(room)?.some(({ id }) => id === target) === true
      if (isAboutPins || isOfOne) askSoon(room)
    },
    onUnheard(room, messages) {
      if (book.get(room)?.isOpen !== true) return
      const pinned = new Set(known.get(room)?.map(({ id }) => id))
      if (messages?.every(({ id, pinnedAt }) => pinnedAt === undefined && !pinned.has(id)) !== true) askSoon(room)
    },
    onSynced() {
      for (const room of known.keys()) if (book.get(room)?.isOpen === true) askSoon(room)
    },
    stop() {
      stopped = true
      for (const cancel of waiting.values()) cancel()
    },
  }
}
