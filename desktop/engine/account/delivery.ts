import { appError } from '../../../common/app-error.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { err } from '../../../common/result.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { OutboxKeeper } from '../outbox/outbox.ts'
import { buildOutboxKeeper } from '../outbox/outbox.ts'
import type { OutboxStore } from '../outbox/outbox-store.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { RoomFiller } from '../sync/room-filler.ts'
import { mirrorOwn } from '../sync/room-window.ts'
import { publishEvent } from '../wire/publish-event.ts'
import type { BrokerLink } from '../wire/socket-link.ts'
import { isEventStored } from './stored-check.ts'

/** The outbox, tied to the rooms that show what waits in it, and to history, which says what came through. */
export type Delivery = {
  readonly outbox: OutboxKeeper
  /** The room is in the book anew: what waits for it shows in it. */
  mirror(room: RoomId): void
  /** The window was compared with history: what it is certain of needs no copy to be heard; nor does anything in a room that is gone. */
  onFilled(room: RoomId): void
}

type Delivering = {
  readonly deps: EngineDeps
  readonly me: UserId
  readonly store: OutboxStore
  readonly client: Pick<ControlPlaneClient, 'history'>
  readonly book: RoomBook
  readonly filler: Pick<RoomFiller, 'fill'>
  readonly link: () => BrokerLink | undefined
  readonly onChange: (room: RoomId) => void
  /** The broker does not let me write there: my rights may have changed without my knowing. */
  readonly onRefused: () => void
}

/** How long an acknowledged event may wait for its own copy before history is asked for it. */
const copyWithinMs = 3_000

export function buildDelivery(delivering: Delivering): Delivery {
  const { deps, me, store, client, book, filler, link, onChange, onRefused } = delivering

  const outbox = buildOutboxKeeper({
    deps,
    me,
    store,
    async publish(room, event) {
      const open = link()
      return open === undefined ? err(appError('network-unreachable')) : publishEvent(open, { room, me }, event)
    },
    isStored: (entry) => isEventStored({ book, filler, client }, entry),
    onChange: mirror,
    onStored(entry, duplicate) {
      // A duplicate is not said again: its first copy is found in history.
      const check = () => {
        if (outbox.entries(entry.room).some(({ id }) => id === entry.id)) void filler.fill(entry.room)
      }
      if (duplicate) check()
      else deps.clock.after(copyWithinMs, check)
    },
    onFailed(_entry, error) {
      if (error.code === 'publish-refused') onRefused()
    },
  })

  function mirror(room: RoomId) {
    const waiting = outbox.entries(room).map(({ event, author, addedAt }) => ({ event, author, at: addedAt }))
    book.change(room, (entry) => {
      const window = mirrorOwn(entry.window, waiting)
      return window === entry.window ? entry : { ...entry, window }
    })
    onChange(room)
  }

  return {
    outbox,
    mirror,
    onFilled(room) {
      const filledTo = book.get(room)?.window.timeline.checkpoint.seq ?? Number.POSITIVE_INFINITY
      for (const { id, state, seq } of outbox.entries(room)) {
        if (state === 'stored' && seq !== undefined && seq <= filledTo) outbox.onSeen(room, id, seq)
      }
    },
  }
}
