import type { EventId, RoomId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { DeviceTrace } from '../../trace-command.ts'
import type { EngineClock } from '../engine-clock.ts'

/**
 * What this device did with the latest messages of mine: when each was written, went out and was acknowledged. The outbox
 * forgets an entry once its message is stored; this is for whoever asks afterwards. Facts alone: what a crash loses is not
 * known, and not made up.
 */
export type DeliveryLog = {
  restore(): Promise<void>
  onEntries(entries: readonly OutboxEntry[]): void
  onTried(id: EventId): void
  onAcknowledged(id: EventId, ack: { readonly seq: number; readonly duplicate: boolean }): void
  traceOf(id: EventId): DeviceTrace | undefined
  /** Resolves when what is known is on disk. */
  flush(): Promise<void>
  stop(): Promise<void>
}

export type KeptDelivery = DeviceTrace & { readonly id: EventId; readonly room: RoomId }
export type DeliveryLogStore = {
  loadDeliveries(): Promise<readonly KeptDelivery[]>
  putDeliveries(deliveries: readonly KeptDelivery[]): Promise<void>
}

export const mostDeliveries = 300
/** All that becomes of a message in a moment is written once. */
const writeAfterMs = 1_000

export function buildDeliveryLog(
  clock: EngineClock,
  store: DeliveryLogStore,
  onFault: (cause: unknown) => void,
): DeliveryLog {
  let known = new Map<EventId, KeptDelivery>()
  let isDue = false
  let cancel: (() => void) | undefined
  let writing: Promise<void> | undefined
  let stopped = false

  function writeSoon() {
    if (stopped) return
    isDue = true
    cancel ??= clock.after(writeAfterMs, () => void write())
  }
  /** One at a time: what changes meanwhile goes with the next. */
  function write(): Promise<void> {
    cancel?.()
    cancel = undefined
    writing ??= run().finally(() => {
      writing = undefined
    })
    return writing
  }
  async function run() {
    while (isDue) {
      isDue = false
      await store.putDeliveries([...known.values()]).catch(onFault)
    }
  }
  function put(delivery: KeptDelivery) {
    known.set(delivery.id, delivery)
    for (const oldest of known.keys()) {
      if (known.size <= mostDeliveries) break
      known.delete(oldest)
    }
    writeSoon()
  }
  function change(id: EventId, next: (before: KeptDelivery) => KeptDelivery) {
    const before = known.get(id)
    if (before !== undefined) put(next(before))
  }

  return {
    async restore() {
      const kept = await store.loadDeliveries()
      known = new Map([...kept.map((one) => [one.id, one] as const), ...known])
    },
    onEntries(entries) {
      for (const { id, room, event, addedAt } of entries) {
        if (event.kind === 'message.posted' && !known.has(id)) put({ id, room, queuedAt: addedAt, tries: 0 })
      }
    },
    onTried: (id) => change(id, (one) => ({ triedAt: clock.now(), ...one, tries: one.tries + 1 })),
    onAcknowledged: (id, { seq, duplicate }) =>
      change(id, (one) => ({
        ...{ ...one, ackedAt: clock.now(), ackedSeq: seq },
        ...(duplicate ? { isDuplicate: true } : {}),
      })),
    traceOf(id) {
      const one = known.get(id)
      if (one === undefined) return undefined
      const { id: _, room: __, ...trace } = one
      return trace
    },
    flush: write,
    stop() {
      stopped = true
      return write()
    },
  }
}
