import type { StoredMsg } from '@nats-io/jetstream'
import { streams } from '../../common/subjects.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import type { ArchiveStore } from '../store/archive-store.ts'
import type { StreamTrust } from '../streams/stream-trust.ts'
import type { Broker } from './archiver-ports.ts'
import { loadFirstSince } from './first-since.ts'
import { decodeStoredMessage } from './stream-message.ts'

export type ForkPorts = {
  readonly shard: number
  readonly broker: Broker
  readonly store: { readonly archive: Pick<ArchiveStore, 'loadMessages'> }
}

/** How many are looked at, at a time, where a clock cannot be believed. */
const chunk = 500

/**
 * The newest sequence on which stream and archive agree: what follows it in the stream was never archived.
 *
 * Up to the newest mark that agrees both are the same. What was archived next is not younger than the first mark that
 * does not agree; what the broker has stored since it came back is, by its own clock. That clock may have been set back:
 * so the archive must know the messages below the fork by their sequence, or the fork is where it last does. To set it
 * too low only puts back what is archived already (the lower sequence stands); too high loses what lies between.
 */
export async function findFork(ports: ForkPorts, trust: StreamTrust, positionSeq: number): Promise<number> {
  const { broker, shard } = ports
  const floor = Math.min(Math.max(trust.agreed, trust.firstSeq - 1), positionSeq)
  let bound = Math.min(positionSeq, trust.lastSeq)
  const { disagreed } = trust
  if (disagreed !== undefined) {
    const firstNewer = await loadFirstSince(broker, streams.events(shard), disagreed.at + 1)
    if (firstNewer !== undefined) bound = Math.min(bound, firstNewer - 1)
    // A mark whose time is another one says it for sure, whatever the clock.
    if (disagreed.seq <= trust.lastSeq) bound = Math.min(bound, disagreed.seq - 1)
  }
  bound = Math.max(floor, bound)
  return await confirmFork(ports, floor, bound)
}

async function confirmFork(ports: ForkPorts, floor: number, bound: number): Promise<number> {
  let isUnknownAbove = false
  for (let top = bound; top > floor; top -= chunk) {
    const events = await loadEvents(ports, Math.max(floor, top - chunk) + 1, top)
    const posted = events.filter(({ event }) => event.kind === 'message.posted')
    const archived = await ports.store.archive.loadMessages(posted.map(({ room, event }) => ({ room, id: event.id })))
    const seqs = new Map(archived.map(({ room, id, seq }) => [`${room} ${id}`, seq]))
    for (const { room, event, seq } of posted.toReversed()) {
      // A message that the archive has with a lower sequence is a later copy: that says nothing about this one.
      const known = seqs.get(`${room} ${event.id}`)
      if (known === seq) return isUnknownAbove ? seq : bound
      if (known === undefined) isUnknownAbove = true
    }
  }
  return isUnknownAbove ? floor : bound
}

async function loadEvents({ broker, shard }: ForkPorts, fromSeq: number, toSeq: number): Promise<StoredEvent[]> {
  const events: StoredEvent[] = []
  for (let next = fromSeq; next <= toSeq; ) {
    const stored = await loadNext(broker, streams.events(shard), next)
    if (stored === undefined || stored.seq > toSeq) break
    next = stored.seq + 1
    const decoded = decodeStoredMessage(shard, stored)
    if (decoded.kind === 'event') events.push(decoded.stored)
  }
  return events
}

/** The first message of any subject from `seq` on. */
export async function loadNext({ manager }: Pick<Broker, 'manager'>, stream: string, seq: number) {
  // The library's type knows `seq` alone; the broker takes both.
  const query = { seq, next_by_subj: '>' }
  const next: StoredMsg | null = await manager.streams.getMessage(stream, query)
  return next ?? undefined
}
