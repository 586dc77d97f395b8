import type { AppError } from '../../../common/app-error.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry, OutboxEvent, Outbox as OutboxState } from '../../../common/reducers/outbox-reducer.ts'
import {
  emptyOutbox,
  reduceOutbox,
  restoreOutbox,
  selectEntry,
  selectNextSends,
  selectNextTryAt,
} from '../../../common/reducers/outbox-reducer.ts'
import type { Result } from '../../../common/result.ts'
import type { MemberEvent } from '../../../common/wire-event.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { OutboxStore } from './outbox-store.ts'

/**
 * Path of a message, station 2 of 9: the outbox. An event has its id and is on disk before anything else happens, then it
 * shows; what becomes of it is decided by the shared reducer. Goes on with wire/publish-event.ts. It must never send
 * what was tried before without asking whether it is stored, and never let one entry of a room overtake another.
 */
export type OutboxKeeper = {
  restore(): Promise<void>
  /** Resolves when it is on disk. */
  add(room: RoomId, event: MemberEvent): Promise<void>
  entries(room: RoomId): readonly OutboxEntry[]
  rooms(): readonly RoomId[]
  onConnected(): void
  onDisconnected(): void
  /** The stream's copy was heard, or history holds it. */
  onSeen(room: RoomId, id: EventId, seq: number): void
  retryRoom(room: RoomId): void
  /** False where it is on its way, or gone already. */
  discard(room: RoomId, id: EventId): boolean
  /** Starts nothing more; resolves when what was being written is written. */
  stop(): Promise<void>
}

export type OutboxOptions = {
  readonly deps: EngineDeps
  readonly me: UserId
  readonly store: OutboxStore
  readonly publish: (
    room: RoomId,
    event: MemberEvent,
  ) => Promise<Result<{ readonly seq: number; readonly duplicate: boolean }>>
  /** Asked before an entry goes out again. Where history can't be asked the answer is no. */
  readonly isStored: (entry: OutboxEntry) => Promise<boolean>
  readonly onChange: (room: RoomId) => void
  /** Acknowledged; its copy should be heard any moment, but for a duplicate it never will. */
  readonly onStored: (entry: OutboxEntry, duplicate: boolean) => void
  readonly onFailed: (entry: OutboxEntry, error: AppError) => void
}

export function buildOutboxKeeper(options: OutboxOptions): OutboxKeeper {
  const { deps, me, store, publish, isStored, onChange, onStored, onFailed } = options
  const { clock, chance } = deps
  let outbox: OutboxState = emptyOutbox
  let stopped = false
  let cancelNext = () => {}
  const busy = new Set<RoomId>()
  let written: Promise<unknown> = Promise.resolve()

  /** In the order of happening: an older state must not overwrite a newer one. */
  function write(job: () => Promise<void>): Promise<void> {
    const done = written.then(job)
    written = done.catch((cause) => deps.log('outbox: could not write', cause))
    return done
  }

  /** Resolves when it is written. A fault is logged and sending goes on: the entry itself is on disk since `add`. */
  function apply(happened: OutboxEvent): Promise<void> {
    if (stopped) return Promise.resolve()
    const before = outbox
    outbox = reduceOutbox(outbox, happened)
    if (outbox === before) return Promise.resolve()
    const jobs: Promise<void>[] = []
    for (const room of new Set([...roomsOf(before), ...roomsOf(outbox)])) {
      const [old, now] = [before.rooms[room] ?? [], outbox.rooms[room] ?? []]
      if (old === now) continue
      const known = new Set(old)
      const kept = new Set(now.map(({ id }) => id))
      for (const entry of now) if (!known.has(entry)) jobs.push(write(() => store.putEntry(entry)))
      for (const { id } of old) if (!kept.has(id)) jobs.push(write(() => store.removeEntry(id)))
      onChange(room)
    }
    return Promise.allSettled(jobs).then(() => {})
  }

  function pump() {
    cancelNext()
    if (stopped) return
    for (const entry of selectNextSends(outbox, clock.now())) if (!busy.has(entry.room)) void sendHead(entry)
    const nextTryAt = selectNextTryAt(outbox)
    if (nextTryAt !== undefined) cancelNext = clock.after(Math.max(10, nextTryAt - clock.now()), pump)
  }

  /** A fault on this side (the disk) is as good as history that can't be asked. */
  async function holds(head: OutboxEntry): Promise<boolean> {
    try {
      return await isStored(head)
    } catch (cause) {
      deps.log('outbox: could not ask whether it is stored', cause)
      return false
    }
  }

  async function sendHead(head: OutboxEntry): Promise<void> {
    const { room, id } = head
    busy.add(room)
    try {
      if (head.triedBefore && (await holds(head))) {
        // Stored under whatever sequence; history has shown it.
        await apply({ kind: 'send.stored', room, id, seq: 0 })
        await apply({ kind: 'entry.settled', room, id })
        return
      }
      if (stopped) return
      const started = apply({ kind: 'send.started', room, id })
      const entry = selectEntry(outbox, { room, id })
      // Cut off or discarded while history was asked.
      if (entry?.state !== 'sending') return
      await started
      await publishEntry(entry)
    } finally {
      busy.delete(room)
      pump()
    }
  }

  async function publishEntry(entry: OutboxEntry): Promise<void> {
    const { room, id, attempts: attempt } = entry
    const answer = await publish(room, entry.event)
    if (answer.ok) {
      void apply({ kind: 'send.stored', room, id, seq: answer.value.seq })
      const stored = selectEntry(outbox, { room, id })
      if (stored !== undefined) onStored(stored, answer.value.duplicate)
      return
    }
    void apply({ kind: 'send.failed', room, id, attempt, error: answer.error, now: clock.now(), jitter: chance() })
    onFailed(entry, answer.error)
  }

  return {
    async restore() {
      outbox = restoreOutbox(await store.loadEntries())
      for (const room of roomsOf(outbox)) onChange(room)
    },
    async add(room, event) {
      const added: OutboxEvent = { kind: 'entry.added', room, author: me, event, at: clock.now() }
      // On disk first, and only then in sight: what shows must survive.
      const entry = selectEntry(reduceOutbox(outbox, added), { room, id: event.id })
      if (entry === undefined) return
      await write(() => store.putEntry(entry))
      void apply(added)
      pump()
    },
    entries: (room) => outbox.rooms[room] ?? [],
    rooms: () => roomsOf(outbox),
    onConnected() {
      void apply({ kind: 'connection.opened' })
      pump()
    },
    onDisconnected() {
      void apply({ kind: 'connection.closed' })
      pump()
    },
    onSeen(room, id, seq) {
      if (selectEntry(outbox, { room, id }) === undefined) return
      void apply({ kind: 'send.stored', room, id, seq })
      void apply({ kind: 'entry.settled', room, id })
      pump()
    },
    retryRoom(room) {
      for (const { id } of outbox.rooms[room] ?? []) void apply({ kind: 'entry.retried', room, id })
      pump()
    },
    discard(room, id) {
      const before = outbox
      void apply({ kind: 'entry.discarded', room, id })
      pump()
      return outbox !== before
    },
    async stop() {
      stopped = true
      cancelNext()
      await written
    },
  }
}

function roomsOf(outbox: OutboxState): readonly RoomId[] {
  return Object.keys(outbox.rooms) as RoomId[]
}
