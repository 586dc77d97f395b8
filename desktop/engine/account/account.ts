import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { Sync } from '../../../common/http-contract/sync-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import type { AccountCommand, CommandHandlers } from '../../engine-command.ts'
import type { ConnectionView } from '../../engine-contract.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { EngineDeps, EngineWindows } from '../engine-deps.ts'
import type { AccountStores } from '../local-store/account-stores.ts'
import { buildPeopleDesk } from '../people/people-desk.ts'
import { buildQuietLanes } from '../people/quiet-lanes.ts'
import { buildSavedDesk } from '../saved/saved-desk.ts'
import type { StateBoard } from '../state-board.ts'
import { buildReadMarks } from '../sync/read-marks.ts'
import { buildRoomBook } from '../sync/room-book.ts'
import { restoreEntry } from '../sync/room-facts.ts'
import { buildTypingSigns } from '../sync/typing-signs.ts'
import { buildThreadDesk } from '../threads/thread-desk.ts'
import { buildConnectionKeeper } from '../wire/connection-keeper.ts'
import { buildCredentialKeeper } from '../wire/credential-keeper.ts'
import type { DeviceKey } from '../wire/device-key.ts'
import { buildLanes } from '../wire/lane-publisher.ts'
import { buildAccountHandlers } from './account-handlers.ts'
import { buildBoardSource } from './board-source.ts'
import { buildCacheWriter, followTails } from './cache-writer.ts'
import { buildCatchUp } from './catch-up.ts'
import { buildDelivery } from './delivery.ts'
import { buildDraftDesk } from './draft-desk.ts'
import { buildGapFiller } from './gap-filler.ts'
import { buildGoneRooms } from './gone-rooms.ts'
import { buildLeftRoomsSweep } from './left-rooms-sweep.ts'
import { buildMuteWatch } from './mute-watch.ts'
import { buildNoticeDesk } from './notice-desk.ts'
import { buildOwnDataDesk } from './own-data-commands.ts'
import { buildOwnRoomChanges } from './own-room-changes.ts'
import { buildRoomHistory } from './room-history.ts'
import { buildRoomPrefetch } from './room-prefetch.ts'
import { isKept, touchSlices } from './room-slices.ts'
import { buildSettingsKeeper } from './settings-keeper.ts'
import { buildShardEpochs, ofKnownEpoch } from './shard-epochs.ts'
import { buildSignalHandler } from './signal-handler.ts'
import { buildUnheardNews } from './unheard-news.ts'
import { buildUnreadMarks } from './unread-marks.ts'

/** Everything that runs for the account that is signed in. Built from parts that know nothing of each other. */
export type Account = {
  readonly me: () => Me
  run(command: AccountCommand): Promise<Result<unknown>>
  retryConnection(): void
  onNetwork(online: boolean): void
  /** Resolves when all that was said is on disk. */
  flush(): Promise<void>
  /** Whether somebody is at this device. */
  onIdle(idle: boolean): void
  /** Everything on disk, connection drained. */
  stop(): Promise<void>
}

export type AccountOptions = {
  readonly deps: EngineDeps
  readonly board: StateBoard
  readonly client: ControlPlaneClient
  readonly key: DeviceKey
  readonly stores: AccountStores
  readonly me: Me
  readonly windows: EngineWindows
  readonly onConnection: (view: ConnectionView) => void
  readonly onSynced: (sync: Sync) => void
  readonly onServerChanged: () => void
  /** How large a file may be here, as far as it is known. */
  readonly mostFileBytes: () => number | undefined
}

export async function startAccount(options: AccountOptions): Promise<Account> {
  const { deps, board, windows, client, key, stores, onConnection, onSynced } = options
  const { clock, log } = deps
  const user = options.me.id
  let me = options.me
  const { rows, facts, timelines } = stores
  const noise = new Map<string, number>()
  let stopped = false
  /** What comes from the disk need not go there. */
  let isRestoring = false

  const { drafts, files } = buildDraftDesk({
    ...{ deps, stores, client, board, mostBytes: options.mostFileBytes },
    outbox: () => delivery.outbox,
    isConnected: () => link() !== undefined,
  })
  const book = buildRoomBook({
    // An answer may come after the end: what it says is not for whoever signs in next.
    onRoom(room, change) {
      if (stopped) return
      touchSlices(board, room, change)
      notices.onRoom(room)
      threads.onRoom(room)
      saved.onRoom(room, change)
      people.onRoom(room, change)
      if (isKept(change) && !isRestoring) writer.touch(room)
    },
    onUsers(users) {
      if (stopped) return
      people.showUsers(users)
      if (isRestoring) return
      rows.putUsers(users).catch((cause) => log('users: could not write', cause))
    },
  })
  const settings = buildSettingsKeeper({
    ...{ deps, client, store: facts },
    onSettings(value) {
      notices.onSettings(value)
      board.set('settings', value, 'settings')
      unreadMarks.apply()
    },
    onFault: (cause) => log('settings: could not write', cause),
  })
  const unreadMarks = buildUnreadMarks({ book, settings })
  const forgetLeftRooms = buildLeftRoomsSweep(book, settings)
  const link = () => connection.link()
  const lanes = buildQuietLanes(buildLanes(link, user), {
    ...{ me: () => me, client, book },
    onRead: (room, seq) => readMarks.heard(room, seq),
  })
  const people = buildPeopleDesk({
    ...{ deps, client, board, book },
    store: facts,
    startsIdle: windows.isIdle(),
    saySign: lanes.sayPresence,
    askSync: () => syncLoop.hint(),
    syncNow: () => syncLoop.run(),
    onRightsChanged: () => askCredential(),
    onServerChanged: options.onServerChanged,
  })
  const notices = buildNoticeDesk({
    clock,
    me: () => me,
    book,
    settings: () => settings.current().notifications,
    isBlocked: people.isBlocked,
    windows,
    onMuted: (room) => board.touch('rooms', room, 'settings'),
    threads: { isFollowed: (thread) => threads.isFollowed(thread), readTo: (room, one) => threads.readTo(room, one) },
  })
  const onDiskFault = (cause: unknown) => log('rooms: could not write', cause)
  const writer = buildCacheWriter({ clock, me: user, book, rows, timelines, onFault: onDiskFault })
  const epochs = buildShardEpochs({ store: facts, book, writer, onFault: onDiskFault })
  const typing = buildTypingSigns({
    clock,
    isShown: (room, other) => book.get(room)?.state.members.has(other) === true && !people.isBlocked(other),
    publish: lanes.sayTyping,
    onTyping: (room, users) => board.put('typing', room, users.length === 0 ? undefined : users, 'typing'),
  })
  const readMarks = buildReadMarks({
    clock,
    store: facts,
    onFault: (cause) => log('read marks: could not write', cause),
    publish: (room, seq) => lanes.sayRead(room, seq, threads.marksOf(room)),
  })
  const threads = buildThreadDesk({
    ...{ deps, me: user, client, board, book, store: timelines, entries: (room) => outbox.entries(room) },
    sayRead: (room) => readMarks.mark(room, book.get(room)?.receipt ?? 0),
  })
  const saved = buildSavedDesk({ deps, client, store: stores.saved, board, book, timelines, onFault: onDiskFault })
  const onRemoved = [notices.onRemoved, files.onRemoved, people.onRemoved]
  const tellUnheard = buildUnheardNews({ threads, saved, onRemoved })
  const isKnownEpoch = (room: RoomId, epoch: number | undefined) => {
    const isKnown = epochs.isKnown(room, epoch)
    if (!isKnown) syncLoop.hint()
    return isKnown
  }
  const history = buildRoomHistory({
    ...{ deps, me: user, book, timelines, writer },
    client: ofKnownEpoch(client, isKnownEpoch),
    tails: followTails(timelines, writer),
    onFilled(room, unheard) {
      delivery.onFilled(room)
      if (unheard !== undefined && !stopped) tellUnheard(room, unheard)
    },
    onFault: onDiskFault,
  })
  const { asker, filler, reader } = history

  const delivery = buildDelivery({
    ...{ deps, me: user, client, book, filler, link },
    ...{ store: stores.outbox, log: facts, letGo: writer.letGo },
    onChange(room) {
      goneRooms.onOutbox(room)
      files.onOutbox(room)
      for (const slice of ['rooms', 'timelines', 'unsentChanges'] as const) board.touch(slice, room, 'outbox')
    },
    onRefused: () => void renewAfterRefusal(),
  })
  const { outbox } = delivery

  /** A second refusal, with a fresh credential, is final. */
  async function renewAfterRefusal() {
    const isFresh = await connection.checkCredential()
    syncLoop.request()
    // Without a fresh one it waits: the next connection, which is under way, tries it again.
    if (isFresh && link() !== undefined) outbox.onConnected()
  }

  const goneRooms = buildGoneRooms({
    me: user,
    book,
    store: facts,
    entries: (room) => outbox.entries(room),
    onView: (room, view) => board.put('goneRooms', room, view, 'membership'),
    onFault: (cause) => log('gone rooms: could not write', cause),
  })

  const askCredential = () => void connection.checkCredential().then(() => syncLoop.request())
  const prefetch = buildRoomPrefetch({ deps, book, store: timelines, asker, writer })
  const gaps = buildGapFiller({ deps, isOpen: (room) => book.get(room)?.isOpen === true, fill: filler.fill })
  const signals = buildSignalHandler({
    me: user,
    book,
    typing,
    writer,
    isKnownEpoch,
    onOwnEvent: delivery.onOwnEvent,
    onOwnRead(room, seq, marks = {}) {
      readMarks.heard(room, seq)
      threads.onOwnMarks(room, marks)
    },
    onHeard(stored) {
      threads.hear(stored)
      saved.hear(stored)
    },
    ...{ onEdit: notices.onEdit, onRemoved },
    onGap: gaps.onGap,
    onPresence: (room, heard) => people.presence.hear(room, heard),
    onHint(topic) {
      if (topic === 'settings') return settings.hint()
      if (topic === 'saved') return saved.onHint()
      if (topic === 'credentials') return askCredential()
      people.onHint(topic)
      if (topic !== 'inbox') syncLoop.hint()
    },
    onNotice: (notice) => (notice.kind === 'muted' ? mute.onNotice(notice) : delivery.onNotice(notice)),
    onNoise: (reason) => noise.set(reason, (noise.get(reason) ?? 0) + 1),
  })

  const mute = buildMuteWatch({
    clock,
    onNote: (note) => board.put('notes', 'muted', note, 'outbox'),
    onOver() {
      for (const room of outbox.rooms()) for (const each of [files, outbox]) each.retryRoom(room)
    },
  })

  const ownRooms = buildOwnRoomChanges()
  const { syncLoop, afterConnecting, ...catchUp } = buildCatchUp({
    ...{ deps, me: user, client, book, ownRooms, goneRooms },
    ...{ filler, reader, epochs, writer, readMarks, signals, delivery },
    onAsking: () => people.presence.onAsking(),
    onSynced(sync, missed) {
      me = sync.me
      settings.onVersion(sync.settings.version)
      unreadMarks.apply()
      forgetLeftRooms(sync)
      people.onSync(sync)
      board.set('roomsLoaded', true, 'membership')
      prefetch.start()
      threads.onSynced()
      saved.onMissed(missed)
      if (connection.credentialVersion() !== sync.credentialVersion) void connection.checkCredential()
      onSynced(sync)
    },
  })

  const connection = buildConnectionKeeper({
    deps,
    me: user,
    key,
    credentials: buildCredentialKeeper({ clock, client, key, store: facts }),
    events: {
      onView: onConnection,
      onSignal: signals.onSignal,
      onUp({ swapped }) {
        delivery.onConnected()
        files.onConnected()
        people.onUp()
        if (!swapped) saved.onUp()
        if (swapped) syncLoop.request()
        else void afterConnecting()
      },
      onDown() {
        signals.release()
        delivery.onDisconnected()
        people.onDown()
        if (noise.size > 0) log('heard out of order', Object.fromEntries(noise))
      },
    },
  })

  async function restore() {
    // What drafts and messages name has to be known before them.
    await files.restore()
    const [kept, users, gone] = await Promise.all([
      rows.loadRows(),
      rows.loadUsers(),
      facts.loadGoneRooms(),
      drafts.restore(),
      epochs.restore(),
      settings.restore(),
      readMarks.restore(),
      people.restore(),
    ])
    isRestoring = true
    book.putUsers([options.me, ...users])
    for (const [room, one] of kept) book.put(room, restoreEntry(one, user))
    unreadMarks.apply()
    isRestoring = false
    catchUp.restore(await rows.loadCursor())
    if (kept.size > 0) board.set('roomsLoaded', true, 'restored')
    await Promise.all([delivery.restore(), saved.restore()])
    goneRooms.restore(gone)
  }

  const { isBlocked } = people
  const { mutedUntil } = notices
  board.attachSource(buildBoardSource({ me: user, book, entries: outbox.entries, isBlocked, mutedUntil }))
  await restore()
  connection.start()

  const askSync = () => syncLoop.request()
  const ownData = buildOwnDataDesk({
    ...{ client, askSync },
    onNote: (note) => !stopped && board.put('notes', 'export', note, 'session'),
  })
  const handlers: CommandHandlers<AccountCommand> = {
    ...threads.handlers,
    ...saved.handlers,
    ...files.handlers,
    ...notices.handlers,
    ...ownData.handlers,
    ...people.handlers,
    ...buildAccountHandlers({
      ...{ deps, me: user, client, book, timelines, outbox, drafts, files, typing, settings, delivery },
      ...{ reader, asker, writer, readMarks, unreadMarks, ownRooms, goneRooms, link, askSync, isBlocked },
      ...{ onOpened: catchUp.askMembers, onAllRead: threads.readAll, clearSaved: saved.clearCopies },
      ...{ onProfile: people.onProfile, syncNow: syncLoop.run, onRightsChanged: askCredential },
      renewRights: () => connection.checkCredential(),
      isOnline: () => link() !== undefined,
    }),
  }

  const flushKept = () => Promise.all([writer.flush(), goneRooms.flush(), settings.flush(), saved.flush()])

  return {
    me: () => me,
    run(command) {
      // Each kind has the handler for itself; that they go together, the table says and a look-up does not.
      const handle = handlers[command.kind] as (command: AccountCommand) => Promise<Result<unknown>> | Result<unknown>
      return Promise.resolve(handle(command))
    },
    retryConnection: () => connection.retryNow(),
    onNetwork: (online) => connection.onNetwork(online),
    onIdle: (idle) => people.sign.onIdle(idle),
    async flush() {
      await Promise.all([readMarks.flush(), drafts.flush(), delivery.flush(), flushKept()])
    },
    async stop() {
      syncLoop.stop()
      gaps.stop()
      prefetch.stop()
      history.stop()
      typing.stop()
      people.stop()
      ownData.stop()
      const sent = files.stop()
      mute.stop()
      notices.stop()
      threads.stop()
      saved.stop()
      settings.stop()
      const marked = readMarks.flush()
      await connection.stop()
      stopped = true
      await Promise.all([marked, sent, delivery.stop(), drafts.stop(), flushKept()])
      stores.close()
    },
  }
}
