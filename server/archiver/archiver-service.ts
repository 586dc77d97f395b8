import { randomUUID } from 'node:crypto'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats'
import type { Registry } from 'prom-client'
import { subjects } from '../../common/subjects.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import { buildHeldLease, type HeldLease } from '../leases/held-lease.ts'
import { buildUserHints } from '../nats/user-hints.ts'
import { buildArchiverMetrics } from './archiver-metrics.ts'
import type { ArchiverLog, ArchiverStore, Broker, ShardPorts } from './archiver-ports.ts'
import { watchCopies } from './copy-census.ts'
import { buildEventMeter } from './event-meter.ts'
import { buildFaultWatch } from './fault-watch.ts'
import { buildTellAuthors } from './refusal-notices.ts'
import type { ShardLead } from './shard-lead.ts'
import { startShardLead } from './shard-lead.ts'
import type { TrimAges } from './stream-trimmer.ts'
import { startTrimming } from './trim-schedule.ts'

export type ArchiverOptions = {
  readonly backbone: NatsConnection
  readonly store: ArchiverStore
  readonly shards: number
  /** Of each shard's stream: how soon it may be full. */
  readonly shardBytes: number
  readonly ages?: TrimAges
  readonly registry: Registry
  readonly log: ArchiverLog
  readonly applySystemEvent: ShardPorts['applySystemEvent']
  /** For `history/`: the archive's position, as soon as it moves in this process. */
  readonly onAdvanced: ShardPorts['onAdvanced']
  readonly noteErased: ShardPorts['noteErased']
  readonly files: ShardPorts['files']
  readonly isProvenForward: ShardPorts['isProvenForward']
  /** How much one person may say, and what is done where it was more; without it everybody may say what they like. */
  readonly abuse?: { readonly eventsPerMinute: number; readonly onTooMuch: ShardPorts['onTooMuch'] }
}

export type Archiver = {
  /** The shards this process archives now. */
  readonly leading: () => readonly number[]
  /** Shards that do not get past an event: `seq`. */
  readonly stopped: () => readonly { readonly shard: number; readonly seq: number }[]
  /** Finishes what is under way, gives up the leases at once, and says the announcements that are due. */
  readonly stop: () => Promise<void>
}

const leaseLifeMs = 4_000
const roundMs = 1_000

/** `ended` is there once it is to end; until that is over, the shard is not taken again. */
type Held = { readonly lead: ShardLead; readonly lease: HeldLease; ended?: Promise<void> }

/**
 * Starts the role `archiver`: takes the leases of as many shards as are this copy's share, and archives each. A copy
 * that is killed stops renewing; four seconds later its leases are free, and the next round of another takes them.
 * Whoever stalls and wakes is kept from harm by the compare-and-set of the position and the versions in the store, not
 * by the lease.
 */
export async function startArchiver(options: ArchiverOptions): Promise<Archiver> {
  const { backbone, store, shards, log } = options
  const broker: Broker = {
    backbone,
    jetstream: jetstream(backbone, { timeout: 5_000 }),
    manager: await jetstreamManager(backbone, { checkAPI: false, timeout: 5_000 }),
  }
  const metrics = buildArchiverMetrics(options.registry)
  const holder = randomUUID()
  const census = watchCopies(backbone, holder)
  const held = new Map<number, Held>()
  /** Kept while others lead: who gets a shard back knows that it was stopped there. */
  const faults = Array.from({ length: shards }, buildFaultWatch)
  const tellAuthors = buildTellAuthors((author, notice) => {
    if (!backbone.isClosed()) backbone.publish(subjects.userTopic(author, 'notices'), encodeBody(notice))
  })
  const hint = buildUserHints(backbone)
  const tellConcerned: ShardPorts['tellConcerned'] = (users) => {
    for (const user of users) hint(user, 'inbox')
  }
  const meter = buildEventMeter(options.abuse?.eventsPerMinute ?? Number.POSITIVE_INFINITY)
  const onTooMuch: ShardPorts['onTooMuch'] = (author, storedAt) => options.abuse?.onTooMuch(author, storedAt)
  let stopped = false
  const isLeading = (shard: number) => !stopped && (held.get(shard)?.lease.isOurs() ?? false)
  const trimming = startTrimming({
    broker,
    store,
    log,
    metrics,
    leading: () => [...held.keys()].filter(isLeading),
    maxBytes: options.shardBytes,
    ...(options.ages === undefined ? {} : { ages: options.ages }),
  })

  async function round(): Promise<void> {
    census.sayHere()
    for (const [shard, watch] of faults.entries()) {
      const isStopped = isLeading(shard) && watch.stoppedAtSeq() !== undefined
      metrics.stopped.set({ shard }, isStopped ? 1 : 0)
    }
    const share = Math.ceil(shards / census.countCopies(Date.now()))
    // All at once: one that waits for the store must not cost the others their lease.
    await Promise.all([...held.keys()].map(renew))
    for (const shard of [...held.keys()].slice(share)) giveUp(shard)
    // Each copy begins elsewhere, so that two that start at once don't run for the same ones.
    const first = Math.floor(Math.random() * shards)
    for (let step = 0; step < shards && held.size < share && !stopped; step++) {
      const shard = (first + step) % shards
      if (!held.has(shard)) await tryTake(shard)
    }
  }

  /** While the store cannot be asked, the lease goes on until its time is over. */
  async function renew(shard: number): Promise<void> {
    const mine = held.get(shard)
    if (mine === undefined || mine.ended !== undefined) return
    try {
      await mine.lease.take()
    } catch (fault) {
      log.warn({ shard, fault: fault instanceof Error ? fault.name : 'unknown' }, 'a lease could not be renewed')
    }
    if (mine.lease.isOurs()) return
    mine.ended = endLead(shard, mine)
    log.info({ shard }, 'lost the lease of a shard')
  }

  async function tryTake(shard: number): Promise<void> {
    const lease = buildHeldLease(store.leases, { name: leaseName(shard), holder, lifeMs: leaseLifeMs })
    if (!(await lease.take()) || stopped) return
    const { applySystemEvent, onAdvanced, noteErased, files, isProvenForward } = options
    const watch = faults[shard] ?? buildFaultWatch()
    const told = { tellAuthors, tellConcerned, onTooMuch, onAdvanced, noteErased, files, isProvenForward }
    const shared = { broker, store, metrics, log, applySystemEvent, meter, ...told }
    const ports: ShardPorts = { ...shared, shard, faults: watch, isLeading: () => isLeading(shard) }
    metrics.leading.set({ shard }, 1)
    held.set(shard, { lead: startShardLead(ports), lease })
    log.info({ shard }, 'archiving a shard')
  }

  async function endLead(shard: number, mine: Held): Promise<void> {
    await mine.lead.stop()
    held.delete(shard)
    metrics.leading.set({ shard }, 0)
    metrics.lag.remove({ shard })
    metrics.fill.remove({ shard })
    metrics.bytes.remove({ shard })
  }

  /** In order: while the lease is still ours the batch may finish, and only then may another begin. */
  function giveUp(shard: number): void {
    const mine = held.get(shard)
    if (mine === undefined || mine.ended !== undefined) return
    mine.ended = endLead(shard, mine)
      .then(mine.lease.release)
      .then(
        () => log.info({ shard }, 'gave up a shard'),
        () => log.warn({ shard }, 'a lease was not given back: it runs out by itself'),
      )
  }

  const rounds = startRounds(round, log)
  return {
    leading: () => [...held.keys()].filter(isLeading),
    stopped: () =>
      [...held.keys()].filter(isLeading).flatMap((shard) => {
        const seq = faults[shard]?.stoppedAtSeq()
        return seq === undefined ? [] : [{ shard, seq }]
      }),
    stop: async () => {
      await rounds.stop()
      await trimming.stop()
      const last = [...held.entries()]
      for (const [shard] of last) giveUp(shard)
      await Promise.all(last.map(([, mine]) => mine.ended))
      stopped = true
      census.close()
    },
  }
}

function leaseName(shard: number): string {
  return `archiver-${shard}`
}

/** One round after the other, never two at once, `roundMs` apart. */
function startRounds(round: () => Promise<void>, log: ArchiverLog): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  const next = () => {
    running = round()
      .catch((fault: unknown) =>
        log.warn({ fault: fault instanceof Error ? fault.name : 'unknown' }, 'no leases this round'),
      )
      .then(() => {
        if (!stopped) timer = setTimeout(next, roundMs)
      })
  }
  next()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
