import { randomBytes } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import type { Contact, ContactRequest, Contacts } from '../../common/http-contract/contact-contract.ts'
import { buildUserId, idRandomBytes, type RoomId, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { TurnLimit } from '../budgets/turn-limit.ts'
import type { UserRow } from '../store/account-store.ts'
import type { AskingLimits } from './asking-limits.ts'
import type { PairKeeper } from './pair-keeper.ts'
import {
  areContacts,
  askedLately,
  isBlockedBy,
  nicknameOf,
  otherOf,
  type Pair,
  type PairRequest,
  requestBy,
  requestTo,
  withBlock,
  withContact,
  withDeparture,
  withoutBlock,
  withoutContact,
  withRequest,
} from './pair-state.ts'

export type ContactService = {
  readonly list: (me: UserId) => Promise<Omit<Contacts, 'users'>>
  /** Whoever is asked learns of it where they have not blocked the caller, and nobody is told which. */
  readonly ask: (
    me: UserId,
    wanted: { readonly handle: string; readonly note?: string | undefined },
  ) => Promise<Result<Asked>>
  readonly accept: (me: UserId, request: string) => Promise<Result<Contact>>
  readonly decline: (me: UserId, request: string) => Promise<Result<void>>
  readonly withdraw: (me: UserId, request: string) => Promise<Result<void>>
  readonly rename: (me: UserId, other: UserId, nickname: string) => Promise<Result<Contact>>
  readonly end: (me: UserId, other: UserId) => Promise<Result<void>>
  readonly block: (me: UserId, other: UserId) => Promise<Result<void>>
  readonly unblock: (me: UserId, other: UserId) => Promise<Result<void>>
  /** Ends all there is between them and others: they are no more. Harmless to repeat. */
  readonly depart: (me: UserId) => Promise<Result<number>>
  /** Whether one is the other's contact, or one of them has asked and the other may know. */
  readonly know: (one: UserId, other: UserId) => Promise<boolean>
  /** Those of the people whom this one may bring into a room without asking them. */
  readonly listAddable: (by: UserId, users: readonly UserId[]) => Promise<ReadonlySet<UserId>>
  /** Whom this one has blocked. */
  readonly listBlocked: (me: UserId) => Promise<readonly UserId[]>
  /** Those with whom there is anything at all: contacts, requests either way. For who is told of a new picture. */
  readonly listKnown: (me: UserId) => Promise<readonly UserId[]>
}

export type Asked =
  | { readonly kind: 'asked' | 'asked-before'; readonly request: ContactRequest }
  | { readonly kind: 'contact'; readonly contact: Contact }

export type ContactDependencies = {
  readonly pairs: PairKeeper
  readonly loadUserByHandle: (handle: string) => Promise<UserRow | undefined>
  readonly loadUser: (user: UserId) => Promise<UserRow | undefined>
  /** Whether everybody here is everybody's contact. */
  readonly areAllContacts: () => Promise<boolean>
  readonly limits: AskingLimits
  readonly turns: TurnLimit
  readonly newRoomId: () => RoomId
  /** Sees to it that both have a place for one room more. */
  readonly whilePlaced: <T>(users: readonly UserId[], work: () => Promise<Result<T>>) => Promise<Result<T>>
  readonly hint: (user: UserId, topic: 'contacts') => void
  readonly now: () => number
}

const notAsked = appError('request-unknown')
const noContact = appError('contact-unknown')
const blockedByMe = appError('not-allowed', { detail: 'You have blocked this person. Lift the block first.' })
const noPerson = appError('bot-bound', { detail: 'A bot is nobody’s contact. Add it to a room.' })
const oneself = appError('request-invalid', { fields: { '/body/handle': 'is your own' } })

export function buildContactService(deps: ContactDependencies): ContactService {
  const { pairs, now, hint } = deps

  /** Both hear of it, whoever did it: nobody can tell by the hint. */
  async function changeBoth(me: UserId, other: UserId, judge: (pair: Pair) => Result<Pair | undefined>) {
    const changed = await pairs.change(me, other, judge)
    for (const user of [me, other]) hint(user, 'contacts')
    return changed
  }

  async function findRequest(me: UserId, request: string, isMine: boolean): Promise<UserId | undefined> {
    const found = (await pairs.listOf(me)).find(
      ({ requests, accepted }) =>
        requests.some((one) => one.id === request && (one.by === me) === isMine) || (!isMine && accepted === request),
    )
    return found && otherOf(found, me)
  }

  async function findGone(...users: readonly UserId[]): Promise<UserId | undefined> {
    for (const user of users) if ((await deps.loadUser(user))?.profile?.deletedAt !== undefined) return user
    return undefined
  }

  async function agree(me: UserId, other: UserId, judge: (pair: Pair) => Result<Pair | undefined>) {
    const before = await pairs.load(me, other)
    const work = async () => {
      const done = await changeBoth(me, other, judge)
      // Whoever deleted their account meanwhile had ended all there was of theirs before this began.
      const gone = done.ok ? await findGone(me, other) : undefined
      return gone === undefined ? done : changeBoth(me, other, (pair) => ok(withDeparture(pair, gone)))
    }
    // In a room that they have already both have their place.
    return before.since === undefined ? deps.whilePlaced([me, other], work) : work()
  }

  return {
    list: async (me) => {
      const nowAt = now()
      const mine = await pairs.listOf(me)
      return {
        contacts: mine.flatMap((pair) => buildContact(pair, me) ?? []),
        requests: mine.flatMap((pair) => listRequests(pair, me, nowAt)),
        blocks: mine.flatMap((pair) => {
          const block = pair.blocks.find(({ by }) => by === me)
          return block === undefined ? [] : { user: otherOf(pair, me), at: block.at }
        }),
      }
    },
    ask: async (me, { handle, note }) => {
      const [found, caller] = await Promise.all([deps.loadUserByHandle(handle), deps.loadUser(me)])
      if (found === undefined || caller === undefined) return err(appError('user-unknown'))
      const other = found.id
      if (other === me) return err(oneself)
      if (found.profile?.botOf !== undefined) return err(noPerson)
      const nowAt = now()
      const areAllContacts = await deps.areAllContacts()
      const before = await pairs.load(me, other)
      if (requestBy(before, me, nowAt) === undefined && before.since === undefined) {
        const asked = (await pairs.listOf(me)).filter((pair) => pair !== before)
        const open = asked.filter((pair) => requestBy(pair, me, nowAt) !== undefined && pair.since === undefined).length
        const today = asked.filter((pair) => askedLately(pair, me, nowAt)).length
        const refused = deps.limits.check({ open, today, createdAt: caller.createdAt, nowAt })
        if (refused !== undefined) return err(refused)
      }
      // Given back at once, where it needs nobody's yes; and ended as easily.
      const isRestored = areAllContacts && before.room !== undefined && before.since === undefined
      const tooOften = isRestored ? deps.turns(me, other) : undefined
      if (tooOften !== undefined) return err(tooOften)
      const id = buildUserId(randomBytes(idRandomBytes))
      let outcome: 'asked' | 'asked-before' | 'contact' = 'asked'
      const judge = (pair: Pair): Result<Pair | undefined> => {
        if (isBlockedBy(pair, me)) return err(blockedByMe)
        const isBlocked = isBlockedBy(pair, other)
        const theirs = requestBy(pair, other, nowAt)
        const haveBothAsked = theirs !== undefined && theirs.silenced === undefined
        if (!isBlocked && (pair.since !== undefined || areAllContacts || haveBothAsked)) {
          outcome = 'contact'
          return ok(withContact(pair, { room: deps.newRoomId(), nowAt }))
        }
        const standing = requestBy(pair, me, nowAt)
        outcome = standing === undefined ? 'asked' : 'asked-before'
        if (standing === undefined) {
          const request: PairRequest = {
            ...{ id, by: me, at: nowAt },
            ...(note === undefined || note === '' ? {} : { note }),
            ...(isBlocked ? { silenced: true } : {}),
          }
          return ok(withRequest(pair, request, me))
        }
        // What reached nobody reaches them now, and looks the same to whoever asks.
        const { silenced, ...rest } = standing
        return ok(silenced === undefined || isBlocked ? undefined : withRequest(pair, rest, me))
      }
      const isAgreement = areAllContacts || requestBy(before, other, nowAt) !== undefined
      const done = await (isAgreement ? agree : pairs.change)(me, other, judge)
      if (!done.ok) return done
      hint(me, 'contacts')
      // What reaches nobody is heard by nobody.
      if (requestTo(done.value, other, nowAt) !== undefined || areContacts(done.value)) hint(other, 'contacts')
      const contact = buildContact(done.value, me)
      if ((outcome as string) === 'contact' && contact !== undefined) return ok({ kind: 'contact', contact })
      const request = requestBy(done.value, me, nowAt)
      if (request === undefined) return err(appError('busy', { retryAfterMs: 1_000 }))
      const kind = outcome === 'asked' ? 'asked' : 'asked-before'
      return ok({ kind, request: buildRequest(request, other, 'out') })
    },
    accept: async (me, request) => {
      const other = await findRequest(me, request, false)
      if (other === undefined) return err(notAsked)
      const nowAt = now()
      const done = await agree(me, other, (pair) => {
        if (pair.accepted === request && pair.since !== undefined) return ok(undefined)
        if (requestTo(pair, me, nowAt)?.id !== request) return err(notAsked)
        return ok(withContact(pair, { room: deps.newRoomId(), nowAt, accepted: request }))
      })
      if (!done.ok) return done
      const contact = buildContact(done.value, me)
      return contact === undefined ? err(notAsked) : ok(contact)
    },
    decline: async (me, request) => {
      const other = await findRequest(me, request, false)
      if (other === undefined) return err(notAsked)
      const done = await pairs.change(me, other, (pair) => {
        const asked = requestTo(pair, me, now())
        return asked?.id === request ? ok(withRequest(pair, { ...asked, declined: true }, other)) : err(notAsked)
      })
      hint(me, 'contacts')
      return done.ok ? ok(undefined) : done
    },
    withdraw: async (me, request) => {
      const other = await findRequest(me, request, true)
      if (other === undefined) return err(notAsked)
      const done = await changeBoth(me, other, (pair) => {
        const asked = requestBy(pair, me, now())
        return asked?.id === request ? ok(withRequest(pair, { ...asked, withdrawn: true }, me)) : err(notAsked)
      })
      return done.ok ? ok(undefined) : done
    },
    rename: async (me, other, nickname) => {
      const done = await pairs.change(me, other, (pair) => {
        if (!areContacts(pair)) return err(noContact)
        const others = pair.nicknames.filter(({ by }) => by !== me)
        return ok({ ...pair, nicknames: nickname === '' ? others : [...others, { by: me, name: nickname }] })
      })
      if (!done.ok) return done
      hint(me, 'contacts')
      const contact = buildContact(done.value, me)
      return contact === undefined ? err(noContact) : ok(contact)
    },
    end: async (me, other) => {
      const done = await changeBoth(me, other, (pair) => {
        // To whoever is blocked the contact has ended already.
        const isOver = pair.since === undefined || (pair.blocks.length > 0 && !isBlockedBy(pair, me))
        return isOver ? err(noContact) : ok(withoutContact(pair))
      })
      return done.ok ? ok(undefined) : done
    },
    block: async (me, other) => {
      if (other === me || (await deps.loadUser(other)) === undefined) return err(appError('user-unknown'))
      const done = await changeBoth(me, other, (pair) =>
        ok(isBlockedBy(pair, me) ? undefined : withBlock(pair, me, now())),
      )
      return done.ok ? ok(undefined) : done
    },
    unblock: async (me, other) => {
      if (!isBlockedBy(await pairs.load(me, other), me)) return ok(undefined)
      const refused = deps.turns(me, other)
      if (refused !== undefined) return err(refused)
      const done = await changeBoth(me, other, (pair) => ok(withoutBlock(pair, me)))
      return done.ok ? ok(undefined) : done
    },
    depart: async (me) => {
      const mine = await pairs.listOf(me)
      for (const pair of mine) {
        const done = await changeBoth(me, otherOf(pair, me), (standing) => ok(withDeparture(standing, me)))
        if (!done.ok) return done
      }
      return ok(mine.length)
    },
    know: async (one, other) => {
      const pair = await pairs.load(one, other)
      const nowAt = now()
      return areContacts(pair) || requestBy(pair, one, nowAt) !== undefined || requestTo(pair, one, nowAt) !== undefined
    },
    listAddable: async (by, users) => {
      const [areAllContacts, mine] = [await deps.areAllContacts(), await pairs.listOf(by)]
      const pairWith = new Map(mine.map((pair) => [otherOf(pair, by), pair]))
      return new Set(
        users.filter((user) => {
          const pair = pairWith.get(user)
          if (pair === undefined) return areAllContacts
          return areContacts(pair) || (areAllContacts && pair.blocks.length === 0)
        }),
      )
    },
    listBlocked: async (me) =>
      (await pairs.listOf(me)).filter((pair) => isBlockedBy(pair, me)).map((pair) => otherOf(pair, me)),
    listKnown: async (me) => {
      const nowAt = now()
      const known = (await pairs.listOf(me)).filter((pair) => {
        const other = otherOf(pair, me)
        // Seen from the other side: whoever may not know of me is not told of me.
        return areContacts(pair) || requestBy(pair, other, nowAt) !== undefined || requestTo(pair, other, nowAt)
      })
      return known.map((pair) => otherOf(pair, me))
    },
  }
}

function buildContact(pair: Pair, me: UserId): Contact | undefined {
  const { since, room } = pair
  if (!areContacts(pair) || since === undefined || room === undefined) return undefined
  const nickname = nicknameOf(pair, me)
  return { user: otherOf(pair, me), room, since, ...(nickname === undefined ? {} : { nickname }) }
}

function listRequests(pair: Pair, me: UserId, nowAt: number): readonly ContactRequest[] {
  const other = otherOf(pair, me)
  if (areContacts(pair)) return []
  const [mine, theirs] = [requestBy(pair, me, nowAt), requestTo(pair, me, nowAt)]
  return [
    ...(theirs === undefined ? [] : [buildRequest(theirs, other, 'in')]),
    ...(mine === undefined ? [] : [buildRequest(mine, other, 'out')]),
  ]
}

function buildRequest({ id, note, at }: PairRequest, user: UserId, direction: 'in' | 'out'): ContactRequest {
  return { id, kind: 'contact', direction, user, ...(note === undefined ? {} : { note }), at }
}
