import { AckPolicy, DeliverPolicy } from '@nats-io/jetstream'
import { nanos } from 'nats'
import type { Broker } from './archiver-ports.ts'

/**
 * The first sequence of a stream that is not older than `sinceAt` (ms); undefined where all are. Only a consumer can be
 * asked for a time; this one lives for the one question.
 */
export async function loadFirstSince(
  { manager, jetstream }: Pick<Broker, 'manager' | 'jetstream'>,
  stream: string,
  sinceAt: number,
): Promise<number | undefined> {
  const { name } = await manager.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartTime,
    opt_start_time: new Date(sinceAt).toISOString(),
    inactive_threshold: nanos(10_000),
    mem_storage: true,
    headers_only: true,
  })
  try {
    const consumer = await jetstream.consumers.get(stream, name)
    return (await consumer.next({ expires: 1_000 }))?.info.streamSequence
  } finally {
    await manager.consumers.delete(stream, name)
  }
}

/** How many messages a stream holds from `fromSeq` on. */
export async function countFrom({ manager }: Pick<Broker, 'manager'>, stream: string, fromSeq: number) {
  const { name, num_pending } = await manager.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: fromSeq,
    inactive_threshold: nanos(10_000),
    mem_storage: true,
    headers_only: true,
  })
  await manager.consumers.delete(stream, name)
  return num_pending
}
