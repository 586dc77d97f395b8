import { type EventId, type RoomId, shardOf } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { ok } from '../../common/result.ts'
import { parseEventBody, type StoredEvent } from '../../common/wire-decode.ts'
import type { SystemEvent } from '../../common/wire-event.ts'

/** A room's `system` events in its stream: the truth about its membership. */
export type RoomLog = {
  /**
   * Stores an event if none was stored since `lastSeq` (`any`: whatever was); `room-changed` where one was. Any other error leaves open
   * whether it is stored.
   */
  readonly publish: (want: {
    readonly room: RoomId
    readonly event: SystemEvent
    readonly lastSeq: number | 'any'
  }) => Promise<Result<{ readonly seq: number }>>
  /** Those after `seq`, oldest first; `hasMore` where there were too many for one answer. */
  readonly loadAfter: (room: RoomId, seq: number) => Promise<Result<LogPage>>
  /** Whether nothing that was stored since then has been trimmed. A clock that differs from the broker's errs towards no. */
  readonly isWholeSince: (room: RoomId, sinceAt: number) => Promise<Result<boolean>>
}

export type LogPage = { readonly events: readonly StoredEvent[]; readonly hasMore: boolean }

/** What `server/streams` offers. */
type LogPorts = {
  readonly publishSystemEvent: (want: {
    readonly room: RoomId
    readonly event: { readonly id: EventId }
    readonly lastSeq: number | 'any'
  }) => Promise<Result<{ readonly seq: number }>>
  readonly loadSystemEventsAfter: (
    room: RoomId,
    seq: number,
    limit?: number,
  ) => Promise<Result<readonly { readonly seq: number; readonly at: number; readonly data: Uint8Array }[]>>
  readonly loadTrimmedTo: (shard: number) => Promise<Result<number>>
}

const pageSize = 500
const clockMarginMs = 60_000

export function buildRoomLog(ports: LogPorts): RoomLog {
  return {
    publish: ports.publishSystemEvent,
    loadAfter: async (room, seq) => {
      const loaded = await ports.loadSystemEventsAfter(room, seq, pageSize)
      if (!loaded.ok) return loaded
      const events: StoredEvent[] = []
      for (const { seq: eventSeq, at, data } of loaded.value) {
        const event = parseEventBody(data, 'system')
        // Only a control plane writes here. One newer than this may say what we do not know; the archiver notes it.
        if (event.ok) events.push({ room, author: 'system', seq: eventSeq, storedAt: at, event: event.value })
      }
      return ok({ events, hasMore: loaded.value.length === pageSize })
    },
    isWholeSince: async (room, sinceAt) => {
      const trimmedTo = await ports.loadTrimmedTo(shardOf(room))
      return trimmedTo.ok ? ok(trimmedTo.value < sinceAt - clockMarginMs) : trimmedTo
    },
  }
}
