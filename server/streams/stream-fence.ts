/**
 * The fence around a stream that is mended. Its subject becomes `repair.<shard>.…`, so that `send.…` finds nobody: each
 * publish is refused at once, and the outboxes keep what they have and try again (tried). What the archiver puts back by
 * that subject is kept, and said again to the rooms, as what it was.
 */
import type { JetStreamManager, StreamConfig } from '@nats-io/jetstream'
import { streams } from '../../common/subjects.ts'

export function isFenced(config: Pick<StreamConfig, 'subjects'>): boolean {
  return config.subjects.length > 0 && config.subjects.every((subject) => subject.startsWith('repair.'))
}

/** Idempotent. Once it has returned, nothing is stored any more that came by `send.…`. */
export async function fenceStream(manager: JetStreamManager, shard: number): Promise<void> {
  await changeSubject(manager, shard, streams.repairSubject(shard))
}

/** Idempotent. */
export async function openStream(manager: JetStreamManager, shard: number): Promise<void> {
  await changeSubject(manager, shard, streams.eventsSubject(shard))
}

async function changeSubject(manager: JetStreamManager, shard: number, subject: string): Promise<void> {
  const { config } = await manager.streams.info(streams.events(shard))
  if (config.subjects.length === 1 && config.subjects[0] === subject) return
  const subject_transform = { src: streams.repairSubject(shard), dest: streams.repairedSubject(shard) }
  // The library joins this with all the rest as it stands.
  await manager.streams.update(streams.events(shard), { subjects: [subject], subject_transform })
}
