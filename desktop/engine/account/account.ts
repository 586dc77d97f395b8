import { appError } from '../../../common/app-error.ts'
import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { Sync } from '../../../common/http-contract/history-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import { err } from '../../../common/result.ts'
import type { ConnectionView } from '../../engine-contract.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import { backoffMs, withinTime } from '../engine-clock.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildDraftStore } from '../local-store/draft-store.ts'
import type { LocalDatabase } from '../local-store/local-database.ts'
import { buildWindowCache } from '../local-store/window-cache.ts'
import type { OutboxKeeper } from '../outbox/outbox.ts'
import { buildOutboxKeeper } from '../outbox/outbox.ts'
import { buildIndexedDbOutboxStore } from '../outbox/outbox-store.indexeddb.ts'
import type { StateBoard } from '../state-board.ts'
import type { ReadMarks } from '../sync/read-marks.ts'
import { buildReadMarks } from '../sync/read-marks.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { buildRoomBook } from '../sync/room-book.ts'
import { restoreEntry } from '../sync/room-entry.ts'
import type { RoomFiller } from '../sync/room-filler.ts'
import { buildRoomFiller } from '../sync/room-filler.ts'
import { markIncomplete, mirrorOwn } from '../sync/room-window.ts'
import type { SyncLoop } from '../sync/sync-loop.ts'
import { buildSyncLoop } from '../sync/sync-loop.ts'
import type { TypingSigns } from '../sync/typing-signs.ts'
import { buildTypingSigns } from '../sync/typing-signs.ts'
import { buildRoomView } from '../views/room-view.ts'
import type { ShownRows } from '../views/timeline-view.ts'
import { buildTimelineView } from '../views/timeline-view.ts'
import type { ConnectionKeeper } from '../wire/connection-keeper.ts'
import { buildConnectionKeeper } from '../wire/connection-keeper.ts'
import { buildCredentialKeeper } from '../wire/credential-keeper.ts'
import type { DeviceKey } from '../wire/device-key.ts'
import { publishRead, publishTyping } from '../wire/lane-publisher.ts'
import { publishEvent } from '../wire/publish-event.ts'
import { buildCacheWriter } from './cache-writer.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import { buildDraftKeeper } from './draft-keeper.ts'
import type { GoneRooms } from './gone-rooms.ts'
import { buildGoneRooms } from './gone-rooms.ts'
import type { OwnRoomChanges } from './own-room-changes.ts'
import { buildOwnRoomChanges } from './own-room-changes.ts'
import { buildSignalHandler } from './signal-handler.ts'
import { isEventStored } from './stored-check.ts'
import { applySync } from './sync-merge.ts'

/** Everything that runs for the account that is signed in. Built from parts that know nothing of each other. */
export type Account = {
  readonly me: () => Me
  readonly book: RoomBook
  readonly ownRooms: OwnRoomChanges
  readonly goneRooms: GoneRooms
  readonly client: ControlPlaneClient
  readonly outbox: OutboxKeeper
  readonly filler: RoomFiller
  readonly syncLoop: SyncLoop
  readonly readMarks: ReadMarks
  readonly typing: TypingSigns
  readonly drafts: DraftKeeper
  readonly connection: ConnectionKeeper
  /** Everything on disk, connection drained. */
  stop(): Promise<void>
}

export type AccountOptions = {
  readonly deps: EngineDeps
  readonly board: StateBoard
  readonly client: ControlPlaneClient
  readonly key: DeviceKey
  readonly database: LocalDatabase
  readonly me: Me
  readonly onConnection: (view: ConnectionView) => void
  readonly onSynced: (sync: Sync) => void
}

const holdMs = 3_000
/** How long an acknowledged event may wait for its own copy before history is asked for it. */
const copyWithinMs = 3_000

export async function startAccount(options: AccountOptions): Promise<Account> {
  const { deps, board, client, key, database, onConnection, onSynced } = options
  const { clock, log } = deps
  const user = options.me.id
  let me = options.me
  const cache = buildWindowCache(database)
  const draftStore = buildDraftStore(database)
  const drafts = buildDraftKeeper(clock, draftStore, (cause) => log('drafts: could not write', cause))
  const noise = new Map<string, number>()
  let stopped = false

  const book = buildRoomBook({
    // An answer may come after the end: what it says is not for whoever signs in next.
    onRoom(room) {
      if (stopped) return
      board.touchRoom(room)
      writer.touch(room)
    },
    onUsers(users) {
      if (stopped) return
      board.setUsers(users)
      cache.putUsers(users).catch((cause) => log('users: could not write', cause))
    },
  })
  const writer = buildCacheWriter(clock, book, cache, (cause) => log('rooms: could not write', cause))
  const filler = buildRoomFiller({ deps, me: user, client, book, onFilled })
  const link = () => connection.link()
  const typing = buildTypingSigns(clock, book, (room, on) => {
    const open = link()
    return open !== undefined && publishTyping(open, room, user, on)
  })
  const readMarks = buildReadMarks(clock, (room, seq) => {
    const open = link()
    return open !== undefined && publishRead(open, room, user, seq)
  })

  const outbox = buildOutboxKeeper({
    deps,
    me: user,
    store: buildIndexedDbOutboxStore(database),
    async publish(room, event) {
      const open = link()
      return open === undefined ? err(appError('network-unreachable')) : publishEvent(open, { room, me: user }, event)
    },
    isStored: (entry) => isEventStored({ book, filler, client }, entry),
    onChange: mirrorOutbox,
    onStored(entry, duplicate) {
      // A duplicate is not said again: its first copy is found in history.
      const check = () => {
        if (outbox.entries(entry.room).some(({ id }) => id === entry.id)) void filler.fill(entry.room)
      }
      if (duplicate) check()
      else clock.after(copyWithinMs, check)
    },
    onFailed(_entry, error) {
      if (error.code === 'publish-refused') void renewAfterRefusal()
    },
  })

  const goneRooms = buildGoneRooms({
    me: user,
    book,
    store: cache,
    entries: (room) => outbox.entries(room),
    onView: board.setGoneRoom,
    onFault: (cause) => log('gone rooms: could not write', cause),
  })

  function mirrorOutbox(room: RoomId) {
    goneRooms.onOutbox(room)
    const waiting = outbox.entries(room).map(({ event, author, addedAt }) => ({ event, author, at: addedAt }))
    book.change(room, (entry) => {
      const window = mirrorOwn(entry.window, waiting)
      return window === entry.window ? entry : { ...entry, window }
    })
    board.touchRoom(room)
  }

  /** The rights may have changed without our knowing. A second refusal, with a fresh credential, is final. */
  async function renewAfterRefusal() {
    const isFresh = await connection.checkCredential()
    syncLoop.request()
    // Without a fresh one it waits: the next connection, which is under way, tries it again.
    if (isFresh && link() !== undefined) outbox.onConnected()
  }

  /** What the window is certain of needs no copy to be heard; nor does anything in a room that is gone. */
  function onFilled(room: RoomId) {
    const filledTo = book.get(room)?.window.timeline.checkpoint.seq ?? Number.POSITIVE_INFINITY
    for (const { id, state, seq } of outbox.entries(room)) {
      if (state === 'stored' && seq !== undefined && seq <= filledTo) outbox.onSeen(room, id, seq)
    }
  }

  const signals = buildSignalHandler({
    clock,
    me: user,
    book,
    typing,
    onOwnEvent(room, id, seq) {
      // The outbox lets go of it: whoever loads the page again without a network must find it in the window.
      writer.touch(room, 'soon')
      outbox.onSeen(room, id, seq)
    },
    onGap: (room) => void filler.fill(room),
    onHint(topic) {
      if (topic === 'credentials') void connection.checkCredential().then(() => syncLoop.request())
      else syncLoop.request()
    },
    onNoise: (reason) => noise.set(reason, (noise.get(reason) ?? 0) + 1),
  })

  let incompleteTries = 0
  let fillsOfSync: Promise<unknown> = Promise.resolve()
  const ownRooms = buildOwnRoomChanges()
  const syncLoop = buildSyncLoop({
    deps,
    ask() {
      ownRooms.onAsking()
      return client.sync()
    },
    onFailed: (error) => log(`sync: ${error.code}`),
    apply(sync) {
      me = sync.me
      const outcome = applySync({ book, me: user, own: ownRooms }, sync)
      for (const entry of outcome.gone) goneRooms.onGone(entry)
      for (const { room } of sync.rooms) goneRooms.onBack(room.id)
      for (const room of outcome.added) {
        mirrorOutbox(room)
        signals.adopt(room)
      }
      for (const room of outbox.rooms()) onFilled(room)
      for (const { room, seq } of outcome.receiptsToSay) readMarks.mark(room, seq)
      fillsOfSync = Promise.all(outcome.roomsToFill.map(filler.fill))
      for (const room of outcome.roomsToLoad) void filler.loadOlder(room)
      board.setRoomsLoaded(true)
      incompleteTries = outcome.isComplete ? 0 : incompleteTries + 1
      if (!outcome.isComplete)
        clock.after(backoffMs(incompleteTries, deps.chance(), { firstMs: 2_000 }), syncLoop.request)
      if (connection.credentialVersion() !== sync.credentialVersion) void connection.checkCredential()
      onSynced(sync)
    },
  })

  let connections = 0
  async function syncAfterConnecting() {
    const connected = ++connections
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
  }

  const connection = buildConnectionKeeper({
    deps,
    me: user,
    key,
    credentials: buildCredentialKeeper({ clock, client, key, store: cache }),
    events: {
      onView: onConnection,
      onSignal: signals.onSignal,
      onUp({ swapped }) {
        outbox.onConnected()
        if (swapped) syncLoop.request()
        else void syncAfterConnecting()
      },
      onDown() {
        signals.release()
        outbox.onDisconnected()
        if (noise.size > 0) log('heard out of order', Object.fromEntries(noise))
      },
    },
  })

  async function restore() {
    const [kept, gone, texts] = await Promise.all([cache.loadAccount(), cache.loadGoneRooms(), draftStore.loadDrafts()])
    book.putUsers([options.me, ...kept.users])
    for (const [room, one] of kept.rooms) book.put(room, restoreEntry(one, kept.windows.get(room), user))
    for (const [room, text] of texts) board.setDraft(room, text)
    if (kept.rooms.size > 0) board.setRoomsLoaded(true)
    await outbox.restore()
    goneRooms.restore(gone)
  }

  const shown: ShownRows = new WeakMap()
  board.attachSource({
    roomView(room) {
      const entry = book.get(room)
      return entry && buildRoomView(entry, { me: user, now: clock.now(), outbox: outbox.entries(room) })
    },
    timelineView(room) {
      const entry = book.get(room)
      if (entry === undefined || !entry.isOpen) return undefined
      return buildTimelineView(entry, { me: user, now: clock.now(), outbox: outbox.entries(room), shown })
    },
  })
  await restore()
  connection.start()

  return {
    me: () => me,
    book,
    ownRooms,
    goneRooms,
    client,
    outbox,
    filler,
    syncLoop,
    readMarks,
    typing,
    drafts,
    connection,
    async stop() {
      syncLoop.stop()
      filler.stop()
      typing.stop()
      readMarks.stop()
      await connection.stop()
      stopped = true
      await Promise.all([outbox.stop(), drafts.flush(), writer.flush(), goneRooms.flush()])
      database.close()
    },
  }
}
