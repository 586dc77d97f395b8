import { streams } from '../../common/subjects.ts'
import { isFenced } from '../streams/stream-fence.ts'
import { loadStreamTrust } from '../streams/stream-trust.ts'
import type { ArchiverStore, Broker } from './archiver-ports.ts'
import { loadFirstSince } from './first-since.ts'

/** How long an archived event stays in its stream: as long as there is room, under pressure, and whatever comes. */
export type TrimAges = { readonly keptMs: number; readonly pressedMs: number; readonly lastMs: number }

export const defaultTrimAges: TrimAges = { keptMs: 7 * 24 * 3_600_000, pressedMs: 3_600_000, lastMs: 120_000 }

/** Parts of a stream's size. Above `pressed` the oldest goes down to `relieved`; above `full` it would soon refuse. */
export const fillLimits = { relieved: 0.5, pressed: 0.7, warned: 0.85, full: 0.9 }

export type TrimPorts = { readonly broker: Broker; readonly store: Pick<ArchiverStore, 'shards'> }
export type Trimmed = { readonly purged: number; readonly fill: number }

/** Sizes differ, so it comes near in steps; each leaves about half of what is too much. */
const mostSteps = 12

/**
 * Takes out of `EVENTS-<shard>` what is in the archive: what is older than seven days, and where the stream is more than
 * 70 % full the oldest, down to half of it. The last hour goes only above 90 %, where the stream would else refuse, and so
 * does what the last backup does not have; the last two minutes never. How far the archive is is read from the store here,
 * never from memory, and only where the stream is the one that was archived: in another one the same sequences name
 * events that were never archived.
 */
export async function trimShard(
  ports: TrimPorts,
  {
    shard,
    nowAt,
    ages = defaultTrimAges,
  }: { readonly shard: number; readonly nowAt: number; readonly ages?: TrimAges },
): Promise<Trimmed> {
  const { broker, store } = ports
  const stream = streams.events(shard)
  const place = await store.shards.loadPlace(shard)
  const { config, state: before } = await broker.manager.streams.info(stream)
  const maxBytes = config.max_bytes > 0 ? config.max_bytes : Number.POSITIVE_INFINITY
  const fillOf = (state: { bytes: number }) => state.bytes / maxBytes
  const { repair, backupSeq = place.seq } = (await store.shards.loadShard(shard)).state
  const isSettled = repair === undefined && !isFenced(config)
  if (before.messages === 0 || !isSettled) return { purged: 0, fill: fillOf(before) }
  const isOld = Date.parse(before.first_ts) < nowAt - ages.keptMs
  if (!isOld && fillOf(before) <= fillLimits.pressed) return { purged: 0, fill: fillOf(before) }
  const trust = await loadStreamTrust(broker.manager, shard, place)
  if (trust.kind === 'younger') return { purged: 0, fill: fillOf(before) }

  /** The last that may go: archived, and not younger than that. */
  const lastOlderThan = async (ageMs: number) => {
    const firstKept = await loadFirstSince(broker, stream, nowAt - ageMs)
    return Math.min(place.seq, (firstKept ?? before.last_seq + 1) - 1)
  }
  let purged = 0
  const purgeTo = async (seq: number) => {
    purged += (await broker.manager.streams.purge(stream, { seq: seq + 1 })).purged
    return (await broker.manager.streams.info(stream)).state
  }
  /** The oldest up to `lastSeq`, until no more than `target` is filled. */
  const relieve = async (lastSeq: number, target: number) => {
    let state = (await broker.manager.streams.info(stream)).state
    for (let step = 0; step < mostSteps && fillOf(state) > target && state.first_seq <= lastSeq; step++) {
      const tooMuch = (state.bytes - target * maxBytes) / state.bytes
      // Old ones may be larger than young ones: half of what is too much at a time, and the rest once it is little.
      const share = tooMuch > 0.02 ? tooMuch / 2 : tooMuch
      const seqs = Math.max(1, Math.ceil(share * (state.last_seq - state.first_seq + 1)))
      state = await purgeTo(Math.min(lastSeq, state.first_seq + seqs - 1))
    }
    return fillOf(state)
  }

  let fill = fillOf(before)
  if (isOld) {
    const lastOld = await lastOlderThan(ages.keptMs)
    if (lastOld >= before.first_seq) fill = fillOf(await purgeTo(lastOld))
  }
  if (fill > fillLimits.pressed) {
    const spared = fill > fillLimits.full ? place.seq : backupSeq
    fill = await relieve(Math.min(spared, await lastOlderThan(ages.pressedMs)), fillLimits.relieved)
  }
  if (fill > fillLimits.full) fill = await relieve(await lastOlderThan(ages.lastMs), fillLimits.pressed)
  return { purged, fill }
}
