import type { RoomId, UserId } from '../common/ids.ts'
import type { BrokerPorts } from './broker-link.ts'
import type { ArchiveBarrier } from './history/archive-barrier.ts'
import type { HistoryService } from './history/history-service.ts'
import type { RoomReach } from './reach/room-reach.ts'
import type { Store } from './store/store-port.ts'
import { buildThreadService, type ThreadService } from './threads/thread-service.ts'

/** Threads stand on history: a page of one is a page of its room. */
export function buildThreads(deps: {
  readonly store: Store
  readonly barrier: ArchiveBarrier
  readonly history: HistoryService
  readonly broker: Pick<BrokerPorts, 'hint'>
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
}): ThreadService {
  return buildThreadService({
    store: deps.store,
    loadReach: deps.loadReach,
    loadHistory: deps.history.loadHistory,
    catchUp: async (shard) => (await deps.barrier.reach(shard)).complete,
    hintRooms: (user, room) => deps.broker.hint(user, 'rooms', { rooms: [room] }),
  })
}
