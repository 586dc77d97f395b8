import { DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats'
import { Registry } from 'prom-client'
import { streams } from '../../common/subjects.ts'
import { buildArchiverMetrics } from '../archiver/archiver-metrics.ts'
import type { ShardPorts } from '../archiver/archiver-ports.ts'
import { buildBatchArchiver } from '../archiver/batch-archiver.ts'
import { buildEventMeter } from '../archiver/event-meter.ts'
import { buildFaultWatch } from '../archiver/fault-watch.ts'
import { addMark } from '../archiver/position-marks.ts'
import { loadStreamEnd } from '../archiver/stream-end.ts'
import { decodeStreamMessage } from '../archiver/stream-message.ts'
import { openStreamPull, type PulledMessage } from '../archiver/stream-pull.ts'
import type { Services } from '../build-services.ts'
import type { Store } from '../store/store-port.ts'

export type DemoArchive = {
  readonly backbone: NatsConnection
  readonly store: Store
  readonly shards: number
  readonly services: Services
}

const take = { messages: 500, bytes: 2 * 2 ** 20, lingerMs: 5, idleMs: 500 }

/**
 * For the demo alone: what stands in the streams is archived by the archiver's own code (station 7), with one difference. A
 * real archiver takes the broker's time; a month that was said within a second has none, so here it is the time that each event
 * says of itself. The marks of the streams are the broker's own, so that a server that starts afterwards finds all in order.
 */
export async function archiveInItsTime({ backbone, store, shards, services }: DemoArchive): Promise<void> {
  const manager = await jetstreamManager(backbone, { checkAPI: false })
  const broker = { backbone, jetstream: jetstream(backbone), manager }
  const metrics = buildArchiverMetrics(new Registry())
  for (let shard = 0; shard < shards; shard++) {
    const stream = streams.events(shard)
    let { seq: position, marks } = await store.shards.loadPlace(shard)
    const { lastSeq } = await loadStreamEnd(broker, stream, position + 1)
    if (lastSeq <= position) continue
    const archiver = buildBatchArchiver(buildPorts({ shard, broker, store, metrics, services }))
    const pull = await openStreamPull(broker, stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: position + 1,
    })
    while (position < lastSeq) {
      const taken = await pull.take(take)
      const last = taken.at(-1)?.delivery
      if (last === undefined) continue
      const decoded = taken.map((message) => decodeStreamMessage(shard, inItsTime(message)))
      await archiver.archive(decoded)
      for (const one of decoded) {
        if (one.kind === 'malformed')
          throw new Error(`the demo says something that is not in order: ${one.setAside.detail}`)
        if (one.stored.author === 'system') await services.changer.applySystemEvent(one.stored)
      }
      marks = addMark(marks, { seq: last.streamSeq, at: last.storedAt })
      await store.archive.advancePosition(shard, position, last.streamSeq, marks)
      position = last.streamSeq
      services.barrier.onAdvanced(shard, position)
    }
    pull.stop()
  }
}

function inItsTime(message: PulledMessage): PulledMessage {
  const { at } = JSON.parse(new TextDecoder().decode(message.data)) as { at: number }
  return { ...message, delivery: { ...message.delivery, storedAt: at } }
}

function buildPorts(
  parts: Pick<ShardPorts, 'shard' | 'broker' | 'store' | 'metrics'> & { readonly services: Services },
): ShardPorts {
  const { services, ...rest } = parts
  return {
    ...rest,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    isLeading: () => true,
    applySystemEvent: services.changer.applySystemEvent,
    faults: buildFaultWatch(),
    tellAuthors: () => {},
    tellConcerned: () => {},
    onTooMuch: () => {},
    meter: buildEventMeter(Number.POSITIVE_INFINITY),
    noteErased: async () => {},
    files: services.files.posts,
    isProvenForward: services.isProvenForward,
    onAdvanced: services.barrier.onAdvanced,
  }
}
