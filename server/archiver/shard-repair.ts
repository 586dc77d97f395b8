/**
 * Mends a stream that is younger than its archive: restored from a backup, or with its tail lost. Step by step, each
 * kept in the store by compare-and-set once it is done, each harmless when it is done again, late, or by two copies:
 *
 * 1. the stream is fenced, and measured: up to where it agrees with the archive, and where it ends;
 * 2. the broker copies what follows the fork into a rescue stream, and we count it;
 * 3. the stream is purged to above its own end and the archive's position (a purge deletes what it held, tried);
 * 4. each rescued event is put back in its old order;
 * 5. the shard's epoch rises, and whoever holds a position counts as having seen all up to the fork;
 * 6. the stream is opened, and the rescue stream goes last.
 *
 * A copy that freezes anywhere and wakes later can purge only below what was put back since, publish only behind the
 * sequence it saw, and write its row only where nobody else did.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { unreachable } from '../../common/result.ts'
import { streams } from '../../common/subjects.ts'
import type { ShardRepair, ShardRow, ShardState } from '../store/shard-store.ts'
import { ensureRescue, loadRescue, type RescueStream, removeRescue } from '../streams/rescue-stream.ts'
import { fenceStream, openStream } from '../streams/stream-fence.ts'
import { loadStreamTrust } from '../streams/stream-trust.ts'
import type { ShardPorts } from './archiver-ports.ts'
import { LeadershipLostError } from './batch-archiver.ts'
import { findFork } from './find-fork.ts'
import { countFrom } from './first-since.ts'
import { republishRescued } from './republish-rescued.ts'
import { forkShard } from './shard-epoch.ts'

export type RepairPorts = Pick<ShardPorts, 'shard' | 'broker' | 'store' | 'log' | 'isLeading'>

const copyPauseMs = 50
/** Without one more message copied in this long, the copy is not being made. */
const copyStuckMs = 20_000

/** The first step, as a row: from here on nobody is told that anything is complete. */
export function beginRepair(state: ShardState, nowAt: number): ShardState {
  return { ...state, repair: { id: randomUUID(), step: 'fenced', startedAt: nowAt } }
}

/**
 * A rescue stream of which the store knows nothing, because it was restored from before that repair: it may be all that is
 * left of what it holds. The stream begins where it was purged to then, so what stands there already is not put back twice.
 */
export function adoptRepair(state: ShardState, rescue: RescueStream, firstSeq: number, nowAt: number): ShardState {
  const { repair: id, lastSeq, messages: rescueCount } = rescue
  const known = { forkSeq: 0, lastSeq, resumeSeq: firstSeq, rescueCount }
  return { ...state, repair: { id, step: 'purged', startedAt: nowAt, ...known } }
}

/** Does what the row's step asks for, and returns the row's next state, without having written it. */
export async function doRepairStep(ports: RepairPorts, row: ShardRow, signal: AbortSignal): Promise<ShardState> {
  const { repair } = row.state
  if (repair === undefined) return row.state
  switch (repair.step) {
    case 'fenced':
      return { ...row.state, repair: await measure(ports, repair) }
    case 'measured':
      return { ...row.state, repair: await rescue(ports, repair, signal) }
    case 'rescued':
      return { ...row.state, repair: await purge(ports, repair) }
    case 'purged':
      return await putAllBack(ports, row.state, repair, signal)
    case 'opened': {
      await openStream(ports.broker.manager, ports.shard)
      await removeRescue(ports.broker.manager, ports.shard, repair.id)
      const { repair: _, ...rest } = row.state
      return { ...rest, endedRepair: repair.id }
    }
    default:
      return unreachable(repair.step)
  }
}

/** Goes on from whatever step the row says, to the end. Rejects where another copy was faster. */
export async function runRepair(ports: RepairPorts, signal: AbortSignal): Promise<void> {
  const { shard, store, log, isLeading } = ports
  for (;;) {
    signal.throwIfAborted()
    const row = await store.shards.loadShard(shard)
    if (row.state.repair === undefined) return
    if (!isLeading()) throw new LeadershipLostError('the lease may have passed to another copy')
    const state = await doRepairStep(ports, row, signal)
    if (!isLeading()) throw new LeadershipLostError('the lease may have passed to another copy')
    if (!(await store.shards.putShard({ ...row, state }))) {
      throw new LeadershipLostError('another copy mends this shard')
    }
    log.warn({ shard, step: state.repair?.step ?? 'done', repair: row.state.repair.id }, 'mending a shard')
  }
}

async function measure(ports: RepairPorts, { id, startedAt }: ShardRepair): Promise<ShardRepair> {
  const { shard, broker, store } = ports
  await fenceStream(broker.manager, shard)
  const place = await store.shards.loadPlace(shard)
  const trust = await loadStreamTrust(broker.manager, shard, place)
  const forkSeq = await findFork(ports, trust, place.seq)
  const rescueCount = await countFrom(broker, streams.events(shard), forkSeq + 1)
  const resumeSeq = Math.max(trust.lastSeq, place.seq) + 1
  return { id, startedAt, step: 'measured', forkSeq, lastSeq: trust.lastSeq, resumeSeq, rescueCount }
}

async function rescue(ports: RepairPorts, repair: ShardRepair, signal: AbortSignal): Promise<ShardRepair> {
  const { shard, broker } = ports
  const { forkSeq, lastSeq, rescueCount } = measured(repair)
  if (!(await isAsMeasured(ports, repair))) return again(repair)
  if (rescueCount === 0) return { ...repair, step: 'rescued' }
  const want = { shard, repair: repair.id, fromSeq: forkSeq + 1 }
  let most = -1
  let movedAt = Date.now()
  for (;;) {
    signal.throwIfAborted()
    const copy = await ensureRescue(broker.manager, want)
    if (copy.repair !== repair.id) throw new Error(`${streams.rescue(shard)} holds what another repair has left there`)
    if (copy.messages >= rescueCount && copy.lastSeq >= lastSeq) return { ...repair, step: 'rescued' }
    if (copy.messages > most) [most, movedAt] = [copy.messages, Date.now()]
    if (Date.now() - movedAt > copyStuckMs) throw new Error(`${streams.rescue(shard)} is not being filled`)
    await delay(copyPauseMs, undefined, { signal })
  }
}

async function purge(ports: RepairPorts, repair: ShardRepair): Promise<ShardRepair> {
  const { shard, broker, store, isLeading } = ports
  const { resumeSeq } = measured(repair)
  const { state } = await broker.manager.streams.info(streams.events(shard))
  if (state.first_seq < resumeSeq) {
    if (!(await isAsMeasured(ports, repair))) return again(repair)
    if (!isLeading()) throw new LeadershipLostError('the lease may have passed to another copy')
    await broker.manager.streams.purge(streams.events(shard), { seq: resumeSeq })
  }
  const place = await store.shards.loadPlace(shard)
  if (place.seq < resumeSeq && !(await store.archive.advancePosition(shard, place.seq, resumeSeq - 1))) {
    throw new LeadershipLostError('another copy moved the position')
  }
  return { ...repair, step: 'purged' }
}

async function putAllBack(
  ports: RepairPorts,
  state: ShardState,
  repair: ShardRepair,
  signal: AbortSignal,
): Promise<ShardState> {
  const { shard, broker, log } = ports
  const { forkSeq, lastSeq, resumeSeq, rescueCount } = measured(repair)
  await fenceStream(broker.manager, shard)
  if (rescueCount > 0) {
    const copy = await loadRescue(broker.manager, shard)
    if (copy?.repair !== repair.id) {
      log.error({ shard, rescueCount }, 'the rescue stream is gone before all of it was put back')
    } else {
      const counts = await republishRescued(ports, { forkSeq, lastSeq, resumeSeq }, signal)
      log.warn({ shard, rescueCount, ...counts }, 'put back what the archive did not have')
    }
  }
  const { state: after } = await broker.manager.streams.info(streams.events(shard))
  return {
    ...forkShard(state, forkSeq, Date.now()),
    putBackTo: after.last_seq,
    repair: { ...repair, step: 'opened' },
  }
}

/** Somebody opened the fence meanwhile, or the volume was restored once more: what was measured holds no longer. */
async function isAsMeasured({ shard, broker }: RepairPorts, repair: ShardRepair): Promise<boolean> {
  const { state, config } = await broker.manager.streams.info(streams.events(shard))
  return config.subjects[0] === streams.repairSubject(shard) && state.last_seq === repair.lastSeq
}

function again({ id, startedAt }: ShardRepair): ShardRepair {
  return { id, startedAt, step: 'fenced' }
}

function measured(repair: ShardRepair) {
  const { forkSeq, lastSeq, resumeSeq, rescueCount } = repair
  if (forkSeq === undefined || lastSeq === undefined || resumeSeq === undefined || rescueCount === undefined) {
    throw new Error(`a repair in step ${repair.step} was never measured`)
  }
  return { forkSeq, lastSeq, resumeSeq, rescueCount }
}
