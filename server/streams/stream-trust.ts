import type { JetStreamManager } from '@nats-io/jetstream'
import { streams } from '../../common/subjects.ts'
import { isFenced } from './stream-fence.ts'

/** As the store has it: how far the shard is archived, and the stream's time at recent ends of batches, oldest first. */
export type ArchivedPlace = {
  readonly seq: number
  readonly marks: readonly { readonly seq: number; readonly at: number }[]
}

/**
 * Whether a stream is the one that was archived. `agrees`: it is. `younger`: its past is another one, since its volume
 * was restored from a backup or its tail was lost; that it has grown past the position again does not hide it.
 * `begins-late`: it is, but does not reach back to where the archive ends.
 */
export type StreamTrust = {
  readonly kind: 'agrees' | 'younger' | 'begins-late'
  readonly firstSeq: number
  readonly lastSeq: number
  readonly fenced: boolean
  /** Kept by several servers, of which one that leads no more may answer. */
  readonly isReplicated: boolean
  /** The newest mark that agrees, and the oldest of those above it that do not or are not in the stream. */
  readonly agreed: number
  readonly disagreed: { readonly seq: number; readonly at: number } | undefined
}

/** The broker gives times in ns, and not in the same way everywhere. */
const roundingMs = 1

export async function loadStreamTrust(
  manager: JetStreamManager,
  shard: number,
  place: ArchivedPlace,
): Promise<StreamTrust> {
  const stream = streams.events(shard)
  const { state, config } = await manager.streams.info(stream)
  const about = {
    firstSeq: state.first_seq,
    lastSeq: state.last_seq,
    fenced: isFenced(config),
    isReplicated: config.num_replicas > 1,
  }
  let disagreed: StreamTrust['disagreed']
  let agreed = 0
  for (const mark of place.marks.toReversed()) {
    if (mark.seq > state.last_seq) {
      disagreed = mark
      continue
    }
    if (mark.seq < state.first_seq) break
    const stored = await manager.streams.getMessage(stream, { seq: mark.seq })
    // Gone out of the middle: no reason for distrust, since its sequence was not given to another.
    if (stored === null) continue
    if (Math.abs(stored.time.getTime() - mark.at) > roundingMs) {
      disagreed = mark
      continue
    }
    agreed = mark.seq
    break
  }
  if (state.last_seq < place.seq || disagreed !== undefined) return { kind: 'younger', ...about, agreed, disagreed }
  const kind = state.first_seq > place.seq + 1 ? 'begins-late' : 'agrees'
  return { kind, ...about, agreed, disagreed }
}
