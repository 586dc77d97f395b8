import { setTimeout as delay } from 'node:timers/promises'
import type { NatsConnection } from 'nats'
import { loadStreamTrust } from '../streams/stream-trust.ts'
import type { ShardPorts } from './archiver-ports.ts'
import { rememberArchived } from './mend-shard.ts'

const lookEveryMs = 5_000

type BreakWatch = { readonly untilBreak: () => AbortSignal }

/** One watch a connection: the library keeps whoever listens until it closes, and shards come and go. */
const watches = new WeakMap<NatsConnection, BreakWatch>()

/** A signal for as long as this connection lasts: the broker that comes back may have another past. */
export function watchBreaks(backbone: NatsConnection): BreakWatch {
  const known = watches.get(backbone)
  if (known !== undefined) return known
  let current = new AbortController()
  const watch = async () => {
    for await (const { type } of backbone.status()) {
      if (type !== 'disconnect' && type !== 'close') continue
      current.abort(new Error('the connection to the broker broke'))
      current = new AbortController()
    }
  }
  void watch()
  const opened = { untilBreak: () => current.signal }
  watches.set(backbone, opened)
  return opened
}

/**
 * Looks every few seconds, while a shard is archived, whether stream and archive still agree, and ends the run where they
 * do not: the next one begins with `mend-shard.ts`. Also tells the broker how far the archive is.
 */
export function watchShard(ports: ShardPorts, until: AbortSignal): { readonly signal: AbortSignal; close: () => void } {
  const ending = new AbortController()
  const closing = new AbortController()
  const over = AbortSignal.any([until, closing.signal])
  const { shard, store, broker } = ports
  let told = -1
  const look = async () => {
    const place = await store.shards.loadPlace(shard)
    const trust = await loadStreamTrust(broker.manager, shard, place)
    if (trust.kind === 'younger' || trust.fenced) {
      ending.abort(new Error('the stream is no longer the one that is archived'))
    } else if (place.seq !== told && ports.isLeading()) {
      const { state } = await store.shards.loadShard(shard)
      await rememberArchived(ports, { seq: place.seq, epoch: state.epoch })
      told = place.seq
    }
  }
  const keepLooking = async () => {
    while (!over.aborted && !ending.signal.aborted) {
      await delay(lookEveryMs, undefined, { signal: over, ref: false })
      // A fault here is the broker's or the store's, and the run meets it too.
      await look().catch(() => undefined)
    }
  }
  keepLooking().catch(() => undefined)
  return { signal: AbortSignal.any([until, ending.signal]), close: () => closing.abort() }
}
