import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { foldEvent, targetOf } from '../../../common/reducers/fold-event.ts'
import { selectMessage } from '../../../common/reducers/timeline-reducer.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { CommandHandlers } from '../../engine-command.ts'
import { type SavedCommand, type SavedKey, savedKeyOf } from '../../saved-command.ts'
import type { SavedCalls } from '../control-plane/saved-calls.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { KeptSaved, SavedStore } from '../local-store/kept-saved-store.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import type { StateBoard } from '../state-board.ts'
import type { RoomBook, RoomChange } from '../sync/room-book.ts'
import { lacksMembers } from '../sync/room-facts.ts'
import { shownWindow } from '../sync/room-places.ts'
import { buildSavedCopy, isShownSaved, viewSaved, withNewer } from './saved-records.ts'
import { buildSavedTalk } from './saved-talk.ts'

/**
 * What I have saved for myself. Kept on this device, with a copy of each message, so that the list is there without a network;
 * saving and taking out is shown at once, kept until the server has it, and of two devices the last word counts.
 */
export type SavedDesk = {
  readonly handlers: CommandHandlers<SavedCommand>
  restore(): Promise<void>
  onRoom(room: RoomId, change: RoomChange): void
  hear(stored: StoredEvent): void
  /** What history has of a room that was not heard; undefined: more than is known. */
  onUnheard(room: RoomId, messages: readonly Message[] | undefined): void
  /** Some device has saved something, or taken it out. */
  onHint(): void
  /** There is a connection again, after a time without. */
  onUp(): void
  /** Something was said in these rooms that was not heard. */
  onMissed(rooms: readonly RoomId[]): void
  /** The copies are a cache: what is saved stays. False where the disk did not take it. */
  clearCopies(rooms: readonly RoomId[]): Promise<boolean>
  /** Resolves when all that was said is on disk. */
  flush(): Promise<void>
  stop(): void
}

type Keeping = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance'>
  readonly client: SavedCalls
  readonly store: SavedStore
  readonly board: Pick<StateBoard, 'put' | 'set'>
  readonly book: Pick<RoomBook, 'get'>
  readonly timelines: Pick<TimelineStore, 'findMessage'>
  readonly onFault: (cause: unknown) => void
}

/** What was taken out a moment ago comes back as it was. */
const mostRecent = 50

export function buildSavedDesk({ deps, client, store, board, book, timelines, onFault }: Keeping): SavedDesk {
  const records = new Map<SavedKey, KeptSaved>()
  /** Taken out in this run, newest last. */
  const recent = new Map<SavedKey, KeptSaved>()
  const problems = new Map<SavedKey, AppError>()
  const dirty = new Set<SavedKey>()
  let written: Promise<boolean> = Promise.resolve(true)
  let isRestored = false
  let stopped = false

  function show(key: SavedKey) {
    if (stopped) return
    const record = records.get(key)
    const isShown = record !== undefined && isShownSaved(record) && book.get(record.room) !== undefined
    board.put('saved', key, isShown ? viewSaved(record, problems.get(key)) : undefined, 'messages')
  }
  function write(key: SavedKey) {
    // After the end the disk is closed.
    if (stopped) return
    dirty.add(key)
    if (dirty.size > 1) return
    // Whatever changes until the write before it is done goes with this one.
    written = written.then(async () => {
      const changed = new Map([...dirty].map((one) => [one, records.get(one)]))
      dirty.clear()
      try {
        await store.putSaved(changed)
        return true
      } catch (cause) {
        onFault(cause)
        return false
      }
    })
  }
  function put(key: SavedKey, record: KeptSaved | undefined) {
    const before = records.get(key)
    if (before === record) return
    if (record === undefined) {
      records.delete(key)
      problems.delete(key)
    } else records.set(key, record)
    if (before !== undefined && record === undefined) remember(key, before)
    show(key)
    write(key)
  }
  function remember(key: SavedKey, record: KeptSaved) {
    recent.delete(key)
    recent.set(key, record)
    const [oldest] = recent.keys()
    if (recent.size > mostRecent && oldest !== undefined) recent.delete(oldest)
  }

  const talk = buildSavedTalk({
    ...{ deps, client, records, put },
    onProblem(key, problem) {
      if (problem === undefined) problems.delete(key)
      else problems.set(key, problem)
      show(key)
    },
    onList: (list) => !stopped && board.set('savedList', list, 'messages'),
  })

  function findHere(room: RoomId, message: MessageId): Message | undefined {
    const entry = book.get(room)
    if (entry === undefined) return undefined
    const found = selectMessage(entry.window.timeline, message) ?? selectMessage(shownWindow(entry).timeline, message)
    return found?.state === 'stored' ? found.message : undefined
  }

  /** Of one that no screen has: from the disk, if it is there. The server's list brings it otherwise. */
  async function findOnDisk(key: SavedKey, room: RoomId, message: MessageId) {
    const found = await timelines.findMessage(room, message).catch(() => undefined)
    const record = records.get(key)
    if (found !== undefined && record !== undefined && record.message === undefined)
      put(key, { ...record, message: buildSavedCopy(found) })
  }

  function setSaved(room: RoomId, message: MessageId, on: boolean): Promise<Result<null>> | Result<null> {
    const key = savedKeyOf(room, message)
    const before = records.get(key)
    if (on && book.get(room) === undefined) return err(appError('room-unknown'))
    if (before?.word === undefined && (before !== undefined && isShownSaved(before)) === on) return ok(null)
    const gone = recent.get(key)
    const held = before?.message ?? gone?.message ?? findHere(room, message)
    // Where it stood a moment ago, if it comes back: the server sees it so too.
    const place = before?.word?.place ?? gone?.at
    problems.delete(key)
    put(key, {
      ...{ room, id: message, word: { on, at: deps.clock.now(), ...(place === undefined ? {} : { place }) } },
      ...(before?.at === undefined ? {} : { at: before.at }),
      ...(held === undefined ? {} : { message: buildSavedCopy(held) }),
    })
    if (held === undefined) void findOnDisk(key, room, message)
    return talk.say(key)
  }

  return {
    handlers: {
      'set-saved': ({ room, message, on }) => setSaved(room, message, on),
      'refresh-saved': () => {
        talk.askAll()
        return ok(null)
      },
    },
    async restore() {
      for (const record of await store.loadSaved()) {
        const key = savedKeyOf(record.room, record.id)
        // What was said in this run already is newer.
        if (records.has(key)) continue
        records.set(key, record)
        if (book.get(record.room) === undefined) forgetRoom(record.room)
        show(key)
      }
      isRestored = true
      talk.onRestored()
    },
    onRoom(room, change) {
      if (!isRestored || change.kind === 'changed') return
      if (change.kind === 'gone') return forgetRoom(room)
      for (const [key, record] of records) if (record.room === room) show(key)
      // What I may see again comes back.
      talk.onMoreRooms()
    },
    hear(stored) {
      const target = targetOf(stored.event)
      if (target === undefined) return
      const key = savedKeyOf(stored.room, target)
      const [record, gone] = [records.get(key), recent.get(key)]
      if (gone !== undefined) recent.set(key, withHeard(gone, stored))
      if (record !== undefined) put(key, withHeard(record, stored))
    },
    onUnheard(room, messages) {
      if (messages === undefined && [...records.values()].some((record) => record.room === room)) talk.onUnsure()
      for (const message of messages ?? []) {
        const key = savedKeyOf(room, message.id)
        const [record, gone] = [records.get(key), recent.get(key)]
        if (gone !== undefined) recent.set(key, withNewer(gone, message))
        if (record !== undefined) put(key, withNewer(record, message))
      }
    },
    onHint: talk.onHint,
    onUp: talk.onUp,
    onMissed(rooms) {
      const missed = new Set(rooms)
      if ([...records.values()].some(({ room }) => missed.has(room))) talk.onMissed()
    },
    async clearCopies(rooms) {
      const wanted = new Set(rooms)
      for (const all of [records, recent])
        for (const [key, { message, ...rest }] of all) {
          if (message === undefined || !wanted.has(rest.room)) continue
          all.set(key, rest)
          if (all === recent) continue
          show(key)
          write(key)
        }
      return await written
    },
    flush: async () => void (await written),
    stop() {
      stopped = true
      talk.stop()
    },
  }

  /** I am in it no longer: nothing of what was said there stays here. What the server keeps is back when I am. */
  function forgetRoom(room: RoomId) {
    for (const [key, record] of records) {
      if (record.room !== room) continue
      const { word } = record
      put(key, word === undefined || word.on ? undefined : { room, id: record.id, word })
    }
    for (const [key, record] of recent) if (record.room === room) recent.delete(key)
    talk.onFewerRooms()
  }

  function withHeard(record: KeptSaved, stored: StoredEvent): KeptSaved {
    const { message } = record
    if (message === undefined) return record
    const entry = book.get(stored.room)
    const { author } = stored
    const known = author === 'system' ? undefined : entry?.state.members.get(author)?.role
    // Of a large room only some members are known: whoever said it is one, and what others may there the server says.
    const isPartial = known === undefined && author !== 'system' && entry !== undefined && lacksMembers(entry)
    const verdict = foldEvent(isPartial && author === message.author ? 'member' : known, message, stored)
    if (isPartial && verdict.kind === 'refused') talk.onUnsure()
    return verdict.kind === 'changed' ? { ...record, message: buildSavedCopy(verdict.message) } : record
  }
}
