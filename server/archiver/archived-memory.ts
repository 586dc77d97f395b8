import { JetStreamApiError, StorageType } from '@nats-io/jetstream'
import { z } from 'zod'
import { backboneSubjects, streams } from '../../common/subjects.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import type { Broker } from './archiver-ports.ts'

/** How far a shard was archived at least, and under which epoch. */
export type ArchivedMemory = { readonly seq: number; readonly epoch: number }

const memorySchema = z.object({ seq: z.int().min(0), epoch: z.int().min(0) })
const notFound: readonly number[] = [10059, 10037]
const maxBytes = 2 ** 20

/**
 * What the broker remembers of the archive, in a small stream that keeps the last word of each shard. It lags behind by
 * seconds and never runs ahead, so a store that knows less was restored from a backup, or is another one.
 */
export async function loadArchivedMemory({ manager }: Broker, shard: number): Promise<ArchivedMemory | undefined> {
  try {
    const query = { last_by_subj: backboneSubjects.archivedTo(shard) }
    const stored = await manager.streams.getMessage(streams.archived, query)
    const parsed = stored === null ? undefined : memorySchema.safeParse(stored.json())
    return parsed?.data
  } catch (cause) {
    if (cause instanceof JetStreamApiError && notFound.includes(cause.code)) return undefined
    throw cause
  }
}

export async function putArchivedMemory(
  { manager, jetstream }: Broker,
  { shard, replicas, ...memory }: ArchivedMemory & { readonly shard: number; readonly replicas: number },
): Promise<void> {
  const say = () => jetstream.publish(backboneSubjects.archivedTo(shard), encodeBody(memory))
  try {
    await say()
  } catch {
    // Not there yet. Several that make it at once make the same one.
    await manager.streams.add({
      name: streams.archived,
      subjects: [backboneSubjects.archivedTo(0).replace(/0$/, '*')],
      storage: StorageType.File,
      num_replicas: replicas,
      max_msgs_per_subject: 1,
      max_bytes: maxBytes,
    })
    await say()
  }
}
