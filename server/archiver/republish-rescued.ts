import { setTimeout as delay } from 'node:timers/promises'
import type { PubAck } from '@nats-io/jetstream'
import type { MessageId, RoomId } from '../../common/ids.ts'
import { targetOf } from '../../common/reducers/fold-event.ts'
import { streams, subjects } from '../../common/subjects.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import { mapNatsError } from '../nats/nats-error.ts'
import type { SetAside } from '../store/archive-store.ts'
import type { ShardPorts } from './archiver-ports.ts'
import { LeadershipLostError } from './batch-archiver.ts'
import { loadNext } from './find-fork.ts'
import { decodeStoredMessage } from './stream-message.ts'

export type RepublishPorts = Pick<ShardPorts, 'shard' | 'broker' | 'store' | 'isLeading'>

/** Those of the rescue stream with `forkSeq < sequence ≤ lastSeq` go back, behind `resumeSeq - 1`. */
export type RescuedRange = { readonly forkSeq: number; readonly lastSeq: number; readonly resumeSeq: number }

export type Republished = {
  /** Stored by this call. */
  readonly stored: number
  /** Stood in the stream already: a repair before this one got so far. */
  readonly stood: number
  readonly erased: number
  readonly malformed: number
}

const duplicatePauseMs = 100

/**
 * Puts every rescued event back, in its old order, each once. It says with each which sequence must be the last, so two
 * that do this at once cannot mix, and one that comes back finds what stands by its id and goes on behind it. The broker
 * still knows the ids it has purged and would answer `duplicate` without storing (tried): such a one is tried until the
 * broker has forgotten it. What was erased is not put back; what was never in order is set aside, as the archiver does.
 */
export async function republishRescued(
  ports: RepublishPorts,
  range: RescuedRange,
  signal: AbortSignal,
): Promise<Republished> {
  const { broker, shard, store, isLeading } = ports
  const standing = await loadStanding(ports, range.resumeSeq)
  let { lastSeq } = standing
  let counts: Republished = { stored: 0, stood: 0, erased: 0, malformed: 0 }
  for (let next = range.forkSeq + 1; next <= range.lastSeq; ) {
    signal.throwIfAborted()
    const message = await loadNext(broker, streams.rescue(shard), next)
    if (message === undefined || message.seq > range.lastSeq) break
    next = message.seq + 1
    const decoded = decodeStoredMessage(shard, message)
    if (decoded.kind === 'malformed') {
      await setAside(ports, decoded.setAside)
      counts = { ...counts, malformed: counts.malformed + 1 }
      continue
    }
    const { stored } = decoded
    if (standing.ids.has(stored.event.id)) {
      counts = { ...counts, stood: counts.stood + 1 }
      continue
    }
    if ((await store.shards.loadErased(namedBy(stored))).length > 0) {
      counts = { ...counts, erased: counts.erased + 1 }
      continue
    }
    if (!isLeading()) throw new LeadershipLostError('the lease may have passed to another copy')
    lastSeq = await putBack(ports, { stored, data: message.data, lastSeq, resumeSeq: range.resumeSeq }, signal)
    standing.ids.add(stored.event.id)
    counts = { ...counts, stored: counts.stored + 1 }
  }
  return counts
}

type PutBack = {
  readonly stored: StoredEvent
  readonly data: Uint8Array
  readonly lastSeq: number
  readonly resumeSeq: number
}

async function putBack(ports: RepublishPorts, { stored, data, lastSeq, resumeSeq }: PutBack, signal: AbortSignal) {
  const { room, author, event } = stored
  for (;;) {
    const ack = await publish(ports, subjects.repairEvent(room, author), data, { id: event.id, lastSeq })
    if (!ack.duplicate) return ack.seq
    // Not behind the purge: an earlier attempt of ours, of which we did not hear. The set of what stands has it then.
    if (ack.seq >= resumeSeq) return lastSeq
    await delay(duplicatePauseMs, undefined, { signal })
  }
}

async function publish(
  { broker, shard }: RepublishPorts,
  subject: string,
  data: Uint8Array,
  { id, lastSeq }: { readonly id: string; readonly lastSeq: number },
): Promise<PubAck> {
  try {
    return await broker.jetstream.publish(subject, data, { msgID: id, expect: { lastSequence: lastSeq } })
  } catch (cause) {
    const { code } = mapNatsError(cause)
    if (code === 'room-changed') throw new LeadershipLostError(`something else was stored in ${streams.events(shard)}`)
    throw cause
  }
}

/** The ids of what stands behind the purge. */
async function loadStanding({ broker, shard }: RepublishPorts, fromSeq: number) {
  const stream = streams.events(shard)
  const ids = new Set<string>()
  const { last_seq: lastSeq } = (await broker.manager.streams.info(stream)).state
  for (let next = fromSeq; next <= lastSeq; ) {
    const message = await loadNext(broker, stream, next)
    if (message === undefined || message.seq > lastSeq) break
    next = message.seq + 1
    const decoded = decodeStoredMessage(shard, message)
    if (decoded.kind === 'event') ids.add(decoded.stored.event.id)
  }
  return { ids, lastSeq: Math.max(lastSeq, fromSeq - 1) }
}

/** The message it is, or the one it is about. */
function namedBy({ room, event }: StoredEvent): { readonly room: RoomId; readonly id: MessageId }[] {
  const target = targetOf(event)
  return [event.id, ...(target === undefined ? [] : [target])].map((id) => ({ room, id }))
}

async function setAside({ store }: RepublishPorts, one: SetAside): Promise<void> {
  await store.archive.writeBatch({ posted: [], changed: [], rooms: [], notices: [], setAside: [one] })
}
