import type { RoomId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { StoreUnavailableError } from '../store/store-port.ts'
import type { ShardPorts } from './archiver-ports.ts'
import type { RoomTally } from './judge-batch.ts'
import { judgeBatch, listTargets, messageKey } from './judge-batch.ts'
import { buildRoomCache } from './room-cache.ts'
import type { DecodedMessage } from './stream-message.ts'
import { buildSetAside } from './stream-message.ts'

/** The lease went to another copy, or the position was moved by one: whatever we have in memory counts no more. */
export class LeadershipLostError extends Error {
  override readonly name = 'LeadershipLostError'
}

export type BatchArchiver = {
  /**
   * Returns when all of it is durable in the store; says what was new, for the announcements. Throws
   * `StoreUnavailableError` and `LeadershipLostError`; the caller then starts again from the store's position.
   */
  readonly archive: (decoded: readonly DecodedMessage[]) => Promise<readonly RoomTally[]>
}

export function buildBatchArchiver(ports: ShardPorts): BatchArchiver {
  const { store, metrics, log, shard } = ports
  const cache = buildRoomCache(store.archive)

  async function archive(decoded: readonly DecodedMessage[]): Promise<readonly RoomTally[]> {
    try {
      return await archiveAtOnce(decoded)
    } catch (fault) {
      cache.clear()
      if (fault instanceof StoreUnavailableError || fault instanceof LeadershipLostError) throw fault
      if (decoded.length === 0) throw fault
      const [only] = decoded
      if (decoded.length === 1 && only !== undefined) {
        await setAsideUnwritable(only, fault)
        return []
      }
      // One of them is at fault. Halving finds it in a few steps; the order stays, and what is written already is passed over.
      const middle = Math.ceil(decoded.length / 2)
      return [...(await archive(decoded.slice(0, middle))), ...(await archive(decoded.slice(middle)))]
    }
  }

  async function archiveAtOnce(decoded: readonly DecodedMessage[]): Promise<readonly RoomTally[]> {
    const [rooms, messages] = [await cache.load(listRooms(decoded)), await loadTargets(decoded)]
    const { batch, tallies, refusals, eventCount } = judgeBatch(decoded, { rooms, messages })
    if (!ports.isLeading()) throw new LeadershipLostError('the lease may have passed to another copy')
    if (batch.rooms.length > 0 || batch.setAside.length > 0) await store.archive.writeBatch(batch)
    cache.keep(batch.rooms)
    metrics.archived.inc({ shard }, eventCount)
    for (const { reason } of batch.setAside) metrics.setAside.inc({ reason })
    for (const reason of refusals) metrics.refused.inc({ reason })
    return tallies
  }

  async function loadTargets(decoded: readonly DecodedMessage[]): Promise<Map<string, Message>> {
    const targets = listTargets(decoded)
    if (targets.length === 0) return new Map()
    const loaded = await store.archive.loadMessages(targets)
    return new Map(loaded.map((message) => [messageKey(message.room, message.id), message]))
  }

  /** Only where the store is well: it answers, and takes the note. Otherwise the fault is its own and passes. */
  async function setAsideUnwritable(one: DecodedMessage, fault: unknown): Promise<void> {
    await store.ping()
    const reason = 'unwritable'
    const setAside = one.kind === 'malformed' ? one.setAside : buildSetAside(one.raw, reason, nameOf(fault))
    log.error({ shard, seq: setAside.seq, fault: nameOf(fault) }, 'an event could not be written and was set aside')
    await store.archive.writeBatch({ posted: [], changed: [], rooms: [], setAside: [setAside], notices: [] })
    metrics.setAside.inc({ reason })
  }

  return { archive }
}

function listRooms(decoded: readonly DecodedMessage[]): Set<RoomId> {
  const rooms = new Set<RoomId>()
  for (const one of decoded) if (one.kind === 'event') rooms.add(one.stored.room)
  return rooms
}

/** The kind of fault alone: a message of the database might quote what people wrote. */
function nameOf(fault: unknown): string {
  return fault instanceof Error ? fault.name : 'unknown fault'
}
