import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type AppError, appError } from '../../common/app-error.ts'
import { roles } from '../../common/credential-scope.ts'
import type { ContactRequest } from '../../common/http-contract/contact-contract.ts'
import { roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import { buildUserId, idRandomBytes, type RoomId, type UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { RoomStore } from '../store/room-store.ts'

/** Invitations of people into rooms, by name: whoever is no contact is asked and not brought in. */
const roomRequestSchema = z.object({
  id: z.string(),
  room: roomIdSchema,
  user: userIdSchema,
  by: userIdSchema,
  role: z.enum(roles).optional(),
  at: z.int(),
  declined: z.literal(true).optional(),
  /** Good for once: whoever is taken out again does not come back by it. */
  accepted: z.literal(true).optional(),
})
export type RoomRequest = z.output<typeof roomRequestSchema>

export type RoomRequestService = {
  /** Again for one that stands: it stays as it is, also where it was declined, and says nothing of that. */
  readonly ask: (want: {
    readonly room: RoomId
    readonly user: UserId
    readonly by: UserId
    readonly role?: RoomRequest['role'] | undefined
  }) => Promise<Result<void>>
  readonly list: (me: UserId, blocked: readonly UserId[]) => Promise<readonly ContactRequest[]>
  readonly accept: (me: UserId, request: string) => Promise<Result<RoomId> | undefined>
  readonly decline: (me: UserId, request: string) => Promise<Result<void> | undefined>
  readonly withdraw: (me: UserId, request: string) => Promise<Result<void> | undefined>
  /** Takes away those whose time is over. */
  readonly prune: () => Promise<void>
  /** All that they asked or were asked: they are no more. */
  readonly depart: (me: UserId) => Promise<number>
}

export type RoomRequestDependencies = {
  readonly records: RecordStore
  readonly rooms: Pick<RoomStore, 'loadRoom' | 'loadRooms'>
  /** Brings somebody in by the rights of whoever invited them, as they are now. */
  readonly join: (request: RoomRequest) => Promise<Result<RoomState>>
  /** Whether what this one asks reaches nobody. */
  readonly isHidden: (user: UserId, by: UserId) => Promise<boolean>
  readonly hint: (user: UserId, topic: 'contacts') => void
  readonly now: () => number
}

const lifeMs = 30 * 86_400_000
const mostOpenOfOne = 50
/** What an inviter can no longer give: to the invited it is as if there were no such invitation. */
const voidCodes: ReadonlySet<AppError['code']> = new Set([
  'room-unknown',
  'not-allowed',
  'member-banned',
  'room-direct',
])

export function buildRoomRequests(deps: RoomRequestDependencies): RoomRequestService {
  const book = buildRecordBook(deps.records, 'room-request', roomRequestSchema, deps.now)
  const keyOf = ({ room, user }: Pick<RoomRequest, 'room' | 'user'>) => `${room} ${user}`
  const stands = ({ at }: RoomRequest) => at > deps.now() - lifeMs
  const find = async (me: UserId, id: string, isMine: boolean) =>
    (await book.listAll(me))
      .map(({ detail }) => detail)
      .find((one) => one.id === id && (isMine ? one.by : one.user) === me && stands(one))

  return {
    ask: async ({ room, user, by, role }) => {
      const open = (await book.listAll(by)).filter(({ detail }) => detail.by === by && stands(detail))
      if (open.length >= mostOpenOfOne && !open.some(({ detail }) => detail.room === room && detail.user === user)) {
        const detail = `You have ${mostOpenOfOne} invitations that wait for an answer. Take one back first.`
        return err(appError('too-many-requests', { detail, retryAfterMs: 3_600_000 }))
      }
      const id = buildUserId(randomBytes(idRandomBytes))
      const wanted = { id, room, user, by, at: deps.now(), ...(role === undefined ? {} : { role }) }
      const put = await book.change(keyOf({ room, user }), (before) => {
        if (before !== undefined && stands(before.detail) && before.detail.declined) return ok(undefined)
        return ok({ detail: wanted, owners: [user, by, room] })
      })
      if (!put.ok) return put
      deps.hint(by, 'contacts')
      if (!(await deps.isHidden(user, by))) deps.hint(user, 'contacts')
      return ok(undefined)
    },
    list: async (me, blocked) => {
      const hidden = new Set(blocked)
      const mine = (await book.listAll(me))
        .map(({ detail }) => detail)
        .filter(
          (one) =>
            stands(one) &&
            !one.accepted &&
            (one.by === me || (one.user === me && !one.declined && !hidden.has(one.by))),
        )
      const rooms = new Map((await deps.rooms.loadRooms(mine.map(({ room }) => room))).map((one) => [one.room, one]))
      return mine.flatMap((one): ContactRequest[] => {
        const state = rooms.get(one.room)
        // An invitation by somebody who is not in the room any more leads nowhere.
        if (state === undefined || !state.members.has(one.by) || state.members.has(one.user)) return []
        // To whoever is banned the room does not exist, whoever had invited them.
        if (state.bans?.includes(one.user)) return []
        const isOut = one.by === me
        const history = state.history?.at(-1)?.shows ?? 'all'
        return [
          {
            ...{
              id: one.id,
              kind: 'room',
              direction: isOut ? 'out' : 'in',
              user: isOut ? one.user : one.by,
              at: one.at,
            },
            room: { id: one.room, name: state.name, history },
          },
        ]
      })
    },
    accept: async (me, id) => {
      const found = await find(me, id, false)
      if (found === undefined) return undefined
      const state = await deps.rooms.loadRoom(found.room)
      // Accepted twice, or brought in by another one meanwhile.
      if (state?.members.has(me)) return ok(found.room)
      const owners = [found.user, found.by, found.room]
      const taken = await book.change(keyOf(found), (before) => {
        const isOpen = before?.detail.id === id && !before.detail.declined && !before.detail.accepted
        return isOpen ? ok({ detail: { ...before.detail, accepted: true }, owners }) : err(appError('request-unknown'))
      })
      if (!taken.ok) return taken
      const joined = await deps.join(found)
      if (!joined.ok) {
        // Not now; it stays good for another try.
        await book.change(keyOf(found), (before) =>
          ok(before?.detail.id === id ? { detail: found, owners } : undefined),
        )
        return voidCodes.has(joined.error.code) ? err(appError('request-unknown')) : joined
      }
      for (const one of [me, found.by]) deps.hint(one, 'contacts')
      return ok(found.room)
    },
    decline: async (me, id) => {
      const found = await find(me, id, false)
      if (found === undefined || found.declined) return undefined
      const owners = [found.user, found.by, found.room]
      const put = await book.change(keyOf(found), (before) =>
        ok(before?.detail.id === id ? { detail: { ...before.detail, declined: true }, owners } : undefined),
      )
      deps.hint(me, 'contacts')
      return put.ok ? ok(undefined) : put
    },
    prune: () => book.sweep(({ detail }) => (stands(detail) ? undefined : 'remove')),
    depart: async (me) => {
      const mine = await book.listAll(me)
      for (const { id, detail } of mine) {
        await book.change(id, () => ok('remove'))
        deps.hint(detail.user === me ? detail.by : detail.user, 'contacts')
      }
      return mine.length
    },
    withdraw: async (me, id) => {
      const found = await find(me, id, true)
      if (found === undefined) return undefined
      const put = await book.change(keyOf(found), (before) => ok(before?.detail.id === id ? 'remove' : undefined))
      for (const one of [me, found.user]) deps.hint(one, 'contacts')
      return put.ok ? ok(undefined) : put
    },
  }
}
