import type { UserId } from '../common/ids.ts'
import { buildUser } from './accounts/user-view.ts'
import type { Files } from './build-files.ts'
import { buildListUnheard, type SearchParts } from './build-search.ts'
import { buildRoomExports, type RoomExportPorts, type RoomExports } from './exports/room-export.ts'
import { cleanFileName } from './files/file-name.ts'
import type { HistoryService } from './history/history-service.ts'
import type { TrustedBarrier } from './history/trusted-barrier.ts'
import { buildRoom } from './rooms/room-answer.ts'
import type { Store } from './store/store-port.ts'

/** Rooms as files to keep: history's pages, files' bytes, and people's names, by the reach that decides for each of them. */
export function buildExports(deps: {
  readonly store: Store
  readonly history: HistoryService
  readonly trusted: TrustedBarrier
  readonly files: Pick<Files, 'ofRoom'>
  readonly contacts: SearchParts['contacts']
  /** Of bots. */
  readonly ledger: SearchParts['ledger']
  readonly reachOf: RoomExportPorts['reachOf']
  readonly maySee: (caller: UserId, other: UserId) => Promise<boolean>
  readonly now: () => number
}): RoomExports {
  const { store } = deps
  return buildRoomExports({
    loadHistory: deps.history.loadHistory,
    loadMessages: store.archive.loadMessages,
    loadPeople: async (users) => (await store.accounts.loadUsers([...new Set(users)])).map(buildUser),
    listKnown: async (caller, users) => {
      const known = await Promise.all(users.map(async (user) => ((await deps.maySee(caller, user)) ? [user] : [])))
      return known.flat()
    },
    loadRoom: store.rooms.loadRoom,
    reachOf: deps.reachOf,
    buildRoom,
    listUnheard: buildListUnheard(deps.contacts, deps.ledger),
    barrier: deps.trusted,
    files: { ...deps.files.ofRoom, cleanName: cleanFileName },
    now: deps.now,
  })
}
