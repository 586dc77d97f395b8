import { randomBytes, randomInt } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import type { PageQuery } from '../../common/http-contract/query-contract.ts'
import { buildRoomId, idRandomBytes, parseRoomId, type RoomId, type UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import type { UserRow, UserStore } from '../store/account-store.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { AddingLimit } from './adding-limit.ts'
import type { JoinPlaces } from './join-places.ts'
import type { RoomChanger } from './room-changer.ts'
import { judgeWish, type RoomFact, type RoomWish } from './room-rights.ts'

export type RoomServiceDependencies = {
  readonly store: {
    readonly rooms: Pick<RoomStore, 'loadRoom' | 'loadRoomsOfUser'>
    readonly accounts: Pick<UserStore, 'loadUsers'>
  }
  readonly changer: Pick<RoomChanger, 'create' | 'change' | 'changeAll'>
  readonly places: JoinPlaces
  readonly adding: AddingLimit
  readonly reachOf: (user: UserId, state: RoomState) => RoomReach
  readonly memberCap: number
  /** New rooms are spread over them by chance. */
  readonly shards: number
  /** Closed for good. */
  readonly noteClosed: (room: RoomId) => Promise<void>
}

export type NewRoom = {
  readonly name: string
  readonly topic?: string | undefined
  readonly members: readonly UserId[]
}

export type RoomService = {
  readonly list: (
    user: UserId,
    page: PageQuery,
  ) => Promise<Result<{ readonly rooms: readonly RoomState[]; readonly cursor?: string }>>
  readonly load: (caller: UserId, room: RoomId) => Promise<Result<RoomState>>
  readonly create: (caller: UserId, wanted: NewRoom) => Promise<Result<RoomState>>
  readonly change: (caller: UserId, room: RoomId, wish: RoomWish) => Promise<Result<RoomState>>
  /** Well once nobody is in it any more and no credential reaches it. What was said stays in the archive. */
  readonly close: (caller: UserId, room: RoomId) => Promise<Result<void>>
  /** The profiles of everyone in these rooms. */
  readonly loadPeople: (rooms: readonly RoomState[]) => Promise<readonly UserRow[]>
  readonly shareRoom: (one: UserId, other: UserId) => Promise<boolean>
  /** Everyone who is in some room with the user, the user too. */
  readonly loadRoommates: (user: UserId) => Promise<ReadonlySet<UserId>>
}

export function createRoomService(deps: RoomServiceDependencies): RoomService {
  const { store, changer, reachOf, memberCap, places, adding } = deps

  /**
   * Does the work, which brings these people into one room more, where they exist, may be brought in by the caller and
   * each still has a place. What comes to nothing counts for no limit.
   */
  async function whileJoining<T>(
    caller: UserId,
    users: readonly UserId[],
    work: () => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const found = await store.accounts.loadUsers(users)
    if (found.length < users.length) {
      return err(appError('user-unknown', { detail: 'One of the people named does not exist.' }))
    }
    const added = adding.add(
      caller,
      users.filter((user) => user !== caller),
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
    create: async (caller, { name, topic, members }) => {
      const others = [...new Set(members)].filter((user) => user !== caller)
      if (others.length + 1 > memberCap) {
        return err(appError('room-full', { detail: `A room has at most ${memberCap} people.` }))
      }
      const room = buildRoomId(randomInt(deps.shards), randomBytes(idRandomBytes))
      const fact: RoomFact = {
        kind: 'room.created',
        by: caller,
        roomKind: 'group',
        name,
        ...(topic === undefined || topic === '' ? {} : { topic }),
        members: [{ user: caller, role: 'owner' }, ...others.map((user) => ({ user, role: 'member' as const }))],
      }
      return whileJoining(caller, [caller, ...others], () => changer.create(room, fact))
    },
    change: async (caller, room, wish) => {
      const change = () => changer.change(room, (state) => judgeWish(state, caller, wish, memberCap))
      if (wish.kind === 'put-member') {
        const state = await store.rooms.loadRoom(room)
        // Rights first, so that an outsider learns nothing of a room or of people.
        const verdict = state === undefined ? undefined : judgeWish(state, caller, wish, memberCap)
        if (verdict?.ok && verdict.value?.kind === 'member.joined') {
          return whileJoining(caller, [wish.user], change)
        }
      }
      return change()
    },
    close: async (caller, room) => {
      const closed = await changer.changeAll(room, (state, made) =>
        // Another owner who closes it at the same time may take the caller out first, and goes on.
        made > 0 && !state.members.has(caller) ? ok(undefined) : judgeWish(state, caller, { kind: 'close' }, memberCap),
      )
      if (!closed.ok) return closed
      await deps.noteClosed(room)
      return ok(undefined)
    },
    loadPeople: (rooms) => store.accounts.loadUsers([...new Set(rooms.flatMap(({ members }) => [...members.keys()]))]),
    shareRoom: async (one, other) => (await store.rooms.loadRoomsOfUser(one)).some(({ members }) => members.has(other)),
    loadRoommates: async (user) => {
      const rooms = await store.rooms.loadRoomsOfUser(user)
      return new Set([user, ...rooms.flatMap(({ members }) => [...members.keys()])])
    },
  }
}

const foreignCursor = { '/querystring/cursor': 'must be the cursor of an answer of this call' }
