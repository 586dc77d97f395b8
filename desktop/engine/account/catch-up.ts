import { backoffMs } from '../../../common/backoff.ts'
import type { Sync } from '../../../common/http-contract/sync-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import { withinTime } from '../engine-clock.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildLimiter } from '../sync/call-limiter.ts'
import type { ReadMarks } from '../sync/read-marks.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { lacksMembers, withAllMembers } from '../sync/room-facts.ts'
import type { RoomFiller } from '../sync/room-filler.ts'
import type { RoomReader } from '../sync/room-reader.ts'
import { markIncomplete } from '../sync/room-window.ts'
import type { SyncLoop } from '../sync/sync-loop.ts'
import { buildSyncLoop } from '../sync/sync-loop.ts'
import type { CacheWriter } from './cache-writer.ts'
import type { Delivery } from './delivery.ts'
import type { GoneRooms } from './gone-rooms.ts'
import type { OwnRoomChanges } from './own-room-changes.ts'
import type { ShardEpochs } from './shard-epochs.ts'
import type { SignalHandler } from './signal-handler.ts'
import { applySync } from './sync-merge.ts'

/** What was missed: `/sync` on each connection and when there is reason to, and then every room up to its head. */
export type CatchUp = {
  readonly syncLoop: SyncLoop
  /** Subscribed anew, after a time away. Live events wait until it is done, or has taken too long. */
  afterConnecting(): Promise<void>
  /** From the disk: what the rows there stand for. */
  restore(cursor: string | undefined): void
  /** Everybody in a large room, once somebody looks at it. */
  askMembers(room: RoomId): void
}

type CatchingUp = {
  readonly deps: EngineDeps
  readonly me: UserId
  readonly client: Pick<ControlPlaneClient, 'sync' | 'room'>
  readonly book: RoomBook
  readonly ownRooms: OwnRoomChanges
  readonly goneRooms: Pick<GoneRooms, 'onGone' | 'onBack'>
  readonly filler: Pick<RoomFiller, 'fill'>
  readonly reader: Pick<RoomReader, 'open' | 'refresh'>
  readonly epochs: Pick<ShardEpochs, 'apply'>
  readonly writer: Pick<CacheWriter, 'keepCursor'>
  readonly readMarks: Pick<ReadMarks, 'mark' | 'sayAgain'>
  readonly signals: Pick<SignalHandler, 'hold' | 'release' | 'adopt' | 'onAsking' | 'onNamed'>
  readonly delivery: Delivery
  /** What is heard from now on is newer than the answer. */
  readonly onAsking: () => void
  /** `missed`: rooms in which something was said, or is void, since there was a connection the last time. */
  readonly onSynced: (sync: Sync, missed: readonly RoomId[]) => void
}

const holdMs = 3_000

export function buildCatchUp(catching: CatchingUp): CatchUp {
  const { deps, me, client, book, ownRooms, goneRooms, filler, reader, epochs, writer } = catching
  const { readMarks, signals, delivery, onSynced } = catching
  const { clock, chance, log } = deps
  let incompleteTries = 0
  let fillsOfSync: Promise<unknown> = Promise.resolve()
  let connections = 0
  let cursor: string | undefined
  let isReturning = false
  const membersLimit = buildLimiter(2)

  const syncLoop = buildSyncLoop({
    deps,
    ask() {
      ownRooms.onAsking()
      signals.onAsking()
      catching.onAsking()
      return client.sync(cursor)
    },
    onFailed: (error) => log(`sync: ${error.code}`),
    apply(sync) {
      const cut = epochs.apply(sync.shards)
      const outcome = applySync({ book, me, own: ownRooms, isReturning }, sync)
      isReturning = false
      // An answer that left out what this device did meanwhile stands for less than it says.
      cursor = ownRooms.isQuiet() ? sync.cursor : undefined
      writer.keepCursor(cursor ?? null)
      for (const room of cut) if (book.get(room)?.isOpen === true) void reader.open(room)
      for (const entry of outcome.gone) goneRooms.onGone(entry)
      for (const { room } of sync.rooms) goneRooms.onBack(room.id)
      for (const room of outcome.added) adopt(room)
      if (outcome.isComplete) signals.onNamed()
      for (const room of delivery.outbox.rooms()) delivery.onFilled(room)
      for (const { room, seq } of outcome.receiptsToSay) readMarks.mark(room, seq)
      readMarks.sayAgain((room) => book.get(room) !== undefined)
      fillsOfSync = Promise.all(outcome.roomsToFill.map(filler.fill))
      for (const room of outcome.roomsToLoad) void reader.open(room)
      for (const room of outcome.roomsToAsk) void askMembers(room)
      for (const room of book.rooms()) if (book.get(room)?.isOpen === true) void reader.refresh(room)
      incompleteTries = outcome.isComplete ? 0 : incompleteTries + 1
      if (!outcome.isComplete) clock.after(backoffMs(incompleteTries, chance(), { firstMs: 2_000 }), syncLoop.request)
      onSynced(sync, [...outcome.missed, ...cut])
    },
  })

  /** `/sync` names only the first members of a large room. */
  async function askMembers(room: RoomId) {
    const isThere = () => {
      const entry = book.get(room)
      return entry !== undefined && lacksMembers(entry)
    }
    const answer = await membersLimit(async () => (isThere() ? client.room(room) : undefined))
    if (answer?.ok !== true) return
    book.putUsers(answer.value.users)
    book.change(room, (entry) => withAllMembers(entry, answer.value.room))
  }

  function adopt(room: RoomId) {
    delivery.mirror(room)
    signals.adopt(room)
  }

  return {
    syncLoop,
    restore(kept) {
      cursor = kept
    },
    askMembers: (room) => void askMembers(room),
    async afterConnecting() {
      const connected = ++connections
      isReturning = true
      signals.hold()
      let isSynced = false
      const done = syncLoop.run().then((answer) => {
        isSynced = answer.ok
        return fillsOfSync
      })
      await withinTime(clock, holdMs, done, undefined)
      // Cut off and connected again meanwhile: then it is for the next one to let go.
      if (connected !== connections) return
      // What is heard from now on stands after a hole, where the time away could not be filled in yet.
      for (const room of book.rooms()) {
        book.change(room, (entry) => {
          const isBehind = !isSynced || entry.window.timeline.checkpoint.seq < entry.head
          const isShown = entry.window.loaded || entry.isOpen
          return isBehind && isShown ? { ...entry, window: markIncomplete(entry.window) } : entry
        })
      }
      signals.release()
    },
  }
}
