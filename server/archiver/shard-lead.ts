import { StoreUnavailableError } from '../store/store-port.ts'
import type { ShardPorts } from './archiver-ports.ts'
import { LeadershipLostError } from './batch-archiver.ts'
import { announceHeads } from './head-announcer.ts'
import { mendShard } from './mend-shard.ts'
import { orAborted } from './or-aborted.ts'
import { runReads } from './reads-run.ts'
import { buildRoomHeads } from './room-heads.ts'
import { runShard } from './shard-run.ts'
import { watchBreaks, watchShard } from './shard-watch.ts'

const firstPauseMs = 100
const longestPauseMs = 2_000
/** A run that went well for this long begins again with the short pause. */
const wellMs = 10_000

/** A shard that this process archives, as long as it holds the lease. */
export type ShardLead = {
  /** Lets the running batch finish, then ends. */
  readonly stop: () => Promise<void>
}

/** Runs events and receipts of a shard, each again from the store's state after a fault, with growing pauses. */
export function startShardLead(ports: ShardPorts): ShardLead {
  const stopping = new AbortController()
  let archivedToSeq = 0
  const watched: ShardPorts = {
    ...ports,
    onAdvanced: (shard, positionSeq) => {
      archivedToSeq = positionSeq
      ports.onAdvanced(shard, positionSeq)
    },
  }
  const connection = watchBreaks(ports.broker.backbone)
  const runEvents = async () => {
    const lasting = AbortSignal.any([stopping.signal, connection.untilBreak()])
    // Whatever it waits for, an end does not wait with it; it changes nothing once the lease is given up.
    await orAborted(mendShard(ports, lasting), lasting)
    const { epoch, putBackTo = 0 } = (await ports.store.shards.loadShard(ports.shard)).state
    const isTooMuch: ShardPorts['meter']['isTooMuch'] = (said) => said.seq > putBackTo && ports.meter.isTooMuch(said)
    const watch = watchShard(ports, lasting)
    // As old as the run: another run counts from what the store has, or counts would be doubled.
    const heads = buildRoomHeads(epoch)
    const announcer = announceHeads(ports, heads)
    try {
      await runShard(
        { ...watched, meter: { isTooMuch } },
        { onArchived: (tallies) => heads.add(tallies, Date.now()) },
        watch.signal,
      )
    } finally {
      watch.close()
      announcer.close()
    }
  }
  const ended = Promise.all([
    repeat(ports, 'events', runEvents, stopping.signal),
    repeat(ports, 'reads', () => runReads(watched, () => archivedToSeq, stopping.signal), stopping.signal),
  ])
  return {
    stop: async () => {
      stopping.abort()
      await ended
    },
  }
}

async function repeat(ports: ShardPorts, what: string, run: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const { shard, log, metrics } = ports
  let pauseMs = firstPauseMs
  while (!signal.aborted) {
    const beganAt = Date.now()
    try {
      await run()
    } catch (fault) {
      if (signal.aborted) return
      const cause = causeOf(fault)
      metrics.runsEnded.inc({ cause })
      log.warn(
        { shard, what, cause, fault: fault instanceof Error ? fault.message : 'unknown' },
        'an archiver run ended',
      )
    }
    if (Date.now() - beganAt > wellMs) pauseMs = firstPauseMs
    await pause(pauseMs, signal)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}

function causeOf(fault: unknown): string {
  if (fault instanceof StoreUnavailableError) return 'store-unavailable'
  return fault instanceof LeadershipLostError ? 'leadership-lost' : 'other'
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((go) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      go()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
