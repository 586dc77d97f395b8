import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats'
import { z } from 'zod'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { parseEventsStream } from '../../common/subjects.ts'
import { mapNatsError } from '../nats/nats-error.ts'
import { isFenced } from './stream-fence.ts'

export type ShardReport = {
  readonly messages: number
  readonly firstSeq: number
  readonly lastSeq: number
  /** 0 to 1. */
  readonly fill: number
  readonly fenced: boolean
}

/** What the broker is and what it holds, for whoever looks after it. */
export type StreamReport = { readonly version: string; readonly shards: ReadonlyMap<number, ShardReport> }

export async function loadStreamReport(backbone: NatsConnection): Promise<Result<StreamReport>> {
  try {
    const manager = await jetstreamManager(backbone)
    const shards = new Map<number, ShardReport>()
    for await (const { config, state } of manager.streams.list()) {
      const shard = parseEventsStream(config.name)
      if (shard === undefined) continue
      const fill = config.max_bytes > 0 ? state.bytes / config.max_bytes : 0
      const { messages, first_seq: firstSeq, last_seq: lastSeq } = state
      shards.set(shard, { messages, firstSeq, lastSeq, fill, fenced: isFenced(config) })
    }
    return ok({ version: backbone.info?.version ?? '', shards: new Map([...shards].sort(([a], [b]) => a - b)) })
  } catch (cause) {
    return err(mapNatsError(cause))
  }
}

const statusSchema = z.object({ server: z.object({ time: z.iso.datetime({ offset: true }) }) })

/** The clock of whichever server of the broker answers first; undefined where none says it. */
export async function loadBrokerTime(system: NatsConnection): Promise<number | undefined> {
  try {
    const answer = await system.request('$SYS.REQ.SERVER.PING.STATSZ', '', { timeout: 2_000 })
    const status = statusSchema.safeParse(answer.json())
    return status.success ? Date.parse(status.data.server.time) : undefined
  } catch (cause) {
    mapNatsError(cause)
    return undefined
  }
}
