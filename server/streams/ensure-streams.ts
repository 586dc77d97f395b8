import { JetStreamApiError, type JetStreamManager, jetstreamManager, type StreamConfig } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats'
import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { parseEventsStream } from '../../common/subjects.ts'
import { mapNatsError } from '../nats/nats-error.ts'
import { buildEventsStream, buildReadsStream, type StreamDefinition, type StreamOptions } from './event-streams.ts'
import { isFenced } from './stream-fence.ts'

/** One shard after the other would mostly wait for answers, and a broker of a cluster is to have few streams to make at once. */
const shardsAtOnce = 8
const streamNotFound = 10059
const streamNameInUse = 10058

/**
 * Makes the streams that are missing and brings those that differ to what is defined. For every start, and for several
 * servers starting at once. A stream that cannot be brought there (another kind of storage, say) is left as it is and
 * named in the error: what it holds is worth more than its settings. One that is being mended is left alone: whoever
 * mends it opens it.
 */
export async function ensureStreams(backbone: NatsConnection, options: StreamOptions): Promise<Result<void>> {
  try {
    const manager = await jetstreamManager(backbone)
    for (let first = 0; first < options.shards; first += shardsAtOnce) {
      const shards = Array.from({ length: Math.min(shardsAtOnce, options.shards - first) }, (_, nth) => first + nth)
      const ensured = await Promise.all(shards.map((shard) => ensureShard(manager, shard, options)))
      const failed = ensured.find((one) => !one.ok)
      if (failed !== undefined) return failed
    }
    return ok(undefined)
  } catch (cause) {
    return err(mapNatsError(cause))
  }
}

/**
 * How many shards are to be served: those that are asked for, and those that stand from when more were. A room keeps its
 * shard for ever, so fewer are only for new rooms.
 */
export async function countServedShards(backbone: NatsConnection, wanted: number): Promise<Result<number>> {
  try {
    const manager = await jetstreamManager(backbone)
    let served = wanted
    for await (const name of manager.streams.names()) served = Math.max(served, (parseEventsStream(name) ?? -1) + 1)
    return ok(served)
  } catch (cause) {
    return err(mapNatsError(cause))
  }
}

async function ensureShard(manager: JetStreamManager, shard: number, options: StreamOptions): Promise<Result<void>> {
  const events = await ensureStream(manager, buildEventsStream(shard, options))
  return events.ok ? ensureStream(manager, buildReadsStream(shard, options)) : events
}

async function ensureStream(manager: JetStreamManager, defined: StreamDefinition): Promise<Result<void>> {
  const standing = await loadConfig(manager, defined.name)
  // Once said it cannot be taken back; such a stream gives its bytes up when it is trimmed.
  const wanted = standing?.deny_delete === true ? { ...defined, deny_delete: true } : defined
  if (standing !== undefined && (isFenced(standing) || !differs(standing, wanted))) return ok(undefined)
  try {
    if (standing === undefined) await manager.streams.add(wanted)
    else await manager.streams.update(wanted.name, wanted)
    return ok(undefined)
  } catch (cause) {
    if (!(cause instanceof JetStreamApiError) || cause.status >= 503) throw cause
    // Another server was faster, and with the same definition.
    if (cause.code === streamNameInUse && standing === undefined) return ensureStream(manager, defined)
    const verb = standing === undefined ? 'made' : 'changed'
    const detail = `The stream ${wanted.name} cannot be ${verb} as configured: ${cause.message}.`
    return err(appError('nats-unavailable', { detail, cause }))
  }
}

async function loadConfig(manager: JetStreamManager, name: string): Promise<StreamConfig | undefined> {
  try {
    return (await manager.streams.info(name)).config
  } catch (cause) {
    if (cause instanceof JetStreamApiError && cause.code === streamNotFound) return undefined
    throw cause
  }
}

/** The broker leaves out what is false or zero, so a missing field equals those. */
function differs(standing: object, wanted: object): boolean {
  const stands = new Map(Object.entries(standing))
  return Object.entries(wanted).some(([field, value]) => {
    const found: unknown = stands.get(field)
    if (found === undefined) return value !== false && value !== 0
    return JSON.stringify(sortFields(found)) !== JSON.stringify(sortFields(value))
  })
}

function sortFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
}
