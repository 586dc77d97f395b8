import { streams } from '../../common/subjects.ts'
import type { ShardPlace, ShardRow, ShardState } from '../store/shard-store.ts'
import { confirmTrust } from '../streams/confirm-trust.ts'
import { loadRescue, removeRescue } from '../streams/rescue-stream.ts'
import { openStream } from '../streams/stream-fence.ts'
import { loadStreamTrust, type StreamTrust } from '../streams/stream-trust.ts'
import { type ArchivedMemory, loadArchivedMemory, putArchivedMemory } from './archived-memory.ts'
import { LeadershipLostError } from './batch-archiver.ts'
import { forkShard } from './shard-epoch.ts'
import { adoptRepair, beginRepair, type RepairPorts, runRepair } from './shard-repair.ts'

/**
 * Before a shard is archived: sees whether its stream is the one that was archived, and mends it where it is not; whether
 * the store is as old as the broker remembers; and that nothing is left of a repair. Returns once events may be taken.
 */
export async function mendShard(ports: RepairPorts, signal: AbortSignal): Promise<void> {
  const { shard, store, broker, log } = ports
  // Each round either finds all in order or changes something.
  for (;;) {
    // Before all that it is compared with: another copy may go on archiving, and what it said since is no sign of a backup.
    const memory = await loadArchivedMemory(broker, shard)
    const row = await store.shards.loadShard(shard)
    if (row.state.repair !== undefined) {
      await runRepair(ports, signal)
      continue
    }
    const look = async () => {
      const place = await store.shards.loadPlace(shard)
      return { place, trust: await loadStreamTrust(broker.manager, shard, place) }
    }
    const { place, trust } = await confirmTrust(look, signal)
    const rescue = await loadRescue(broker.manager, shard)
    if (rescue !== undefined && rescue.repair === row.state.endedRepair) {
      // Made by a copy that slept through the end of its repair.
      await removeRescue(broker.manager, shard, rescue.repair)
    } else if (rescue !== undefined) {
      log.error(
        { shard, events: rescue.messages },
        'a repair was forgotten by a store that was restored: going on with it',
      )
      await put(ports, row, adoptRepair(row.state, rescue, trust.firstSeq, Date.now()))
      continue
    }
    if (trust.kind === 'younger') {
      const { lastSeq, agreed } = trust
      log.error(
        { shard, positionSeq: place.seq, lastSeq, agreed },
        'the stream is younger than the archive: mending it',
      )
      await put(ports, row, beginRepair(row.state, Date.now()))
      continue
    }
    // Left by a copy that slept through the end of a repair, or died just before it.
    if (trust.fenced) await openStream(broker.manager, shard)
    const changed = await noteRestoredStore(ports, row, { place, trust, memory })
    if (!changed) return
  }
}

type Found = {
  readonly place: ShardPlace
  readonly trust: StreamTrust
  readonly memory: ArchivedMemory | undefined
}

/** A store that was restored from a backup refills from its position by itself; what is told here is what it cannot refill. */
async function noteRestoredStore(ports: RepairPorts, row: ShardRow, { place, trust, memory }: Found): Promise<boolean> {
  const { shard, log } = ports
  const isOlder = memory !== undefined && (memory.seq > place.seq || memory.epoch > row.state.epoch)
  const gap = { fromSeq: place.seq + 1, toSeq: trust.firstSeq - 1, foundAt: Date.now() }
  const isNew = trust.kind === 'begins-late' && !row.state.gaps.some(({ toSeq }) => toSeq >= gap.toSeq)
  if (!isOlder && !isNew) return false
  let state: ShardState = forkShard(row.state, place.seq, Date.now(), memory?.epoch)
  if (isNew) {
    log.error({ shard, ...gap }, 'the stream no longer has what the archive lacks: confirm the members of its rooms')
    state = { ...state, gaps: [...state.gaps, gap] }
  }
  log.warn({ shard, positionSeq: place.seq, rememberedSeq: memory?.seq }, 'the archive is older than it was once')
  await put(ports, row, state)
  await rememberArchived(ports, { seq: place.seq, epoch: state.epoch })
  return true
}

export async function rememberArchived(
  { shard, broker }: RepairPorts,
  memory: { readonly seq: number; readonly epoch: number },
): Promise<void> {
  const { config } = await broker.manager.streams.info(streams.events(shard))
  await putArchivedMemory(broker, { shard, replicas: config.num_replicas, ...memory })
}

async function put({ store, isLeading }: RepairPorts, row: ShardRow, state: ShardState): Promise<void> {
  if (!isLeading()) throw new LeadershipLostError('the lease may have passed to another copy')
  if (!(await store.shards.putShard({ ...row, state }))) throw new LeadershipLostError('another copy changed the shard')
}
