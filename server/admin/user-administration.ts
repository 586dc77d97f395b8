import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { ChangeUserBody, CreateUserBody } from '../../common/http-contract/admin-contract.ts'
import { userIdSchema } from '../../common/id-schemas.ts'
import { buildUserId, idRandomBytes, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { createChangeRunner } from '../changes/change-runner.ts'
import { buildLeaseHold } from '../leases/lease-hold.ts'
import type { UserRow, UserStore } from '../store/account-store.ts'
import type { ChangeStore } from '../store/change-store.ts'
import type { LeaseStore } from '../store/lease-store.ts'

/** What administrators do with accounts. Rights that are taken are gone at the broker before it resolves, or stand as pending cuts. */
export type UserAdministration = {
  readonly create: (wanted: CreateUserBody) => Promise<Result<UserRow>>
  /** What `create` would say. */
  readonly judgeNew: (wanted: CreateUserBody) => Promise<Result<void>>
  /** `last-admin` where nobody would be left who administers, also where two are asked for at once. */
  readonly change: (user: UserId, wanted: ChangeUserBody) => Promise<Result<UserRow>>
  readonly judgeChange: (user: UserRow, wanted: ChangeUserBody) => Promise<Result<void>>
  /** Every device ends. */
  readonly signOut: (user: UserId) => Promise<Result<void>>
  readonly repair: () => Promise<{ readonly finished: number; readonly unreadable: number }>
}

export type UserAdministrationDependencies = {
  readonly store: {
    readonly accounts: Pick<UserStore, 'putUser' | 'loadUser' | 'loadUserByHandle' | 'changeUser' | 'countAdmins'>
    readonly changes: ChangeStore
    readonly leases: LeaseStore
  }
  readonly hash: (password: string) => Promise<Result<string>>
  readonly isHeld: (handle: string) => Promise<boolean>
  /** Sends a code that proves the address, where this server sends mail. */
  readonly askProof: (user: UserId, email: string) => Promise<void>
  /** Ends every device, and has the broker refuse every credential. */
  readonly cutOff: (user: UserId) => Promise<Result<void>>
  readonly holder: string
  readonly now: () => number
}

const cutSchema = z.object({ user: userIdSchema })
type Cut = z.output<typeof cutSchema>

export function buildUserAdministration(deps: UserAdministrationDependencies): UserAdministration {
  const { accounts } = deps.store
  const adminsAlone = buildLeaseHold(deps.store.leases, {
    ...{ name: 'admins', holder: deps.holder },
    signal: new AbortController().signal,
  })
  const cuts = createChangeRunner<Cut, Cut>(
    deps.store.changes,
    {
      name: 'suspension',
      parse: (detail) => cutSchema.safeParse(detail).data,
      // Of one who is not suspended nothing is to be cut: it was refused, or taken back.
      find: async (_, cut) => ok((await accounts.loadUser(cut.user))?.suspendedAt === undefined ? undefined : cut),
      applyEffects: ({ user }) => deps.cutOff(user),
    },
    deps.now,
  )
  const takesAdmin = (user: UserRow, { admin, suspended }: ChangeUserBody) =>
    user.admin && user.suspendedAt === undefined && (admin === false || suspended === true)

  const judgeChange: UserAdministration['judgeChange'] = async (user, wanted) => {
    if (!takesAdmin(user, wanted)) return ok(undefined)
    return (await accounts.countAdmins()) > 1 ? ok(undefined) : err(appError('last-admin'))
  }

  async function put(id: UserId, { admin, suspended, reason }: ChangeUserBody): Promise<Result<UserRow>> {
    const before = await accounts.loadUser(id)
    if (before === undefined || before.profile?.deletedAt !== undefined) return err(appError('user-unknown'))
    const suspendedAt = before.suspendedAt ?? deps.now()
    const after = await accounts.changeUser(id, {
      ...(admin === undefined ? {} : { admin }),
      ...(suspended === undefined ? {} : { suspendedAt: suspended ? suspendedAt : undefined }),
      ...(suspended === undefined ? {} : { profile: { suspendedFor: suspended ? reason : undefined } }),
    })
    return after === undefined ? err(appError('user-unknown')) : ok(after)
  }

  async function changeJudged(id: UserId, wanted: ChangeUserBody): Promise<Result<UserRow>> {
    const user = await accounts.loadUser(id)
    if (user === undefined) return err(appError('user-unknown'))
    if (!takesAdmin(user, wanted)) return put(id, wanted)
    let changed: Result<UserRow> = err(appError('busy'))
    // Alone among all copies, so that the last two do not each find the other one.
    const held = await adminsAlone(async () => {
      const standing = await accounts.loadUser(id)
      const may = standing === undefined ? ok(undefined) : await judgeChange(standing, wanted)
      changed = may.ok ? await put(id, wanted) : may
      return changed.ok ? ok(undefined) : changed
    })
    return held.ok ? changed : held
  }

  const judgeNew: UserAdministration['judgeNew'] = async ({ handle }) => {
    const isTaken = (await deps.isHeld(handle)) || (await accounts.loadUserByHandle(handle)) !== undefined
    return isTaken ? err(appError('handle-taken')) : ok(undefined)
  }

  return {
    judgeNew,
    create: async (wanted) => {
      const may = await judgeNew(wanted)
      if (!may.ok) return may
      // Nobody knows it: the code that goes with the account sets the first one.
      const passwordHash = await deps.hash(randomBytes(32).toString('base64url'))
      if (!passwordHash.ok) return passwordHash
      const { handle, displayName, email } = wanted
      const id = buildUserId(randomBytes(idRandomBytes))
      const user: UserRow = {
        ...{ id, handle, displayName, passwordHash: passwordHash.value, admin: false, createdAt: deps.now() },
      }
      const stored = await accounts.putUser(user)
      if (stored !== 'stored') return err(appError(stored))
      if (email !== undefined) await deps.askProof(id, email)
      return ok(user)
    },
    judgeChange,
    change: async (id, wanted) => {
      if (wanted.suspended !== true) return changeJudged(id, wanted)
      const begun = await cuts.begin<Cut & { readonly row: UserRow }>(
        () => ({ user: id }),
        async () => {
          const changed = await changeJudged(id, wanted)
          if (!changed.ok) return { kind: 'refused', error: changed.error }
          return { kind: 'stands', standing: { user: id, row: changed.value } }
        },
      )
      if (!begun.ok) return begun
      await begun.value.settle()
      return ok(begun.value.standing.row)
    },
    signOut: deps.cutOff,
    repair: cuts.repair,
  }
}
