/**
 * Path of a message, station 7 of 9: the archiver, one shard of it.
 *
 * Takes the events of `EVENTS-<shard>` in order, folds them with the reducers every client uses, and writes what comes
 * out to the store (station 8, `server/store/archive-store.ts`). It promises: what the stream acknowledged gets into the
 * archive, once, judged in the order of the stream; an event that is not in order is set aside and stops nobody. It must
 * never write once its lease may have passed on, and never set anything aside for a fault that passes.
 *
 * Where we are is kept in the store alone, moved by compare-and-set after the write is durable. So the consumer is an
 * ordered one that starts behind that position and acknowledges nothing: a second position at the broker, which a durable
 * consumer would keep, could only disagree with the first (after a restored backup, say). To advance the position is our
 * acknowledgement. If we die between write and advance, the batch is read again, and rooms' heads and versions make the
 * second time change nothing. The other order would lose messages quietly.
 *
 * With the position go marks of the stream's own time, by which a stream that is younger than its archive is known; whether
 * this one may be trusted was seen to before (`mend-shard.ts`), and is looked at again while it runs.
 *
 * Any fault ends the run, with all it had in memory; the next one starts from the store again.
 */
import { DeliverPolicy } from '@nats-io/jetstream'
import { parseRoomSubject, streams } from '../../common/subjects.ts'
import type { ShardPorts } from './archiver-ports.ts'
import { buildBatchArchiver, LeadershipLostError } from './batch-archiver.ts'
import type { RoomTally } from './judge-batch.ts'
import { orAborted } from './or-aborted.ts'
import { addMark } from './position-marks.ts'
import { loadStreamEnd } from './stream-end.ts'
import { type DecodedMessage, decodeStreamMessage } from './stream-message.ts'
import { openStreamPull, type PulledMessage } from './stream-pull.ts'

const batchEvents = 500
/** A batch is held several times over: as bytes, decoded, and as what the store is handed. */
const batchBytes = 2 * 2 ** 20
const lingerMs = 15
const idleMs = 500
/** A message stands in the stream and the consumer does not bring it: begin anew. */
const stuckMs = 5_000

export type ShardRunEvents = {
  readonly onArchived: (tallies: readonly RoomTally[]) => void
}

/** Runs until the signal, which may be what it rejects with; rejects on any fault: the caller decides whether to run again. */
export async function runShard(ports: ShardPorts, events: ShardRunEvents, signal: AbortSignal): Promise<void> {
  const { shard, store, metrics } = ports
  let { seq: positionSeq, marks } = await store.shards.loadPlace(shard)
  ports.onAdvanced(shard, positionSeq)
  const pull = await orAborted(openEvents(ports, positionSeq + 1), signal, (late) => late.stop())
  const archiver = buildBatchArchiver(ports)
  const stop = () => pull.stop()
  signal.addEventListener('abort', stop, { once: true })
  let missingSince: number | undefined
  try {
    while (!signal.aborted) {
      const taken = await takeOrStop()
      if (taken === undefined) return
      const last = taken.at(-1)
      if (last === undefined) {
        await closeGap()
        continue
      }
      missingSince = undefined
      const decoded = taken.map((message) => decodeStreamMessage(shard, message))
      events.onArchived(await archiver.archive(decoded))
      measure(decoded)
      await applySystemEvents(decoded)
      const { streamSeq, storedAt } = last.delivery
      await advance(streamSeq, addMark(marks, { seq: streamSeq, at: storedAt }))
      metrics.lag.set({ shard }, last.delivery.pending)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    pull.stop()
  }

  async function takeOrStop(): Promise<PulledMessage[] | undefined> {
    try {
      return await pull.take({ messages: batchEvents, bytes: batchBytes, lingerMs, idleMs })
    } catch (fault) {
      if (signal.aborted) return undefined
      throw fault
    }
  }

  /**
   * Also those the archive had already: a crash may have come between its write and the directory's. A fault here ends
   * the run and passes; it is never the event's, which only the control plane can have written.
   */
  async function applySystemEvents(decoded: readonly DecodedMessage[]): Promise<void> {
    for (const one of decoded) {
      if (one.kind === 'event' && one.stored.author === 'system') await ports.applySystemEvent(one.stored)
    }
  }

  async function advance(toSeq: number, newMarks = marks): Promise<void> {
    if (toSeq <= positionSeq) throw new LeadershipLostError('the consumer went back')
    if (!ports.isLeading()) throw new LeadershipLostError('the lease may have passed to another copy')
    const moved = await store.archive.advancePosition(shard, positionSeq, toSeq, newMarks)
    if (!moved) throw new LeadershipLostError('another copy moved the position')
    positionSeq = toSeq
    marks = newMarks
    ports.faults.onAdvanced(positionSeq)
    ports.onAdvanced(shard, positionSeq)
  }

  /** What is malformed or refused has cost as much as what is not. */
  function measure(decoded: readonly DecodedMessage[]): void {
    for (const { raw } of decoded) {
      const place = parseRoomSubject(raw.subject)
      if (place === undefined || place.author === 'system') continue
      const { author } = place
      const { seq, storedAt, data } = raw
      if (ports.meter.isTooMuch({ shard, seq, author, storedAt, bytes: data.byteLength }))
        ports.onTooMuch(author, storedAt)
    }
  }

  /** Sequences may be gone (trimmed, purged). The barrier waits for the last one, so the position goes over them. */
  async function closeGap(): Promise<void> {
    const end = await orAborted(loadStreamEnd(ports.broker, streams.events(shard), positionSeq + 1), signal)
    // Whatever came meanwhile is waiting there, and the next round takes it.
    if (pull.size() > 0) return
    metrics.lag.set({ shard }, Math.max(0, end.lastSeq - positionSeq))
    if (end.nextSeq !== undefined) {
      missingSince ??= Date.now()
      if (Date.now() - missingSince > stuckMs)
        throw new Error('the consumer brings nothing although there is something')
      return
    }
    missingSince = undefined
    if (end.lastSeq > positionSeq) await advance(end.lastSeq)
  }
}

function openEvents({ broker, shard }: ShardPorts, fromSeq: number) {
  const from = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: fromSeq }
  return openStreamPull(broker, streams.events(shard), from)
}
