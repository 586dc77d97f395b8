import { useShallow } from 'zustand/react/shallow'
import type { Profile } from '../../../common/http-contract/account-contract.ts'
import type { Contact, ContactRequest } from '../../../common/http-contract/contact-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { BlockView, PresenceView } from '../../engine-contract.ts'
import { readSlice, useSlice } from './engine-store.ts'

/** By shape: full, ring, bar. Undefined: gone, or nobody knows. */
export type ShownPresence = 'here' | 'away' | 'busy'
const shapes = { online: 'here', away: 'away', dnd: 'busy', offline: undefined } as const

export function shapeOf(presence: Pick<PresenceView, 'state'> | undefined): ShownPresence | undefined {
  return presence && shapes[presence.state]
}

/** Wakes for this person alone. */
export function usePresenceShape(user: UserId | undefined): ShownPresence | undefined {
  return useSlice('presence', (presence) => (user === undefined ? undefined : shapeOf(presence[user])))
}

export function usePresence(user: UserId | undefined): PresenceView | undefined {
  return useSlice('presence', (presence) => (user === undefined ? undefined : presence[user]))
}

/** Of everybody: only for what shows them all. */
export function useAllPresence(): Readonly<Record<UserId, PresenceView>> {
  return useSlice('presence', (presence) => presence)
}

export function useContacts(): Readonly<Record<UserId, Contact>> {
  return useSlice('contacts', (contacts) => contacts)
}

export function useContact(user: UserId | undefined): Contact | undefined {
  return useSlice('contacts', (contacts) => (user === undefined ? undefined : contacts[user]))
}

export function useContactsLoaded(): boolean {
  return useSlice('contactsLoaded', (loaded) => loaded)
}

/** Everybody here is everybody's contact. */
export function useAreContactsOpen(): boolean {
  return useSlice('session', (session) => 'server' in session && session.server.contacts === 'open')
}

/** The latest first. */
export function useRequests(direction: ContactRequest['direction']): readonly ContactRequest[] {
  return useSlice(
    'requests',
    useShallow((requests) => {
      const all = Object.values(requests) as ContactRequest[]
      return all.filter((one) => one.direction === direction).sort((a, b) => b.at - a.at)
    }),
  )
}

/** How many ask me. */
export function useAskedCount(): number {
  return useSlice('requests', (requests) => {
    return (Object.values(requests) as ContactRequest[]).filter(({ direction }) => direction === 'in').length
  })
}

/** Who asks whom between that one and me. */
export function useRequestWith(user: UserId): ContactRequest | undefined {
  return useSlice('requests', (requests) => {
    const all = Object.values(requests) as ContactRequest[]
    return all.find((one) => one.user === user && one.kind === 'contact')
  })
}

/** The latest first. */
export function useBlocks(): readonly BlockView[] {
  return useSlice(
    'blocks',
    useShallow((blocks) => (Object.values(blocks) as BlockView[]).sort((a, b) => b.at - a.at)),
  )
}

/** They, or whoever made this bot. */
export function useIsBlocked(user: UserId | undefined): boolean {
  const maker = useSlice('users', (users) => (user === undefined ? undefined : users[user]?.maker))
  return useSlice('blocks', (blocks) => isBlockedIn(blocks, user, maker))
}

/** Words of theirs that somebody else passes on are theirs too. */
export function useIsOfBlocked(message: Pick<Message, 'author' | 'forwarded'> | undefined): boolean {
  const isOfBlocked = useIsBlocked(message?.forwarded?.author)
  return useIsBlocked(message?.author) || isOfBlocked
}

/** The same where nothing is drawn. */
export function isBlockedNow(user: UserId): boolean {
  return isBlockedIn(readSlice('blocks'), user, readSlice('users')[user]?.maker)
}

function isBlockedIn(blocks: Blocks, user: UserId | undefined, maker: UserId | undefined): boolean {
  return [user, maker].some((one) => one !== undefined && blocks[one] !== undefined)
}
type Blocks = Readonly<Record<UserId, BlockView>>

export function useProfile(user: UserId): Profile | undefined {
  return useSlice('profiles', (profiles) => profiles[user])
}
