import type { History } from '../../../common/http-contract/history-contract.ts'
import { tallyOf } from '../../../common/http-contract/history-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { buildEventId } from '../../../common/ids.ts'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { HistoryQuery } from '../control-plane/control-plane-client.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildTimelineStore } from '../local-store/timeline-store.tables.ts'
import { buildMemoryTables } from '../local-store/timeline-tables.memory.ts'
import { buildHistoryAsker } from './history-asker.ts'
import { buildMessageFinder } from './message-finder.ts'
import type { RoomChange } from './room-book.ts'
import { buildRoomBook } from './room-book.ts'
import { buildRoomFiller } from './room-filler.ts'
import { buildRoomPages } from './room-pages.ts'
import { shownWindow } from './room-places.ts'
import { buildRoomReader } from './room-reader.ts'
import { mergeSyncRoom, openEntry } from './room-steps.ts'

/** For tests: an archive in memory, and the engine's readers over it with a store in memory. */
export const rooms = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb', '2.cccccccccccccc'] as RoomId[]
export const room = rooms[0] as RoomId
export const ana = 'a'.repeat(16) as UserId
export const me = 'b'.repeat(16) as UserId
export const members = [ana, me].map((user) => ({ user, role: 'member' as const }))
/** A message a minute. */
export const atOf = (seq: number) => 1_700_000_000_000 + seq * 60_000
export const idOf = (seq: number) => buildEventId(atOf(seq), new Uint8Array(10).fill(seq % 251))

export type Archived = History['messages'][number]
export const archived = (of: RoomId, seq: number): Archived => {
  const plain = { mentions: [], attachments: [], reactions: {}, format: 'plain' as const }
  return { ...plain, id: idOf(seq), room: of, seq, version: seq, author: ana, at: atOf(seq), text: `text ${seq}` }
}
export const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)

/** Rooms with `count` messages each, as the archive has them; this device knows of all up to `knownTo`, and has read them. */
export function startArchive(count: number, knownTo = count, tables = buildMemoryTables()) {
  const clock = buildTestClock()
  const archive = new Map(rooms.map((of) => [of, range(1, count).map((seq) => archived(of, seq))]))
  const asked: { room: RoomId; query: HistoryQuery }[] = []
  const changes: { readonly room: RoomId; readonly change: RoomChange }[] = []
  let before: (room: RoomId, query: HistoryQuery) => Result<History> | undefined = () => undefined
  let held: Promise<void> | undefined
  const deps = { clock, chance: () => 0.5 } as Pick<EngineDeps, 'clock' | 'chance'> as EngineDeps
  const store = buildTimelineStore(tables)
  const client = {
    async history(of: RoomId, query: HistoryQuery) {
      asked.push({ room: of, query })
      const result = before(of, query) ?? ok(answerOf(archive.get(of) ?? [], query))
      await held
      return result
    },
  }
  const build = () => {
    const book = buildRoomBook({ onRoom: (of, change) => changes.push({ room: of, change }), onUsers: () => {} })
    const asker = buildHistoryAsker(deps, client, (of) => book.get(of)?.isOpen === true)
    const fail = (cause: unknown) => {
      throw cause
    }
    const keep = {
      fill(...[of, fill]: Parameters<typeof store.putFill>) {
        void store.putFill(of, fill)
        pages.noteFetched(of, { from: fill.since + 1, to: fill.head })
      },
      end(...[of, end]: Parameters<typeof store.putEnd>) {
        void store.putEnd(of, end)
        pages.noteFetched(of, end)
      },
    }
    const filler = buildRoomFiller({ deps, me, book, asker, keep, onFilled: (of) => void reader.refresh(of) })
    const pages = buildRoomPages(asker, store, fail)
    const finder = buildMessageFinder(asker, store)
    const reader = buildRoomReader({ deps, me, book, store, pages, finder, filler })
    return { asker, book, filler, reader }
  }
  /** As `/sync` says it. */
  const synced = (of: RoomId, head: number, receipt: number, unread = 0) => {
    const about = { id: of, kind: 'group' as const, name: 'Tea', topic: '', members, createdAt: 1, version: 0 }
    const last = archive.get(of)?.findLast(({ seq }) => seq <= head)
    const facts = {
      room: { ...about, memberCount: members.length },
      head,
      complete: true,
      receipt,
      unread,
      mentions: 0,
    }
    return { ...facts, ...(last === undefined ? {} : { lastMessage: last }) }
  }
  const started = build()
  for (const of of rooms) started.book.put(of, mergeSyncRoom(undefined, synced(of, knownTo, knownTo), me))
  return {
    ...{ clock, deps, client, archive, asked, store, changes, synced, ...started },
    /** The app is started anew on the same disk. */
    restart: build,
    open: (of = room) => started.book.change(of, (entry) => openEntry(entry, me)),
    /** Answers instead of the archive, where it answers at all. */
    answerFirst: (first: typeof before) => {
      before = first
    },
    /** Answers are read now and arrive when this is called. */
    holdAnswers() {
      let release = () => {}
      held = new Promise((resolve) => {
        release = resolve
      })
      return () => {
        held = undefined
        release()
      }
    },
    seqs: (of = room, { book } = started) => {
      const entry = book.get(of)
      if (entry === undefined) throw new Error('the room is not there')
      return selectMessages(shownWindow(entry).timeline).map(({ seq }) => seq)
    },
  }
}

/** As the server answers. */
function answerOf(all: readonly Archived[], query: HistoryQuery): History {
  const { limit = 50, before = Number.POSITIVE_INFINITY, after = 0, around, changedAfter } = query
  const head = all.reduce((most, { version }) => Math.max(most, version), 0)
  const facts = { notices: [], epoch: 0, forkSeq: 0, head, complete: true, archivedTo: head }
  const state = { ...facts, checkpoint: { seq: head, members } }
  const between = all.filter(({ seq }) => seq > after && seq < before)
  if (changedAfter !== undefined) {
    const later = between.filter(({ version }) => version > changedAfter).sort((a, b) => a.version - b.version)
    const tally = query.before === undefined && query.after === undefined ? {} : { tally: tallyOf(between) }
    return {
      ...state,
      ...tally,
      messages: later.slice(0, limit),
      hasMoreBefore: true,
      hasMoreAfter: later.length > limit,
    }
  }
  if (around !== undefined) {
    const older = all.filter(({ seq }) => seq <= around)
    const newer = all.filter(({ seq }) => seq > around)
    const [first, last] = [Math.ceil(limit / 2), Math.floor(limit / 2)]
    const messages = [...older.slice(-first), ...newer.slice(0, last)]
    return { ...state, messages, hasMoreBefore: older.length > first, hasMoreAfter: newer.length > last }
  }
  const isForward = query.after !== undefined
  const messages = isForward ? between.slice(0, limit) : between.slice(-limit)
  return {
    ...{ ...state, messages },
    hasMoreBefore: (messages[0]?.seq ?? 0) > (all[0]?.seq ?? 0),
    hasMoreAfter: (messages.at(-1)?.seq ?? 0) < (all.at(-1)?.seq ?? 0),
  }
}
