import { setTimeout as delay } from 'node:timers/promises'
import type { ArchiverLog, ArchiverStore, Broker } from './archiver-ports.ts'
import { keptInStreamMs, trimShard } from './stream-trimmer.ts'

const everyMs = 3_600_000
const firstAfterMs = 60_000

/** Trims the shards this process archives, once an hour. A trim that fails is tried at the next hour: nothing hangs on it. */
export function startTrimming(ports: {
  readonly broker: Broker
  readonly store: ArchiverStore
  readonly log: ArchiverLog
  readonly leading: () => readonly number[]
}): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const trimAll = async () => {
    for (const shard of ports.leading()) {
      if (stopping.signal.aborted) return
      try {
        const trimmed = await trimShard(ports, { shard, olderThanAt: Date.now() - keptInStreamMs })
        if (trimmed > 0) ports.log.info({ shard, trimmed }, 'trimmed what is old and archived')
      } catch (fault) {
        ports.log.warn({ shard, fault: fault instanceof Error ? fault.name : 'unknown' }, 'a shard was not trimmed')
      }
    }
  }
  const run = async () => {
    for (let waitMs = firstAfterMs; ; waitMs = everyMs) {
      try {
        await delay(waitMs, undefined, { signal: stopping.signal, ref: false })
      } catch {
        return
      }
      await trimAll()
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
