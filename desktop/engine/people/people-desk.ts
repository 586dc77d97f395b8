import type { Profile, User } from '../../../common/http-contract/account-contract.ts'
import type { Sync } from '../../../common/http-contract/sync-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { PresenceSign } from '../../../common/presence-event.ts'
import type { UserTopic } from '../../../common/subjects.ts'
import type { CommandHandlers, ContactCommand } from '../../engine-command.ts'
import type { InboxCommand } from '../../inbox-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import { type EngineDeps, randomBytes } from '../engine-deps.ts'
import type { ContactStore, InboxFacts } from '../local-store/fact-store.ts'
import type { StateBoard } from '../state-board.ts'
import type { RoomBook, RoomChange } from '../sync/room-book.ts'
import { buildContactBook } from './contact-book.ts'
import { buildContactHandlers } from './contact-commands.ts'
import { buildInboxDesk, type InboxDesk } from './inbox-desk.ts'
import type { PresenceWatch } from './presence-watch.ts'
import { buildPresenceWatch } from './presence-watch.ts'
import type { SignSayer } from './sign-sayer.ts'
import { buildSignSayer } from './sign-sayer.ts'
import { buildToldDesk } from './told-desk.ts'

/** All that is about people rather than rooms: who knows whom, who is here, how somebody is called, what those who run the server tell. */
export type PeopleDesk = {
  /** I have blocked them, or whoever made this bot. */
  isBlocked(user: UserId): boolean
  readonly presence: PresenceWatch
  readonly sign: SignSayer
  readonly handlers: CommandHandlers<ContactCommand | InboxCommand>
  restore(): Promise<void>
  /** Puts them on the board, by my own names for them. */
  showUsers(users: readonly User[]): void
  onProfile(profile: Profile): void
  onHint(topic: UserTopic): void
  onSync(sync: Pick<Sync, 'presence' | 'announcements'>): void
  /** I have read on in a room, say, or am in it no more. */
  onRoom(room: RoomId, change: RoomChange): void
  readonly onRemoved: InboxDesk['onRemoved']
  onUp(): void
  onDown(): void
  stop(): void
}

type Minding = {
  readonly deps: EngineDeps
  readonly client: ControlPlaneClient
  readonly board: Pick<StateBoard, 'put' | 'set' | 'touch'>
  readonly store: ContactStore & InboxFacts
  readonly book: Pick<RoomBook, 'user' | 'users' | 'putUsers' | 'rooms' | 'get'>
  readonly startsIdle: boolean
  readonly saySign: (sign: PresenceSign) => void
  readonly askSync: () => void
  readonly onRightsChanged: () => void
  readonly syncNow: () => Promise<unknown>
  readonly onServerChanged: () => void
}

export function buildPeopleDesk(minding: Minding): PeopleDesk {
  const { deps, client, board, store, book, askSync } = minding
  const contacts = buildContactBook({
    deps,
    ask: client.contacts,
    keep: store.putContacts,
    putUsers: book.putUsers,
    onEntry: (slice, key, value) => board.put(slice, key, value, 'contacts'),
    onLoaded: () => board.set('contactsLoaded', true, 'contacts'),
    onNicknames: (users) => showUsers(users.flatMap((user) => book.user(user) ?? [])),
    onBlocks(users) {
      for (const user of [...users, ...botsOf(new Set(users))]) presence.review(user)
      for (const room of book.rooms()) board.touch('receipts', room, 'contacts')
    },
  })
  const presence = buildPresenceWatch({
    clock: deps.clock,
    isBlocked,
    onPresence: (user: UserId, view) => board.put('presence', user, view, 'presence'),
    onGap: askSync,
    onKnown: (isKnown) => board.set('presenceKnown', isKnown, 'presence'),
  })
  const told = buildToldDesk({ deps, client, onTold: (view) => board.set('told', view, 'told') })
  const inbox = buildInboxDesk({
    ...{ deps, client, store, putUsers: book.putUsers },
    readTo: (room) => book.get(room)?.receipt,
    onInbox: (view) => board.set('inbox', view, 'messages'),
  })
  // This run of the engine, to tell it from the same person's other devices.
  const device = Array.from(randomBytes(deps, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const say = (idle: boolean) => minding.saySign({ v: 1, idle, device })
  const sign = buildSignSayer(deps.clock, say, minding.startsIdle)

  function isBlocked(user: UserId): boolean {
    const maker = book.user(user)?.maker
    return contacts.isBlocked(user) || (maker !== undefined && contacts.isBlocked(maker))
  }
  function botsOf(makers: ReadonlySet<UserId>): readonly UserId[] {
    return book.users().flatMap(({ id, maker }) => (maker !== undefined && makers.has(maker) ? [id] : []))
  }
  function showUsers(users: readonly User[]) {
    for (const user of users) {
      const nickname = contacts.nicknameOf(user.id)
      board.put('users', user.id, nickname === undefined ? user : { ...user, nickname }, 'people')
    }
  }

  return {
    isBlocked,
    presence,
    sign,
    handlers: { ...buildContactHandlers({ ...minding, contacts }), ...inbox.handlers },
    async restore() {
      contacts.restore(await store.loadContacts())
      await inbox.restore()
    },
    showUsers,
    onProfile: (profile) => board.put('profiles', profile.id, profile, 'people'),
    onHint(topic) {
      if (topic === 'contacts') contacts.hint()
      // Who asks me stands there as well.
      if (topic === 'contacts' || topic === 'inbox') inbox.onHint()
      if (topic === 'notices') told.onHint()
    },
    onSync(sync) {
      presence.onSync(sync.presence)
      told.onSync(sync)
      inbox.onSynced()
    },
    onRoom(room, change) {
      if (change.kind === 'gone') inbox.onGone(room)
      else if (change.kind === 'changed' && change.parts.includes('receipt')) inbox.onRead(room)
    },
    onRemoved: inbox.onRemoved,
    onUp() {
      told.onUp()
      inbox.onUp()
      presence.onUp()
      sign.onUp()
      void contacts.refresh()
    },
    onDown() {
      inbox.onDown()
      presence.onDown()
      sign.onDown()
    },
    stop() {
      told.stop()
      inbox.stop()
      contacts.stop()
      presence.stop()
      sign.stop()
    },
  }
}
