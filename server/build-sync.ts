import { createHmac } from 'node:crypto'
import type { UserId } from '../common/ids.ts'
import type { RoomState } from '../common/message.ts'
import { buildLastSeen } from './accounts/last-seen.ts'
import { buildMe, buildUser } from './accounts/user-view.ts'
import type { BrokerPorts } from './broker-link.ts'
import type { RoomReach } from './reach/room-reach.ts'
import type { Store } from './store/store-port.ts'
import { buildSyncLoader, type LoadSync, type SyncDependencies } from './sync/sync-service.ts'

type SyncParts = Omit<
  SyncDependencies,
  'store' | 'countShards' | 'cursorKey' | 'buildMe' | 'buildUser' | 'loadSeen' | 'loadPresence'
> & {
  readonly store: Pick<Store, 'sync' | 'rooms' | 'accounts' | 'devices'>
  readonly broker: Pick<BrokerPorts, 'countShards' | 'askPresence'>
  readonly reachOf: (user: UserId, state: RoomState | undefined) => RoomReach
  /** Of bots. */
  readonly ledger: { readonly listOf: (makers: readonly UserId[]) => Promise<readonly UserId[]> }
  /** What cursors are signed with. */
  readonly secret: Buffer
}

/** What `/sync` gathers: lists from the store, who is here from the broker, the rest from whoever has it. */
export function buildSync({ store, broker, reachOf, ledger, secret, ...parts }: SyncParts): LoadSync {
  const loadLastSeen = buildLastSeen({ ...store.accounts, ...store.devices })
  return buildSyncLoader({
    ...parts,
    store: store.sync,
    countShards: broker.countShards,
    cursorKey: createHmac('sha256', secret).update('sync cursor').digest(),
    buildMe,
    buildUser,
    loadSeen: async (user, ids) =>
      new Map((await store.rooms.loadRooms(ids)).map((state) => [state.room, reachOf(user, state).seen])),
    loadPresence: async ({ user, marks, blocked, contacts }) => {
      const rooms = marks.flatMap(({ room, ended }) => (ended === undefined ? room : []))
      const unseen = new Set([user, ...blocked, ...(await ledger.listOf(blocked))])
      const here = (await broker.askPresence(rooms)).filter((change) => !unseen.has(change.user))
      const isHere = new Set(here.map(({ user }) => user))
      return [...here, ...(await loadLastSeen(contacts.filter((user) => !isHere.has(user))))]
    },
  })
}
