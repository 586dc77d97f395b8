import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import type { EventId, FileId, RoomId, UserId } from '../../../common/ids.ts'
import type {
  OutboxEntry,
  OutboxEvent,
  Outbox as OutboxState,
  Posted,
} from '../../../common/reducers/outbox-reducer.ts'
import {
  emptyOutbox,
  reduceOutbox,
  restoreOutbox,
  selectEntry,
  selectNextSends,
  selectNextTryAt,
} from '../../../common/reducers/outbox-reducer.ts'
import type { Result } from '../../../common/result.ts'
import { unreachable } from '../../../common/result.ts'
import type { Attachment, MemberEvent } from '../../../common/wire-event.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { faultOf } from '../local-store/disk-fault.ts'
import type { EntryRemoval, OutboxStore } from './outbox-store.ts'

/**
 * Path of a message, station 2 of 9: the outbox. An event has its id and is on disk before anything else happens, then it
 * shows; what becomes of it is decided by the shared reducer. It is written once, before it goes out, so whatever comes
 * back from disk counts as tried. Goes on with wire/publish-event.ts. It must never send what was tried before without
 * asking whether it is stored, never let one entry of a room overtake another, and never forget one before its message
 * is on disk elsewhere.
 */
export type OutboxKeeper = {
  restore(): Promise<void>
  /** Resolves when it is on disk. */
  add(room: RoomId, event: MemberEvent, more?: Pick<OutboxEntry, 'madeOn' | 'awaits' | 'forwards'>): Promise<void>
  /** All its files are at the server. */
  complete(room: RoomId, id: EventId, attachments: readonly Attachment[]): Promise<void>
  /** Words that are passed on may go, as this event says them. */
  passOn(room: RoomId, event: Posted): Promise<void>
  /** Nothing goes on with one of its files, unless a person helps. */
  onFileStuck(room: RoomId, id: EventId, error: AppError): void
  /** It goes without that file; false where it is on its way, gone, or nothing would be left of it. */
  dropFile(room: RoomId, id: EventId, file: FileId): boolean
  entries(room: RoomId): readonly OutboxEntry[]
  rooms(): readonly RoomId[]
  onConnected(): void
  onDisconnected(): void
  /** The stream's copy was heard, or history holds it. */
  onSeen(room: RoomId, id: EventId, seq: number): void
  /** Stored, and not taken in by the archive: told until a person has taken note. */
  onRefused(room: RoomId, id: EventId, seq: number): void
  /** The same for one that was let go already. */
  reinstate(entry: OutboxEntry): void
  /** All that stands in the room, in its order. */
  retryRoom(room: RoomId): void
  /** False where it is on its way, or gone already. */
  discard(room: RoomId, id: EventId): boolean
  /** Starts nothing more; resolves when what was being written is written. */
  stop(): Promise<void>
}

/** What became of an entry that was tried. `outdated`: it is a change of words that are not there any more. */
export type LookUp = 'stored' | 'absent' | 'outdated'

export type OutboxOptions = {
  readonly deps: EngineDeps
  readonly me: UserId
  readonly store: OutboxStore
  readonly publish: (
    room: RoomId,
    event: MemberEvent,
  ) => Promise<Result<{ readonly seq: number; readonly duplicate: boolean }>>
  /** Asked before an entry goes out again. Where history can't be asked the answer is `absent`. */
  readonly lookUp: (entry: OutboxEntry) => Promise<LookUp>
  /** In one transaction with the stored copy that was heard, or after it: only then an entry may go from the disk. */
  readonly letGo: (removal: EntryRemoval) => Promise<void>
  readonly onChange: (room: RoomId) => void
  /** Acknowledged; its copy should be heard any moment, but for a duplicate it never will. */
  readonly onStored: (entry: OutboxEntry, duplicate: boolean) => void
  readonly onFailed: (entry: OutboxEntry, error: AppError) => void
}

const againMs = 2_000

export function buildOutboxKeeper(options: OutboxOptions): OutboxKeeper {
  const { deps, me, store, publish, lookUp, letGo, onChange, onStored, onFailed } = options
  const { clock, chance } = deps
  let outbox: OutboxState = emptyOutbox
  let stopped = false
  let cancelNext = () => {}
  const busy = new Set<RoomId>()
  const writes = new Set<Promise<void>>()
  /** Rooms with a change that is acknowledged, and not on disk as such yet. */
  const noting = new Map<RoomId, Promise<void>>()

  /**
   * What is written besides the entry itself. A fault is logged and sending goes on. The disk is asked again: what was
   * discarded there would go out with the next start.
   */
  function write(job: () => Promise<void>, isAgain = false): Promise<void> {
    const done = job()
      .catch((cause) => {
        if (!isAgain) deps.log('outbox: could not write', cause)
        if (mayCome(cause)) again(job)
      })
      .finally(() => writes.delete(done))
    writes.add(done)
    return done
  }

  function apply(happened: OutboxEvent) {
    if (stopped) return
    const before = outbox
    outbox = reduceOutbox(outbox, happened)
    if (outbox === before) return
    for (const room of new Set([...roomsOf(before), ...roomsOf(outbox)])) {
      const [old, now] = [before.rooms[room] ?? [], outbox.rooms[room] ?? []]
      if (old === now) continue
      keepTold(old, now)
      forgetGone(old, now)
      onChange(room)
    }
  }
  function keepTold(old: readonly OutboxEntry[], now: readonly OutboxEntry[]) {
    const known = new Set(old)
    for (const entry of now) {
      if (known.has(entry) || !isWorthKeeping(entry)) continue
      // What has become of it since is written for itself.
      const written = write(async () => void (selectEntry(outbox, entry) === entry && (await store.putEntry(entry))))
      if (entry.state === 'stored') holdUntil(entry.room, written)
    }
  }
  /**
   * Were the next one stored before it is known here that this change was, whoever starts after a crash would find the words
   * of the next, and take this one for an edit of what is not there any more.
   */
  function holdUntil(room: RoomId, written: Promise<void>) {
    noting.set(room, written)
    void written.then(() => {
      if (noting.get(room) !== written) return
      noting.delete(room)
      pump()
    })
  }
  function forgetGone(old: readonly OutboxEntry[], now: readonly OutboxEntry[]) {
    const kept = new Set(now.map(({ id }) => id))
    for (const { id, room, state, event } of old) {
      if (kept.has(id)) continue
      // It may have been let go, and is told after all.
      const isGone = () => selectEntry(outbox, { room, id }) === undefined
      // Were the entry to go first, dying between the two would leave neither, for whoever starts without a network.
      // Where that fails a message stays, for the next start to ask about: without its copy on disk it may not go. A change is
      // tried again, or a later one from elsewhere would make it look like one that did not come through.
      const leave = event.kind === 'message.posted' ? leaveKept : undefined
      if (state === 'stored') write(() => letGo(store.removalOf(id, isGone)).catch(leave))
      else write(async () => void (isGone() && (await store.removeEntry(id))))
    }
  }

  const again = (job: () => Promise<void>) => void clock.after(againMs, () => stopped || void write(job, true))
  const leaveKept = (cause: unknown) => deps.log('outbox: an entry stays on disk', cause)

  function pump() {
    cancelNext()
    if (stopped) return
    for (const entry of selectNextSends(outbox, clock.now())) {
      if (!busy.has(entry.room) && !noting.has(entry.room)) void sendHead(entry)
    }
    const nextTryAt = selectNextTryAt(outbox)
    if (nextTryAt !== undefined) cancelNext = clock.after(Math.max(10, nextTryAt - clock.now()), pump)
  }

  /** A fault on this side (the disk) is as good as history that can't be asked. */
  async function ask(head: OutboxEntry): Promise<LookUp> {
    if (!head.triedBefore) return 'absent'
    try {
      return await lookUp(head)
    } catch (cause) {
      deps.log('outbox: could not ask whether it is stored', cause)
      return 'absent'
    }
  }

  async function sendHead(head: OutboxEntry): Promise<void> {
    const { room, id } = head
    busy.add(room)
    try {
      const found = await ask(head)
      switch (found) {
        case 'stored':
          // Under whatever sequence; history has shown it.
          apply({ kind: 'send.stored', room, id, seq: 0 })
          apply({ kind: 'entry.settled', room, id })
          return
        case 'outdated':
          apply({ kind: 'edit.outdated', room, id })
          return
        case 'absent': {
          apply({ kind: 'send.started', room, id })
          const entry = selectEntry(outbox, { room, id })
          // Cut off, discarded or stopped while history was asked.
          if (entry?.state === 'sending' && !stopped) await publishEntry(entry)
          return
        }
        default:
          return unreachable(found)
      }
    } finally {
      busy.delete(room)
      pump()
    }
  }

  async function publishEntry(entry: OutboxEntry): Promise<void> {
    const { room, id, attempts: attempt } = entry
    const answer = await publish(room, entry.event)
    if (answer.ok) {
      apply({ kind: 'send.stored', room, id, seq: answer.value.seq })
      const stored = selectEntry(outbox, { room, id })
      if (stored !== undefined) onStored(stored, answer.value.duplicate)
      return
    }
    apply({ kind: 'send.failed', room, id, attempt, error: answer.error, now: clock.now(), jitter: chance() })
    onFailed(entry, answer.error)
  }

  async function complete(happened: Extract<OutboxEvent, { kind: 'files.ready' | 'forward.ready' }>): Promise<void> {
    const entry = selectEntry(reduceOutbox(outbox, happened), happened)
    if (entry === undefined || entry === selectEntry(outbox, happened)) return
    // On disk before it goes out: what is asked about after a crash is what was sent.
    await store.putEntry(entry).catch((cause) => deps.log('outbox: could not keep what its files are', cause))
    apply(happened)
    pump()
  }

  return {
    async restore() {
      outbox = restoreOutbox(await store.loadEntries())
      for (const room of roomsOf(outbox)) onChange(room)
    },
    async add(room, event, more = {}) {
      const added: OutboxEvent = { kind: 'entry.added', room, author: me, event, at: clock.now(), ...more }
      // Said again, by somebody who does not know that it is here.
      if (selectEntry(outbox, { room, id: event.id }) !== undefined) return
      // On disk first, and only then in sight: what shows must survive.
      const entry = selectEntry(reduceOutbox(outbox, added), { room, id: event.id })
      if (entry === undefined) return
      // Where it can be tried again; what has gone out by then, or is written for what became of it, is not.
      const keep = async () => {
        const state = selectEntry(outbox, entry)?.state
        if (state !== undefined && !isTold(state) && state !== 'stored') await store.putEntry(entry)
      }
      try {
        await store.putEntry(entry)
      } catch (cause) {
        // It goes out all the same, and the person is told that nothing is kept here. An engine that was taken over from says
        // nothing any more: the other one does.
        if (isTakenOver(cause)) throw cause
        deps.log('outbox: could not keep an entry', cause)
        if (mayCome(cause)) again(keep)
      }
      apply(added)
      pump()
    },
    complete: (room, id, attachments) => complete({ kind: 'files.ready', room, id, attachments }),
    passOn: (room, event) => complete({ kind: 'forward.ready', room, id: event.id, event }),
    onFileStuck(room, id, error) {
      if (selectEntry(outbox, { room, id })?.state !== 'stored') apply({ kind: 'send.refused', room, id, error })
    },
    dropFile(room, id, file) {
      const before = outbox
      apply({ kind: 'file.dropped', room, id, file })
      const entry = selectEntry(outbox, { room, id })
      if (outbox === before || entry === undefined) return false
      write(async () => void (selectEntry(outbox, entry) === entry && (await store.putEntry(entry))))
      pump()
      return true
    },
    entries: (room) => outbox.rooms[room] ?? [],
    rooms: () => roomsOf(outbox),
    onConnected() {
      apply({ kind: 'connection.opened' })
      pump()
    },
    onDisconnected() {
      apply({ kind: 'connection.closed' })
      pump()
    },
    onSeen(room, id, seq) {
      if (selectEntry(outbox, { room, id }) === undefined) return
      apply({ kind: 'send.stored', room, id, seq })
      apply({ kind: 'entry.settled', room, id })
      pump()
    },
    onRefused(room, id, seq) {
      apply({ kind: 'send.stored', room, id, seq })
      apply({ kind: 'send.refused', room, id, error: appError('event-refused') })
      pump()
    },
    reinstate(entry) {
      apply({ kind: 'entry.reinstated', entry, error: appError('event-refused') })
    },
    retryRoom(room) {
      for (const { id } of outbox.rooms[room] ?? []) apply({ kind: 'entry.retried', room, id })
      pump()
    },
    discard(room, id) {
      const before = outbox
      apply({ kind: 'entry.discarded', room, id })
      pump()
      return outbox !== before
    },
    async stop() {
      stopped = true
      cancelNext()
      await Promise.all(writes)
    },
  }
}

/**
 * What was told is told again after a new start; and an edit that was acknowledged must not go out over a later one. Nothing
 * else that becomes of an entry is written.
 */
function isWorthKeeping({ state, event }: OutboxEntry): boolean {
  return isTold(state) || (state === 'stored' && event.kind !== 'message.posted')
}
const isTold = (state: OutboxEntry['state']) => state === 'stuck' || state === 'refused'

const isTakenOver = (cause: unknown) => faultOf(cause) === 'stale'
/** A disk that is gone does not come back to an engine that runs. */
const mayCome = (cause: unknown) => !isTakenOver(cause) && faultOf(cause) !== 'gone'

function roomsOf(outbox: OutboxState): readonly RoomId[] {
  return Object.keys(outbox.rooms) as RoomId[]
}
