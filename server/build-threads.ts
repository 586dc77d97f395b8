import type { RoomId, UserId } from '../common/ids.ts'
import type { BrokerPorts } from './broker-link.ts'
import type { ArchiveBarrier } from './history/archive-barrier.ts'
import type { HistoryService } from './history/history-service.ts'
import type { RoomReach } from './reach/room-reach.ts'
import { buildSavedService, type SavedService } from './saved/saved-service.ts'
import type { Store } from './store/store-port.ts'
import { buildThreadService, type ThreadService } from './threads/thread-service.ts'

export type ThreadServices = { readonly threads: ThreadService; readonly saved: SavedService }

/** What stands on history, message by message: a page of a thread is a page of its room. */
export function buildThreads(deps: {
  readonly store: Store
  readonly barrier: ArchiveBarrier
  readonly history: HistoryService
  readonly broker: Pick<BrokerPorts, 'hint'>
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
  readonly now: () => number
}): ThreadServices {
  const { store, loadReach, broker, now } = deps
  const catchUp = async (shard: number) => (await deps.barrier.reach(shard)).complete
  return {
    threads: buildThreadService({
      ...{ store, loadReach, catchUp },
      loadHistory: deps.history.loadHistory,
      hintRooms: (user, room) => broker.hint(user, 'rooms', { rooms: [room] }),
    }),
    saved: buildSavedService({ store, loadReach, catchUp, hint: (user) => broker.hint(user, 'saved'), now }),
  }
}
