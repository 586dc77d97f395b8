import { randomBytes, randomInt } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import type { Role } from '../../common/credential-scope.ts'
import type { PageQuery } from '../../common/http-contract/query-contract.ts'
import { buildRoomId, idRandomBytes, parseRoomId, type RoomId, type UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { TurnLimit } from '../budgets/turn-limit.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import type { UserRow, UserStore } from '../store/account-store.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { AddingLimit } from './adding-limit.ts'
import { buildRemovalSteps, checkBotsMayCome, namedLeader } from './bots-in-room.ts'
import type { JoinPlaces } from './join-places.ts'
import type { RoomChanger } from './room-changer.ts'
import type { RoomRequestService } from './room-requests.ts'
import {
  type Bots,
  givenBackTo,
  judgeModeration,
  judgeWish,
  type ModerationWish,
  type RoomFact,
  type RoomWish,
} from './room-rights.ts'

export type RoomServiceDependencies = {
  readonly store: {
    readonly rooms: Pick<RoomStore, 'loadRoom' | 'loadRoomsOfUser'>
    readonly accounts: Pick<UserStore, 'loadUsers'>
  }
  readonly changer: Pick<RoomChanger, 'create' | 'change' | 'changeSteps' | 'changeAll'>
  readonly places: JoinPlaces
  readonly adding: AddingLimit
  readonly turns: TurnLimit
  readonly reachOf: (user: UserId, state: RoomState) => RoomReach
  /** Of that room; without one, of those that are made. */
  readonly loadMemberCap: (room?: RoomId) => Promise<number>
  /** Those of the people whom this one may bring in without asking them. */
  readonly listAddable: (by: UserId, users: readonly UserId[]) => Promise<ReadonlySet<UserId>>
  readonly ask: RoomRequestService['ask']
  /** Of these people those who are bots, each with its maker. */
  readonly loadMakers: (users: readonly UserId[]) => Promise<Bots>
  /** All bots of these people. */
  readonly listBotsOf: (makers: readonly UserId[]) => Promise<readonly UserId[]>
  /** New rooms are spread over them by chance. */
  readonly shards: number
  /** Closed for good. */
  readonly noteClosed: (room: RoomId) => Promise<void>
}

export type NewRoom = {
  readonly name: string
  readonly topic?: string | undefined
  readonly members: readonly UserId[]
  readonly visibility?: 'private' | 'public' | undefined
  readonly history?: 'all' | 'joined' | undefined
}

/** `invited`: who is asked first. */
export type MadeRoom = { readonly state: RoomState; readonly invited: readonly UserId[] }

export type RoomService = {
  readonly list: (
    user: UserId,
    page: PageQuery,
  ) => Promise<Result<{ readonly rooms: readonly RoomState[]; readonly cursor?: string }>>
  readonly load: (caller: UserId, room: RoomId) => Promise<Result<RoomState>>
  /** Well where it is there for the caller: they are in it, or might join it by themselves. */
  readonly loadShown: (caller: UserId, room: RoomId) => Promise<Result<RoomState>>
  /** Whether the caller may ask for that now; nothing is done. */
  readonly judge: (caller: UserId, room: RoomId, wish: RoomWish) => Promise<Result<unknown>>
  readonly create: (caller: UserId, wanted: NewRoom) => Promise<Result<MadeRoom>>
  readonly change: (caller: UserId, room: RoomId, wish: RoomWish) => Promise<Result<RoomState>>
  /** By whoever runs the server, whatever they are in the room. */
  readonly moderate: (by: UserId, room: RoomId, wish: ModerationWish) => Promise<Result<RoomState>>
  /** Brings somebody in, or changes what they are; whoever must agree first is invited. */
  readonly putMember: (caller: UserId, room: RoomId, wanted: WantedMember) => Promise<Result<'done' | 'invited'>>
  /** By the rights of another one: of whoever invited them. */
  readonly join: (by: UserId, room: RoomId, wish: RoomWish & { kind: 'put-member' }) => Promise<Result<RoomState>>
  readonly joinPublic: (caller: UserId, room: RoomId) => Promise<Result<RoomState>>
  /** Well once nobody is in it any more and no credential reaches it. What was said stays in the archive. */
  readonly close: (caller: UserId, room: RoomId) => Promise<Result<void>>
  /** Group rooms that others are in too and that nobody else owns. */
  readonly listOwnedAlone: (user: UserId) => Promise<readonly RoomState[]>
  /** Out of every group room; harmless to repeat. */
  readonly depart: (user: UserId) => Promise<Result<number>>
  /** The profiles of everyone in these rooms. */
  readonly loadPeople: (rooms: readonly RoomState[]) => Promise<readonly UserRow[]>
  readonly shareRoom: (one: UserId, other: UserId) => Promise<boolean>
  /** Those of the others with whom they share a room, or did. */
  readonly listMet: (user: UserId, others: readonly UserId[]) => Promise<ReadonlySet<UserId>>
  /** Everyone who is in some room with the user, the user too. */
  readonly loadRoommates: (user: UserId) => Promise<ReadonlySet<UserId>>
}

export function createRoomService(deps: RoomServiceDependencies): RoomService {
  const { store, changer, reachOf, places, adding } = deps

  /**
   * Does the work, which brings these people into one room more, where they exist, may be brought in by the caller and
   * each still has a place; or invites them. What comes to nothing counts for no limit.
   */
  async function whileJoining<T>(
    caller: UserId,
    { users, invited = [] }: { readonly users: readonly UserId[]; readonly invited?: readonly UserId[] },
    work: () => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const wanted = [...users, ...invited]
    const found = (await store.accounts.loadUsers(wanted)).filter(({ profile }) => profile?.deletedAt === undefined)
    if (found.length < wanted.length) {
      return err(appError('user-unknown', { detail: 'One of the people named does not exist.' }))
    }
    const added = adding.add(
      caller,
      wanted.filter((user) => user !== caller),
    )
    if (!added.ok) return added
    let isDone = false
    try {
      const outcome = await places.whilePlaced(users, work)
      isDone = outcome.ok
      return outcome
    } finally {
      if (!isDone) added.value.giveBack()
    }
  }

  const change: RoomService['change'] = async (caller, room, wish) => {
    const leader = namedLeader(wish)
    if (leader !== undefined && (await deps.loadMakers([leader])).size > 0) {
      return err(appError('bot-bound', { detail: 'A bot leads no room.' }))
    }
    if (wish.kind === 'remove-member' || wish.kind === 'ban') return takeOut(caller, room, wish)
    const memberCap = await deps.loadMemberCap(room)
    let isCounted = false
    const changed = await changer.change(room, (state) => {
      const verdict = judgeWish(state, caller, wish, memberCap)
      const whom = verdict.ok && verdict.value !== undefined ? givenBackTo(state, verdict.value) : undefined
      if (whom === undefined || isCounted) return verdict
      // Judged anew where another change was first, and counted once.
      isCounted = true
      const refused = deps.turns(caller, whom)
      return refused === undefined ? verdict : err(refused)
    })
    const comer = wish.kind === 'put-member' ? wish.user : wish.kind === 'join' ? caller : undefined
    return changed.ok && comer !== undefined ? withoutGone(changed.value, [comer]) : changed
  }

  /** With their bots. Whoever made a bot may take it out, whatever they are in the room. */
  async function takeOut(
    caller: UserId,
    room: RoomId,
    wish: RoomWish & { readonly user: UserId },
  ): Promise<Result<RoomState>> {
    const [bots, makers] = [await deps.listBotsOf([wish.user]), await deps.loadMakers([wish.user])]
    const isOwnBot = wish.kind === 'remove-member' && makers.get(wish.user) === caller
    const judge = (state: RoomState): Result<RoomFact | undefined> => {
      if (!isOwnBot || !state.members.has(caller) || !state.members.has(wish.user))
        return judgeWish(state, caller, wish, 0)
      return ok({ kind: 'member.removed', by: caller, user: wish.user })
    }
    return changer.changeSteps(room, buildRemovalSteps(caller, bots, judge))
  }

  /** Whoever deleted their account while they were brought in was out of all their rooms before they were in this one. */
  async function withoutGone(state: RoomState, comers: readonly UserId[]): Promise<Result<RoomState>> {
    const rows = await store.accounts.loadUsers(comers)
    let after: Result<RoomState> = ok(state)
    for (const { id, profile } of rows) if (profile?.deletedAt !== undefined) after = await leave(id, state.room)
    return after
  }
  const listMet: RoomService['listMet'] = async (user, others) => {
    const rooms = await store.rooms.loadRoomsOfUser(user)
    const isMet = (other: UserId) =>
      rooms.some(({ members, past }) => members.has(other) || past?.some((one) => one.user === other))
    return new Set(others.filter(isMet))
  }
  const leave = async (user: UserId, room: RoomId) => {
    const bots = await deps.loadMakers([...((await store.rooms.loadRoom(room))?.members.keys() ?? [])])
    return changer.changeAll(room, (state) =>
      state.members.has(user) ? judgeWish(state, user, { kind: 'depart', bots }, 0) : ok(undefined),
    )
  }
  const join: RoomService['join'] = (by, room, wish) => places.whilePlaced([wish.user], () => change(by, room, wish))

  return {
    list: async (user, { limit, cursor }) => {
      const after = cursor === undefined ? '' : parseRoomId(Buffer.from(cursor, 'base64url').toString())
      if (after === undefined) return err(appError('request-invalid', { fields: foreignCursor }))
      const rooms = [...(await store.rooms.loadRoomsOfUser(user))].sort((a, b) => (a.room < b.room ? -1 : 1))
      const rest = rooms.filter(({ room }) => room > after)
      const page = rest.slice(0, limit)
      const last = page.at(-1)
      const hasMore = rest.length > page.length && last !== undefined
      return ok({ rooms: page, ...(hasMore ? { cursor: Buffer.from(last.room).toString('base64url') } : {}) })
    },
    load: async (caller, room) => {
      const state = await store.rooms.loadRoom(room)
      const isSeen = state !== undefined && reachOf(caller, state).scope !== 'none'
      return isSeen ? ok(state) : err(appError('room-unknown'))
    },
    loadShown: async (caller, room) => {
      const state = await store.rooms.loadRoom(room)
      const isIn = state !== undefined && reachOf(caller, state).scope !== 'none'
      const isOpen = state?.visibility === 'public' && state.members.size > 0 && !state.bans?.includes(caller)
      return state !== undefined && (isIn || isOpen) ? ok(state) : unknownRoom
    },
    judge: async (caller, room, wish) => {
      const state = await store.rooms.loadRoom(room)
      return state === undefined ? unknownRoom : judgeWish(state, caller, wish, await deps.loadMemberCap(room))
    },
    create: async (caller, { name, topic, members, visibility, history }) => {
      const memberCap = await deps.loadMemberCap()
      const others = [...new Set(members)].filter((user) => user !== caller)
      if (others.length + 1 > memberCap) {
        return err(appError('room-full', { detail: `A room has at most ${memberCap} people.` }))
      }
      const addable = await deps.listAddable(caller, others)
      const [added, invited] = [others.filter((user) => addable.has(user)), others.filter((user) => !addable.has(user))]
      const bots = await deps.loadMakers(others)
      const mayCome = checkBotsMayCome(bots, new Set([caller, ...added]))
      if (!mayCome.ok) return mayCome
      if (invited.some((user) => bots.has(user))) return notTheirs
      const room = buildRoomId(randomInt(deps.shards), randomBytes(idRandomBytes))
      const fact: RoomFact = {
        kind: 'room.created',
        by: caller,
        roomKind: 'group',
        name,
        ...(topic === undefined || topic === '' ? {} : { topic }),
        ...(visibility === 'public' ? { visibility } : {}),
        ...(history === 'joined' ? { history } : {}),
        members: [{ user: caller, role: 'owner' }, ...added.map((user) => ({ user, role: 'member' as const }))],
      }
      return whileJoining(caller, { users: [caller, ...added], invited }, async () => {
        const made = await changer.create(room, fact)
        if (!made.ok) return made
        for (const user of invited) {
          const asked = await deps.ask({ room, user, by: caller })
          if (!asked.ok) return asked
        }
        const whole = await withoutGone(made.value, added)
        return whole.ok ? ok({ state: whole.value, invited }) : whole
      })
    },
    change,
    moderate: (by, room, wish) => changer.change(room, (state) => judgeModeration(state, by, wish)),
    putMember: async (caller, room, { user, role, mutedUntil }) => {
      const state = await store.rooms.loadRoom(room)
      const isIn = state?.members.has(user) === true
      const wish = { kind: 'put-member', user, role } as const
      // Rights first, so that an outsider learns nothing of a room or of people.
      const verdict = state === undefined ? unknownRoom : judgeWish(state, caller, wish, await deps.loadMemberCap(room))
      if (!verdict.ok) return verdict
      if (!isIn && mutedUntil !== undefined) return err(appError('member-unknown'))
      if (!isIn && state !== undefined) {
        const bots = await deps.loadMakers([user])
        const mayCome = checkBotsMayCome(bots, new Set(state.members.keys()))
        if (!mayCome.ok) return mayCome
        const hasLeft = !bots.has(user) && state.past?.some((one) => one.user === user && one.left) === true
        const addable = await deps.listAddable(caller, [user])
        // It could say yes to no invitation.
        if (bots.has(user) && !addable.has(user)) return notTheirs
        if (hasLeft || !addable.has(user)) {
          return whileJoining(caller, { users: [], invited: [user] }, async () => {
            const asked = await deps.ask({ room, user, by: caller, role })
            return asked.ok ? ok('invited' as const) : asked
          })
        }
        return whileJoining(caller, { users: [user] }, async () => {
          const joined = await change(caller, room, { ...wish, via: 'added' })
          return joined.ok ? ok('done' as const) : joined
        })
      }
      const changed = await change(caller, room, wish)
      if (!changed.ok || mutedUntil === undefined) return changed.ok ? ok('done') : changed
      const until = mutedUntil === null || mutedUntil <= Date.now() ? 0 : mutedUntil
      const muted = await change(caller, room, { kind: 'mute-member', user, until })
      return muted.ok ? ok('done') : muted
    },
    join,
    joinPublic: (caller, room) => places.whilePlaced([caller], () => change(caller, room, { kind: 'join' })),
    close: async (caller, room) => {
      const closed = await changer.changeAll(room, (state, made) =>
        // Another owner who closes it at the same time may take the caller out first, and goes on.
        made > 0 && !state.members.has(caller) ? ok(undefined) : judgeWish(state, caller, { kind: 'close' }, 0),
      )
      if (!closed.ok) return closed
      await deps.noteClosed(room)
      return ok(undefined)
    },
    listOwnedAlone: async (user) => {
      // They go with their maker.
      const bots = new Set(await deps.listBotsOf([user]))
      return (await store.rooms.loadRoomsOfUser(user)).filter(({ roomKind, members }) => {
        const owners = [...members.values()].filter(({ role }) => role === 'owner')
        const others = [...members.keys()].filter((one) => one !== user && !bots.has(one))
        return roomKind === 'group' && others.length > 0 && owners.length === 1 && owners[0]?.user === user
      })
    },
    depart: async (user) => {
      const mine = await store.rooms.loadRoomsOfUser(user)
      for (const { room } of mine) {
        const left = await leave(user, room)
        if (!left.ok) return left
      }
      return ok(mine.length)
    },
    loadPeople: (rooms) => store.accounts.loadUsers([...new Set(rooms.flatMap(({ members }) => [...members.keys()]))]),
    // Who was in a room has said something there, perhaps: their name stands at it.
    shareRoom: async (one, other) => (await listMet(one, [other])).has(other),
    listMet,
    loadRoommates: async (user) => {
      const rooms = await store.rooms.loadRoomsOfUser(user)
      return new Set([user, ...rooms.flatMap(({ members }) => [...members.keys()])])
    },
  }
}

/** `mutedUntil`: ms; null, or what is over: they may write again. */
export type WantedMember = {
  readonly user: UserId
  readonly role?: Role | undefined
  readonly mutedUntil?: number | null | undefined
}

const notTheirs = err(appError('bot-bound', { detail: 'Only its maker, or their contacts, can bring a bot in.' }))
const unknownRoom = err(appError('room-unknown'))
const foreignCursor = { '/querystring/cursor': 'must be the cursor of an answer of this call' }
