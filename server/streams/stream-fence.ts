/**
 * The fence around a stream that is mended. Its subject becomes `repair.<shard>.…`, so that `send.…` finds nobody: each
 * publish is refused at once, and the outboxes keep what they have and try again (tried). What the archiver puts back by
 * that subject is kept, and said again to the rooms, as what it was.
 *
 * A broker still knows the ids it has purged, and answers a publish of one with `duplicate` and stores nothing (tried). So
 * while it is fenced a stream remembers ids for as short as the broker lets it, and for as long as before once it is open.
 */
import type { JetStreamManager, StreamConfig } from '@nats-io/jetstream'
import { nanos } from 'nats'
import { streams } from '../../common/subjects.ts'

/**
 * The least that nats-server takes, and then a little more: it wakes the timer that forgets before it takes the new window,
 * and a timer that is faster reads the old one and sleeps for all of it (seen under load). The second change wakes it again.
 */
export const fencedWindows = [nanos(100), nanos(101)] as const
const windowKey = 'natter-duplicate-window'

export function isFenced(config: Pick<StreamConfig, 'subjects'>): boolean {
  return config.subjects.length > 0 && config.subjects.every((subject) => subject.startsWith('repair.'))
}

/** Idempotent. Once it has returned, nothing is stored any more that came by `send.…`. */
export async function fenceStream(manager: JetStreamManager, shard: number): Promise<void> {
  for (const window of fencedWindows) {
    await change(manager, shard, (config) => ({
      subjects: [streams.repairSubject(shard)],
      duplicate_window: Math.max(window, isFenced(config) ? config.duplicate_window : 0),
      metadata: { ...config.metadata, [windowKey]: String(config.metadata?.[windowKey] ?? config.duplicate_window) },
    }))
  }
}

/** Idempotent. */
export async function openStream(manager: JetStreamManager, shard: number): Promise<void> {
  await change(manager, shard, ({ metadata, duplicate_window }) => ({
    subjects: [streams.eventsSubject(shard)],
    duplicate_window: Number(metadata?.[windowKey] ?? duplicate_window),
  }))
}

async function change(
  manager: JetStreamManager,
  shard: number,
  build: (config: StreamConfig) => Pick<StreamConfig, 'subjects' | 'duplicate_window'> & Partial<StreamConfig>,
): Promise<void> {
  const { config } = await manager.streams.info(streams.events(shard))
  const wanted = build(config)
  if (config.subjects.join() === wanted.subjects.join() && config.duplicate_window === wanted.duplicate_window) return
  const subject_transform = { src: streams.repairSubject(shard), dest: streams.repairedSubject(shard) }
  // The library joins this with all the rest as it stands.
  await manager.streams.update(streams.events(shard), { ...wanted, subject_transform })
}
