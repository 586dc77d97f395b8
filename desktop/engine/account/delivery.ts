import { appError } from '../../../common/app-error.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { selectMessage, selectRefusals } from '../../../common/reducers/timeline-reducer.ts'
import { err } from '../../../common/result.ts'
import type { UserNotice } from '../../../common/user-notice.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildDeliveryLog, type DeliveryLog, type DeliveryLogStore } from '../outbox/delivery-log.ts'
import type { OutboxKeeper } from '../outbox/outbox.ts'
import { buildOutboxKeeper } from '../outbox/outbox.ts'
import type { EntryRemoval, OutboxStore } from '../outbox/outbox-store.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { RoomFiller } from '../sync/room-filler.ts'
import { goToEnd } from '../sync/room-places.ts'
import { mapWindows, mirrorOwn } from '../sync/room-window.ts'
import { publishEvent } from '../wire/publish-event.ts'
import type { BrokerLink } from '../wire/socket-link.ts'
import { lookUpStored } from './stored-check.ts'

/** The outbox, tied to the rooms that show what waits in it, and to history, which says what came through. */
export type Delivery = {
  readonly outbox: OutboxKeeper
  /** What this device did with a message of mine. */
  readonly traceOf: DeliveryLog['traceOf']
  restore(): Promise<void>
  /** Resolves when what this device did is on disk. */
  flush(): Promise<void>
  stop(): Promise<void>
  /** The room is in the book anew: what waits for it shows in it. */
  mirror(room: RoomId): void
  onConnected(): void
  onDisconnected(): void
  /** A copy of an own event was heard. */
  onOwnEvent(room: RoomId, id: EventId, seq: number): void
  onNotice(notice: EventRefused): void
  /** The window was compared with history: what it is certain of needs no copy to be heard; nor does anything in a room that is gone. */
  onFilled(room: RoomId): void
}

type EventRefused = Extract<UserNotice, { readonly kind: 'event-refused' }>

type Delivering = {
  readonly deps: EngineDeps
  readonly me: UserId
  readonly store: OutboxStore
  readonly log: DeliveryLogStore
  readonly client: Pick<ControlPlaneClient, 'history'>
  readonly book: RoomBook
  readonly filler: Pick<RoomFiller, 'fillAnew'>
  readonly link: () => BrokerLink | undefined
  /** In one transaction with what was heard, or after it. */
  readonly letGo: (removal: EntryRemoval) => Promise<void>
  readonly onChange: (room: RoomId) => void
  /** The broker does not let me write there: my rights may have changed without my knowing. */
  readonly onRefused: () => void
}

/** How long an acknowledged event may wait for its own copy before history is asked for it. */
const copyWithinMs = 3_000
const mostRecent = 500

export function buildDelivery(delivering: Delivering): Delivery {
  const { deps, me, store, client, book, filler, link, letGo, onChange, onRefused } = delivering

  /** Rooms that have caught up since the connection came: what an engine before this one may have sent is in them. */
  const caughtUp = new Map<RoomId, Promise<boolean>>()
  function catchUp({ room, attempts }: OutboxEntry): Promise<boolean> {
    const known = attempts === 0 ? caughtUp.get(room) : undefined
    const caught = known ?? filler.fillAnew(room)
    caughtUp.set(room, caught)
    return caught
  }

  const log = buildDeliveryLog(deps.clock, delivering.log, (cause) => deps.log('delivery: could not write', cause))
  const outbox = buildOutboxKeeper({
    deps,
    me,
    store,
    async publish(room, event) {
      for (;;) {
        const open = link()
        if (open === undefined) return err(appError('network-unreachable'))
        log.onTried(event.id)
        const answer = await publishEvent(open, { room, me }, event)
        if (answer.ok) log.onAcknowledged(event.id, answer.value)
        // By the credential of before, in the moment in which another one takes its place: nobody would ask this one.
        const isSwapped = link() !== undefined && link() !== open
        if (answer.ok || answer.error.code !== 'publish-refused' || !isSwapped) return answer
      }
    },
    lookUp: (entry) => lookUpStored({ book, client, catchUp, catchUpAnew: ({ room }) => filler.fillAnew(room) }, entry),
    letGo,
    onChange: mirror,
    onStored(entry, duplicate) {
      // A duplicate is not said again: its first copy is found in history.
      const check = () => {
        if (outbox.entries(entry.room).some(({ id }) => id === entry.id)) void filler.fillAnew(entry.room)
      }
      if (duplicate) check()
      else deps.clock.after(copyWithinMs, check)
    },
    onFailed(_entry, error) {
      if (error.code === 'publish-refused') onRefused()
    },
  })

  /** What was let go: the archive, which has the last word on it, may say later that it did not take it. */
  const recent = new Map<EventId, OutboxEntry>()
  function settle(room: RoomId, id: EventId, seq: number) {
    const entry = outbox.entries(room).find((one) => one.id === id)
    if (entry !== undefined) recent.set(id, entry)
    const [oldest] = recent.keys()
    if (recent.size > mostRecent && oldest !== undefined) recent.delete(oldest)
    outbox.onSeen(room, id, seq)
  }

  /** By the rights, which this device judges too: it stays where it stands. */
  function isShownRefused({ room, id }: Pick<OutboxEntry, 'room' | 'id'>): boolean {
    const timeline = book.get(room)?.window.timeline
    return timeline !== undefined && selectMessage(timeline, id)?.state === 'refused'
  }

  function mirror(room: RoomId) {
    const entries = outbox.entries(room)
    log.onEntries(entries)
    const waiting = entries
      // A change that was refused changes nothing any more; words that nobody sees are not to be lost.
      .filter((one) => one.state !== 'refused' || (one.event.kind === 'message.posted' && !isShownRefused(one)))
      .map(({ event, author, addedAt }) => ({ event, author, at: addedAt }))
    book.change(room, (entry) => {
      const mirrored = mapWindows(entry, (window) => mirrorOwn(window, waiting))
      // One's own words bring one to where they stand.
      const known = new Set(entry.window.timeline.own.map(({ event }) => event.id))
      const says = waiting.some(({ event }) => event.kind === 'message.posted' && !known.has(event.id))
      return says && entry.past !== undefined ? goToEnd(mirrored) : mirrored
    })
    onChange(room)
  }

  return {
    outbox,
    traceOf: log.traceOf,
    async restore() {
      await log.restore()
      await outbox.restore()
    },
    flush: log.flush,
    async stop() {
      await outbox.stop()
      await log.stop()
    },
    mirror,
    onConnected() {
      caughtUp.clear()
      outbox.onConnected()
    },
    onDisconnected() {
      caughtUp.clear()
      outbox.onDisconnected()
    },
    onOwnEvent(room, id, seq) {
      const timeline = book.get(room)?.window.timeline
      const refused = timeline && selectRefusals(timeline).find((one) => one.seq === seq)
      // A post that was refused shows as such by itself; a change of a message would be gone without a word.
      if (refused !== undefined && refused.stored.event.kind !== 'message.posted') outbox.onRefused(room, id, seq)
      else settle(room, id, seq)
    },
    onNotice({ room, id, seq }) {
      if (id === undefined) return
      const entry = recent.get(id)
      recent.delete(id)
      if (outbox.entries(room).some((one) => one.id === id)) outbox.onRefused(room, id, seq)
      else if (entry !== undefined && !isShownRefused(entry)) outbox.reinstate(entry)
    },
    onFilled(room) {
      const filledTo = book.get(room)?.window.timeline.checkpoint.seq ?? Number.POSITIVE_INFINITY
      for (const { id, state, seq } of outbox.entries(room)) {
        if (state === 'stored' && seq !== undefined && seq <= filledTo) settle(room, id, seq)
      }
      // Of a post that the archive did not take nothing is left in the window: it stands there by the outbox.
      if (outbox.entries(room).some(({ state, event }) => state === 'refused' && event.kind === 'message.posted'))
        mirror(room)
    },
  }
}
