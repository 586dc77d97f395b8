import { randomBytes } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import { type LoginBody, normalizeHandle, type RegisterBody } from '../../common/http-contract/account-contract.ts'
import { buildUserId, idRandomBytes, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { UserRow, UserStore } from '../store/account-store.ts'
import type { PasswordHasher } from './password-hasher.ts'

export type AccountDependencies = {
  readonly store: Pick<
    UserStore,
    'putUser' | 'claimFirstAdmin' | 'changeUser' | 'loadUser' | 'loadUserByHandle' | 'loadUserByEmail'
  >
  readonly passwords: PasswordHasher
  readonly registration: 'open' | 'closed'
  /** Whether two users are in some room together. */
  readonly shareRoom: (one: UserId, other: UserId) => Promise<boolean>
  /** Tells whoever sees the user's name. */
  readonly onProfileChanged: (user: UserId) => Promise<void>
  readonly now: () => number
}

export type AccountService = {
  readonly register: (wanted: RegisterBody) => Promise<Result<UserRow>>
  /** The row that the password was checked against: what is made of it is void if it was replaced since. */
  readonly signIn: (given: LoginBody) => Promise<Result<UserRow>>
  readonly loadMe: (user: UserId) => Promise<UserRow>
  readonly changeMe: (user: UserId, change: { readonly displayName?: string | undefined }) => Promise<UserRow>
  readonly loadByHandle: (handle: string) => Promise<UserRow | undefined>
  /** Oneself, or somebody in a room with the caller; anyone else is as unknown as nobody. */
  readonly loadVisible: (caller: UserId, user: UserId) => Promise<Result<UserRow>>
}

export function createAccountService(deps: AccountDependencies): AccountService {
  const { store, passwords } = deps

  /** At sign-in too: a server that died while it made the first account would never have an admin otherwise. */
  async function withFirstAdmin(user: UserRow): Promise<UserRow> {
    if (user.admin || !(await store.claimFirstAdmin(user.id))) return user
    await store.changeUser(user.id, { admin: true })
    // Not the row as it is now: a password that was replaced meanwhile is not the one that was checked.
    return { ...user, admin: true }
  }

  return {
    register: async (wanted) => {
      if (deps.registration === 'closed') return err(appError('registration-closed'))
      const email = wanted.email?.toLowerCase()
      // Asked first only to spare the work of a hash; the store's own unique keys decide.
      if ((await store.loadUserByHandle(wanted.handle)) !== undefined) return err(appError('handle-taken'))
      const passwordHash = await passwords.hash(wanted.password)
      if (!passwordHash.ok) return passwordHash
      const user: UserRow = {
        id: buildUserId(randomBytes(idRandomBytes)),
        handle: wanted.handle,
        displayName: wanted.displayName,
        ...(email === undefined ? {} : { email }),
        passwordHash: passwordHash.value,
        admin: false,
        createdAt: deps.now(),
      }
      const put = await store.putUser(user)
      if (put !== 'stored') return err(appError(put))
      return ok(await withFirstAdmin(user))
    },
    signIn: async ({ handle, password }) => {
      const typed = normalizeHandle(handle)
      const user = await (typed.includes('@') ? store.loadUserByEmail(typed) : store.loadUserByHandle(typed))
      const right = await passwords.isRight(password, user?.passwordHash)
      if (!right.ok) return right
      if (user === undefined || !right.value) return err(appError('sign-in-refused'))
      // Only to whoever knows the password.
      if (user.suspendedAt !== undefined) return err(appError('account-suspended'))
      return ok(await withFirstAdmin(user))
    },
    loadMe: async (id) => foundOf(await store.loadUser(id)),
    changeMe: async (id, { displayName }) => {
      const before = foundOf(await store.loadUser(id))
      // Nothing is new to anybody.
      if (displayName === undefined || displayName === before.displayName) return before
      const user = foundOf(await store.changeUser(id, { displayName, changedAt: deps.now() }))
      await deps.onProfileChanged(id)
      return user
    },
    loadByHandle: (handle) => store.loadUserByHandle(handle),
    loadVisible: async (caller, id) => {
      if (caller !== id && !(await deps.shareRoom(caller, id))) return err(appError('user-unknown', { detail: unseen }))
      const user = await store.loadUser(id)
      return user === undefined ? err(appError('user-unknown', { detail: unseen })) : ok(user)
    },
  }
}

const unseen = 'There is nobody with that id that you share a room with.'

/** Whoever calls was found a moment ago, and accounts are never deleted. */
function foundOf(user: UserRow | undefined): UserRow {
  if (user === undefined) throw new Error('the caller has no account')
  return user
}
