import type { UserId } from '../common/ids.ts'
import { buildUser } from './accounts/user-view.ts'
import type { BrokerPorts } from './broker-link.ts'
import { buildListUnheard } from './build-search.ts'
import type { ContactService } from './contacts/contact-service.ts'
import { buildInboxMarks } from './inbox/inbox-marks.ts'
import { buildInboxService, type InboxPorts, type InboxService } from './inbox/inbox-service.ts'
import type { RoomRequestService } from './rooms/room-requests.ts'
import type { Store } from './store/store-port.ts'

export type InboxServices = { readonly inbox: InboxService }

export function buildInbox(deps: {
  readonly store: Store
  readonly loadReached: InboxPorts['loadReached']
  readonly contacts: Pick<ContactService, 'list' | 'listBlocked'>
  readonly roomRequests: Pick<RoomRequestService, 'list'>
  /** Of bots. */
  readonly ledger: { readonly listOf: (makers: readonly UserId[]) => Promise<readonly UserId[]> }
  readonly broker: Pick<BrokerPorts, 'hint'>
  readonly now: () => number
}): InboxServices {
  const { store, contacts, roomRequests, now } = deps
  const inbox = buildInboxService({
    ...{ store, loadReached: deps.loadReached, now },
    marks: buildInboxMarks(store.records, now),
    listUnheard: buildListUnheard(contacts, deps.ledger),
    listRequests: async (user) => {
      const { requests, blocks } = await contacts.list(user)
      const ofRooms = await roomRequests.list(
        user,
        blocks.map((one) => one.user),
      )
      return [...requests, ...ofRooms].filter(({ direction }) => direction === 'in')
    },
    loadUsers: async (users) => (await store.accounts.loadUsers(users)).map(buildUser),
    hint: (user) => deps.broker.hint(user, 'inbox'),
  })
  return { inbox }
}
