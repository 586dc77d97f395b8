import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type AppError, appError } from '../../common/app-error.ts'
import { isLeader } from '../../common/credential-scope.ts'
import type { Invite, InvitePreview } from '../../common/http-contract/invite-contract.ts'
import { roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { digestOfSecret } from '../secrets/secret-digest.ts'
import type { UserRow } from '../store/account-store.ts'
import { type BookEntry, buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { RoomStore } from '../store/room-store.ts'

/** `room` absent: it makes an account and leads into none. `users`: who has used it, each once. */
const inviteDetailSchema = z.object({
  room: roomIdSchema.optional(),
  by: userIdSchema,
  expiresAt: z.int(),
  uses: z.int().optional(),
  used: z.int(),
  users: z.array(userIdSchema),
})
type InviteDetail = z.output<typeof inviteDetailSchema>
export type InviteRow = Omit<Invite, 'code' | 'url'>

export type RoomInvites = {
  /** `room` absent: for an account, by an administrator. */
  readonly create: (by: UserId, room: RoomId | undefined, wanted: WantedInvite) => Promise<Result<Invite>>
  readonly list: (caller: UserId, room: RoomId | undefined) => Promise<Result<readonly InviteRow[]>>
  /** By its code, or by the id that a list says. */
  readonly withdraw: (caller: UserId, codeOrId: string) => Promise<Result<void>>
  readonly preview: (code: string) => Promise<Result<InvitePreview>>
  /** The room that a code leads to which is still good, and its picture. */
  readonly findRoom: (code: string) => Promise<Result<Pick<RoomState, 'room' | 'avatar'> | undefined>>
  readonly join: (user: UserId, code: string) => Promise<Result<RoomState>>
  /** Takes a use for an account that is about to be made; `giveBack` where it was not. */
  readonly takeForAccount: (code: string, user: UserId) => Promise<Result<TakenInvite>>
}
export type TakenInvite = { readonly room: RoomId | undefined; readonly giveBack: () => Promise<void> }
export type WantedInvite = { readonly expiresInSec?: number | undefined; readonly uses?: number | undefined }

export type RoomInviteDependencies = {
  readonly records: RecordStore
  readonly rooms: Pick<RoomStore, 'loadRoom'>
  /** By the rights of whoever invited, as they are now. */
  readonly join: (by: UserId, room: RoomId, user: UserId) => Promise<Result<RoomState>>
  readonly loadUser: (user: UserId) => Promise<UserRow | undefined>
  readonly buildUser: (row: UserRow) => InvitePreview['by']
  readonly isAdmin: (user: UserId) => Promise<boolean>
  /** How this server is reached from outside. */
  readonly publicUrl: string
  readonly now: () => number
}

const usualLifeSec = 7 * 86_400
const mostOfRoom = 100
const mostDropped = 5
const dead = err(appError('invite-invalid'))
/** Why the inviter's invitation leads nowhere now: whoever holds it is told no more than of one that never was. */
const deadCodes: ReadonlySet<AppError['code']> = new Set([
  'room-unknown',
  'not-allowed',
  'member-banned',
  'room-direct',
])

export function buildRoomInvites(deps: RoomInviteDependencies): RoomInvites {
  const book = buildRecordBook(deps.records, 'invite', inviteDetailSchema, deps.now)
  const ownerOf = (room: RoomId | undefined) => room ?? 'server'

  async function mayInvite(caller: UserId, room: RoomId | undefined): Promise<Result<void>> {
    if (room === undefined) return (await deps.isAdmin(caller)) ? ok(undefined) : err(appError('admin-required'))
    const state = await deps.rooms.loadRoom(room)
    if (state === undefined || !state.members.has(caller)) return err(appError('room-unknown'))
    if (state.roomKind === 'direct') return err(appError('room-direct'))
    return isLeader(state.members.get(caller)?.role) ? ok(undefined) : err(appError('not-allowed'))
  }
  const isSpent = ({ uses, used }: InviteDetail) => uses !== undefined && used >= uses
  /** That it can be used at all, by the rights of whoever made it as they are now. */
  async function findLive(code: string): Promise<BookEntry<InviteDetail> | undefined> {
    const entry = await book.load(digestOfSecret(code))
    if (entry === undefined || entry.detail.expiresAt <= deps.now()) return undefined
    return (await mayInvite(entry.detail.by, entry.detail.room)).ok ? entry : undefined
  }
  async function take(id: string, user: UserId): Promise<Result<'first' | 'again'>> {
    let how: 'first' | 'again' = 'again'
    const taken = await book.change(id, (before) => {
      if (before === undefined || before.detail.expiresAt <= deps.now()) return dead
      const { detail, owners } = before
      how = detail.users.includes(user) ? 'again' : 'first'
      if (how === 'again') return ok(undefined)
      if (isSpent(detail)) return dead
      return ok({ detail: { ...detail, used: detail.used + 1, users: [...detail.users, user] }, owners })
    })
    return taken.ok ? ok(how) : taken
  }
  async function giveBack(id: string, user: UserId): Promise<void> {
    await book.change(id, (before) => {
      if (before === undefined || !before.detail.users.includes(user)) return ok(undefined)
      const { detail, owners } = before
      const users = detail.users.filter((one) => one !== user)
      return ok({ detail: { ...detail, used: detail.used - 1, users }, owners })
    })
  }

  return {
    create: async (by, room, { expiresInSec = usualLifeSec, uses }) => {
      const may = await mayInvite(by, room)
      if (!may.ok) return may
      const all = await book.listAll(ownerOf(room))
      const live = all.filter(({ detail }) => detail.expiresAt > deps.now())
      const over = all.filter(({ detail }) => detail.expiresAt <= deps.now())
      // A few for each that is made, so that they never grow many.
      for (const { id } of over.slice(0, mostDropped)) await book.change(id, () => ok('remove'))
      if (live.length >= mostOfRoom) {
        const detail = `There are ${mostOfRoom} invitations already. Withdraw one first.`
        return err(appError('too-many-requests', { detail, retryAfterMs: 3_600_000 }))
      }
      const code = randomBytes(16).toString('base64url')
      const about = {
        by,
        expiresAt: deps.now() + expiresInSec * 1_000,
        used: 0,
        ...(uses === undefined ? {} : { uses }),
      }
      const detail = { ...about, users: [], ...(room === undefined ? {} : { room }) }
      const id = digestOfSecret(code)
      const made = await book.change(id, () => ok({ detail, owners: [ownerOf(room)] }))
      return made.ok ? ok({ id, ...about, code, url: `${deps.publicUrl}/invite/${code}` }) : made
    },
    list: async (caller, room) => {
      const may = await mayInvite(caller, room)
      if (!may.ok) return may
      const entries = await book.listAll(ownerOf(room))
      return ok(
        entries.flatMap(({ id, at: createdAt, detail: { by, expiresAt, uses, used } }) =>
          expiresAt <= deps.now()
            ? []
            : { id, by, createdAt, expiresAt, used, ...(uses === undefined ? {} : { uses }) },
        ),
      )
    },
    withdraw: async (caller, codeOrId) => {
      const entry = (await book.load(digestOfSecret(codeOrId))) ?? (await book.load(codeOrId))
      if (entry === undefined) return dead
      const isMine = entry.detail.by === caller
      if (!isMine && !(await mayInvite(caller, entry.detail.room)).ok) return dead
      const gone = await book.change(entry.id, () => ok('remove'))
      return gone.ok ? ok(undefined) : gone
    },
    preview: async (code) => {
      const entry = await findLive(code)
      if (entry === undefined || isSpent(entry.detail)) return dead
      const { room, by, expiresAt } = entry.detail
      const [state, inviter] = [
        room === undefined ? undefined : await deps.rooms.loadRoom(room),
        await deps.loadUser(by),
      ]
      if (inviter === undefined) return dead
      const about = { by: deps.buildUser(inviter), expiresAt }
      if (state === undefined) return ok(about)
      const { name, topic, members, avatar } = state
      const history = state.history?.at(-1)?.shows ?? 'all'
      return ok({
        ...about,
        room: { name, topic, members: members.size, history, ...(avatar === undefined ? {} : { avatar }) },
      })
    },
    findRoom: async (code) => {
      const entry = await findLive(code)
      if (entry === undefined || isSpent(entry.detail)) return dead
      const { room } = entry.detail
      return ok(room === undefined ? undefined : await deps.rooms.loadRoom(room))
    },
    join: async (user, code) => {
      const entry = await findLive(code)
      const room = entry?.detail.room
      if (entry === undefined || room === undefined) return dead
      const state = await deps.rooms.loadRoom(room)
      if (state?.members.has(user)) return ok(state)
      const taken = await take(entry.id, user)
      if (!taken.ok) return taken
      const joined = await deps.join(entry.detail.by, room, user)
      if (joined.ok) return joined
      if (taken.value === 'first') await giveBack(entry.id, user)
      return deadCodes.has(joined.error.code) ? dead : joined
    },
    takeForAccount: async (code, user) => {
      const entry = await findLive(code)
      if (entry === undefined) return dead
      const taken = await take(entry.id, user)
      if (!taken.ok) return taken
      return ok({ room: entry.detail.room, giveBack: () => giveBack(entry.id, user) })
    },
  }
}
