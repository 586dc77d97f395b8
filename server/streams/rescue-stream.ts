/**
 * `RESCUE-<shard>`: a copy, made by the broker itself, of what a younger stream has and the archive lacks. It stands from
 * before the stream is purged until all of it is back. It is made for one repair, whose name it carries: a copy of
 * another repair is never taken for it, filled up or deleted.
 */
import { JetStreamApiError, type JetStreamManager, StorageType, type StreamInfo } from '@nats-io/jetstream'
import { streams } from '../../common/subjects.ts'

const streamNotFound = 10059
const repairKey = 'natter-repair'

/** `repair`: whose it is; empty where nobody has signed it. */
export type RescueStream = { readonly repair: string; readonly messages: number; readonly lastSeq: number }

function isNotFound(cause: unknown): boolean {
  return cause instanceof JetStreamApiError && cause.code === streamNotFound
}

/** Undefined: there is none. Sequences are those of the stream it was copied from. */
export async function loadRescue(manager: JetStreamManager, shard: number): Promise<RescueStream | undefined> {
  try {
    return describe(await manager.streams.info(streams.rescue(shard)))
  } catch (cause) {
    if (isNotFound(cause)) return undefined
    throw cause
  }
}

/** Has the broker copy all from `fromSeq` on; returns at once, with what is there so far. */
export async function ensureRescue(
  manager: JetStreamManager,
  { shard, repair, fromSeq }: { readonly shard: number; readonly repair: string; readonly fromSeq: number },
): Promise<RescueStream> {
  const standing = await loadRescue(manager, shard)
  if (standing !== undefined) return standing
  const origin = (await manager.streams.info(streams.events(shard))).config
  // A mirror keeps sequence and time of what it copies. A purge of the origin takes nothing out of it (tried).
  const made = await manager.streams.add({
    name: streams.rescue(shard),
    mirror: { name: streams.events(shard), opt_start_seq: fromSeq },
    storage: StorageType.File,
    num_replicas: origin.num_replicas,
    max_bytes: origin.max_bytes,
    metadata: { [repairKey]: repair },
  })
  return describe(made)
}

/** Only the one of this repair. */
export async function removeRescue(manager: JetStreamManager, shard: number, repair: string): Promise<void> {
  if ((await loadRescue(manager, shard))?.repair !== repair) return
  try {
    await manager.streams.delete(streams.rescue(shard))
  } catch (cause) {
    if (!isNotFound(cause)) throw cause
  }
}

function describe({ config, state }: StreamInfo): RescueStream {
  return { repair: config.metadata?.[repairKey] ?? '', messages: state.messages, lastSeq: state.last_seq }
}
