import { setTimeout as delay } from 'node:timers/promises'
import type { ArchiverMetrics } from './archiver-metrics.ts'
import type { ArchiverLog, ArchiverStore, Broker } from './archiver-ports.ts'
import { fillLimits, type TrimAges, trimShard } from './stream-trimmer.ts'

const mostMs = 5_000
const leastMs = 100
/** What may come in until a full stream is looked at again: there it may be that nothing can be trimmed yet. */
const spareShare = 0.025
/** No disk takes in more than this for long: so soon a stream may be under pressure. */
const fastestBytesPerSec = 100 * 2 ** 20

/**
 * Trims the shards this process archives, and tells how full each is: as often as one of them could fill up meanwhile.
 * A trim that fails is tried at the next time.
 */
export function startTrimming(ports: {
  readonly broker: Broker
  readonly store: ArchiverStore
  readonly log: ArchiverLog
  readonly metrics: Pick<ArchiverMetrics, 'fill' | 'bytes'>
  readonly leading: () => readonly number[]
  /** Of each stream. */
  readonly maxBytes: number
  readonly ages?: TrimAges
}): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const { log, metrics, ages } = ports

  /** Answers how full the shard is; 0 where that is not known. */
  const trim = async (shard: number): Promise<number> => {
    try {
      const trimmed = await trimShard(ports, { shard, nowAt: Date.now(), ...(ages === undefined ? {} : { ages }) })
      metrics.fill.set({ shard }, trimmed.fill)
      metrics.bytes.set({ shard }, Math.round(trimmed.fill * ports.maxBytes))
      if (trimmed.purged > 0) log.info({ shard, ...trimmed }, 'trimmed what is archived')
      return trimmed.fill
    } catch (fault) {
      log.warn({ shard, fault: fault instanceof Error ? fault.name : 'unknown' }, 'a shard was not trimmed')
      return 0
    }
  }
  const run = async () => {
    while (!stopping.signal.aborted) {
      const fills = [0]
      for (const shard of ports.leading()) if (!stopping.signal.aborted) fills.push(await trim(shard))
      const roomBytes = (fillLimits.full - Math.max(...fills)) * ports.maxBytes
      const bytes = Math.max(roomBytes, spareShare * ports.maxBytes)
      const waitMs = Math.min(mostMs, Math.max(leastMs, (bytes / fastestBytesPerSec) * 1_000))
      await delay(waitMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  }
  const ended = run()
  return {
    stop: async () => {
      stopping.abort()
      await ended
    },
  }
}
