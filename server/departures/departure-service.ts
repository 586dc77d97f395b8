import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { userIdSchema } from '../../common/id-schemas.ts'
import type { UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { createChangeRunner } from '../changes/change-runner.ts'
import type { UserRow, UserStore } from '../store/account-store.ts'
import type { ChangeStore } from '../store/change-store.ts'
import type { LeaseStore } from '../store/lease-store.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { ErasureReports, Gone } from './erasure-reports.ts'
import { buildRestingHandles } from './resting-handles.ts'

/**
 * Somebody goes for good. One atomic step decides: their row is erased. From there on no password is right and no device theirs; all
 * that follows can be repeated, and is, by whoever comes after a crash: devices and credentials end, rooms and contacts, what they
 * kept here. Their words stay or go, as they wished, beside the answer: a life of talking is longer than a call.
 */
export type DepartureService = {
  /** `last-owner` names the rooms in `rooms`. Well once every credential is refused and they are out of every room. */
  readonly depart: (user: UserId, password: string, messages: Messages) => Promise<Result<Departed>>
  /** The same without a password, for whoever may decide it. Of an account that is no more: well. */
  readonly remove: (user: UserId, messages: Messages) => Promise<Result<Departed>>
  /** Of a handle that was somebody's until not long ago. */
  readonly isResting: (handle: string) => Promise<boolean>
  readonly repair: () => Promise<{ readonly finished: number; readonly unreadable: number }>
}
export type Messages = 'keep' | 'erase'
/** `receipt`: by which the report of what went is read without an account. Told once, to whoever was first. */
export type Departed = { readonly receipt?: string }

export type DepartureDependencies = {
  readonly store: {
    readonly accounts: Pick<UserStore, 'loadUser' | 'eraseUser' | 'countAdmins' | 'changeUser'>
    readonly changes: ChangeStore
    readonly leases: LeaseStore
    readonly records: RecordStore
  }
  readonly isRight: (password: string, hash: string | undefined) => Promise<Result<boolean>>
  readonly listOwnedAlone: (user: UserId) => Promise<readonly RoomState[]>
  /** In this order: each harmless to repeat. What was there and is gone by it, counted. */
  readonly steps: readonly ((user: UserId, messages: Messages) => Promise<Result<Gone>>)[]
  /** Takes their words away; an error: there are more, and it is to be called again. */
  readonly forgetWords: (user: UserId, onGone: (gone: Gone) => Promise<void>) => Promise<Result<void>>
  readonly reports: Pick<ErasureReports, 'begin' | 'note' | 'add' | 'finish'>
  /** Out of the store's own files. */
  readonly scrub: () => Promise<boolean>
  readonly onErased: () => void
  readonly noteErased: (user: UserId, at: number, messages: Messages) => Promise<void>
  readonly now: () => number
}

const wishSchema = z.object({ user: userIdSchema, messages: z.enum(['keep', 'erase']) })
type Wish = z.output<typeof wishSchema>
/** Of a change that is begun anew by whoever restores. */
export const departureChange = 'departure'
const adminsLeaseMs = 10_000

export function buildDepartureService(deps: DepartureDependencies): DepartureService {
  const { accounts, changes: store, leases, records } = deps.store
  const { rest, isResting } = buildRestingHandles(records, deps.now)
  const parse = (detail: unknown) => wishSchema.safeParse(detail).data

  const words = createChangeRunner<Wish, Wish>(
    store,
    {
      name: 'words',
      parse,
      find: async (_, wish) => ok(wish),
      applyEffects: async ({ user, messages }) => {
        const done = await deps.forgetWords(user, (gone) => deps.reports.add(user, messages, gone))
        return done.ok ? finish(user) : done
      },
    },
    deps.now,
  )
  const departures = createChangeRunner<Wish, Wish>(
    store,
    {
      name: departureChange,
      parse,
      // Asked for with the password: whether it was done or not, it is carried to its end.
      find: async (_, wish) => {
        const user = await accounts.loadUser(wish.user)
        if (user !== undefined && user.profile?.deletedAt === undefined) await eraseRow(user, wish.messages)
        return ok(wish)
      },
      applyEffects: async (wish) => {
        for (const step of deps.steps) {
          const done = await step(wish.user, wish.messages)
          if (!done.ok) return done
          await deps.reports.note(wish.user, wish.messages, done.value)
        }
        if (wish.messages === 'keep') return finish(wish.user)
        await startForgetting(wish)
        return ok(undefined)
      },
    },
    deps.now,
  )

  /** Noted first: an account that is noted and stands after all is erased by whoever repairs; the other way round a restore brings it back. */
  async function eraseRow({ id, handle }: UserRow, messages: Messages): Promise<void> {
    const at = deps.now()
    await rest(handle)
    await deps.noteErased(id, at, messages)
    await accounts.eraseUser(id, at)
    deps.onErased()
  }

  /** Whether the store could be scrubbed at once or not: whoever looks after it does it again. */
  async function finish(user: UserId): Promise<Result<void>> {
    await deps.scrub()
    await deps.reports.finish(user)
    return ok(undefined)
  }

  /** Goes on beside whoever waits; `repair` sees to what is left. */
  async function startForgetting(wish: Wish): Promise<void> {
    const begun = await words.begin(
      () => wish,
      async () => ({ kind: 'stands', standing: wish }),
    )
    if (begun.ok) void begun.value.settle().catch(() => undefined)
  }

  async function checkMayGo(user: UserRow): Promise<Result<void>> {
    const rooms = await deps.listOwnedAlone(user.id)
    if (rooms.length === 0) return ok(undefined)
    const named = rooms.map(({ room, name }) => ({ id: room, name }))
    const detail = 'Hand these rooms over or close them first: others are in them, and nobody else owns them.'
    return err(appError('last-owner', { detail, more: { rooms: named } }))
  }

  /**
   * Before anything is erased, which may take long, they are no administrator any more, and somebody else still is. The lease keeps
   * two who go at once apart; should its time be over all the same, each finds the other gone and comes back.
   */
  async function layDown({ id }: UserRow): Promise<Result<void>> {
    const holder = `departure-${id}`
    const lease = await leases.takeLease({ name: 'admins', holder, lifeMs: adminsLeaseMs })
    if (lease === undefined) return err(appError('busy', { retryAfterMs: 2_000 }))
    try {
      if ((await accounts.countAdmins()) <= 1) return err(appError('last-admin'))
      await accounts.changeUser(id, { admin: false })
      if ((await accounts.countAdmins()) > 0) return ok(undefined)
      await accounts.changeUser(id, { admin: true })
      return err(appError('last-admin'))
    } finally {
      await leases.releaseLease('admins', holder)
    }
  }

  async function erase(user: UserRow, wish: Wish): Promise<Result<Departed>> {
    const may = await checkMayGo(user)
    if (!may.ok) return may
    let receipt: string | undefined
    const begun = await departures.begin(
      () => wish,
      async () => {
        receipt = await deps.reports.begin(user.id, wish.messages)
        await eraseRow(user, wish.messages)
        return { kind: 'stands', standing: wish }
      },
    )
    if (!begun.ok) return begun
    const departed = receipt === undefined ? {} : { receipt }
    // Not all of it is done, and the account is gone all the same: who it was can look what became of it.
    const more = receipt === undefined ? {} : { more: { receipt } }
    return (await begun.value.settle()) ? ok(departed) : err(appError('nats-unavailable', { detail: notDone, ...more }))
  }

  async function go(user: UserRow, messages: Messages): Promise<Result<Departed>> {
    const wish = { user: user.id, messages }
    if (!user.admin) return erase(user, wish)
    const may = await checkMayGo(user)
    if (!may.ok) return may
    const laidDown = await layDown(user)
    if (!laidDown.ok) return laidDown
    const erased = await erase(user, wish)
    // Where it was not begun, they are who they were.
    if (!erased.ok && erased.error.code !== 'nats-unavailable') await accounts.changeUser(user.id, { admin: true })
    return erased
  }

  return {
    depart: async (id, password, messages) => {
      const user = await accounts.loadUser(id)
      const right = await deps.isRight(password, user?.passwordHash)
      if (!right.ok) return right
      if (user === undefined || !right.value) {
        return err(appError('sign-in-refused', { fields: { '/body/password': 'is not right' } }))
      }
      return go(user, messages)
    },
    remove: async (id, messages) => {
      const user = await accounts.loadUser(id)
      const isGone = user === undefined || user.profile?.deletedAt !== undefined
      return isGone ? ok({}) : go(user, messages)
    },
    isResting,
    repair: async () => {
      const [gone, said] = [await departures.repair(), await words.repair()]
      return { finished: gone.finished + said.finished, unreadable: gone.unreadable + said.unreadable }
    },
  }
}

const notDone = 'The account is gone. What follows from it is done as soon as the server reaches its message broker.'
