import { randomBytes, randomInt } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { appError } from '../../common/app-error.ts'
import {
  type ChangeMeBody,
  type LoginBody,
  normalizeHandle,
  type RegisterBody,
} from '../../common/http-contract/account-contract.ts'
import type { ServerSettings } from '../../common/http-contract/server-settings-contract.ts'
import { buildUserId, idRandomBytes, type RoomId, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { UserChange, UserRow, UserStore } from '../store/account-store.ts'
import { suspendedError } from './device-standing.ts'
import type { PasswordHasher } from './password-hasher.ts'
import { isReservedHandle } from './reserved-handles.ts'

export type AccountDependencies = {
  readonly store: Pick<
    UserStore,
    'putUser' | 'claimFirstAdmin' | 'changeUser' | 'replaceHides' | 'loadUser' | 'loadUserByHandle' | 'loadUserByEmail'
  >
  readonly passwords: PasswordHasher
  /** As they are now. */
  readonly loadSettings: () => Promise<Pick<ServerSettings, 'registration' | 'memberInvites'>>
  /** Takes one use of an invitation; `room`: where it leads. */
  readonly takeInvite: (
    code: string,
    user: UserId,
  ) => Promise<Result<{ readonly room: RoomId | undefined; readonly giveBack: () => Promise<void> }>>
  /** Whether it was somebody's a while ago, who is no more: nobody is taken for them. */
  readonly isResting: (handle: string) => Promise<boolean>
  /** Sends a code that proves the address, where this server sends mail. */
  readonly askProof: (user: UserId, email: string) => Promise<void>
  readonly enterRoom: (user: UserId, code: string) => Promise<Result<unknown>>
  /** Whether one may see who the other is: `server/contacts/` and the rooms say so together. */
  readonly maySee: (caller: UserId, other: UserId) => Promise<boolean>
  /** Tells whoever sees the user's name, picture or status. */
  readonly onProfileChanged: (user: UserId) => Promise<void>
  readonly now: () => number
}

export type AccountService = {
  readonly register: (wanted: RegisterBody) => Promise<Result<UserRow>>
  /** The row that the password was checked against: what is made of it is void if it was replaced since. */
  readonly signIn: (given: LoginBody) => Promise<Result<UserRow>>
  readonly loadMe: (user: UserId) => Promise<UserRow>
  readonly changeMe: (user: UserId, change: ChangeMeBody) => Promise<UserRow>
  /** The version of their picture; undefined: none. False where the account is no more. */
  readonly setAvatar: (user: UserId, version: string | undefined) => Promise<boolean>
  readonly loadByHandle: (handle: string) => Promise<UserRow | undefined>
  /** Oneself, or somebody whom the caller knows; anyone else is as unknown as nobody. */
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

  /** Switch by switch over what stands: of two that are turned at once, neither is lost. Whether anything is new. */
  async function changeHides(id: UserId, privacy: NonNullable<ChangeMeBody['privacy']>): Promise<boolean> {
    for (;;) {
      const from = foundOf(await store.loadUser(id)).profile?.hides
      const hidden = privacySwitches.filter((name) => !(privacy[name] ?? from?.includes(name) !== true))
      if (isDeepStrictEqual(hidden, from ?? [])) return false
      if (await store.replaceHides({ user: id, from, to: hidden.length === 0 ? undefined : hidden })) return true
    }
  }

  return {
    register: async (wanted) => {
      const { registration, memberInvites } = await deps.loadSettings()
      const { invite } = wanted
      if (registration === 'closed') return err(appError('registration-closed'))
      if (registration === 'invite' && invite === undefined) return err(appError('registration-closed'))
      if (isReservedHandle(wanted.handle) || (await deps.isResting(wanted.handle))) return err(appError('handle-taken'))
      // Asked first only to spare the work of a hash; the store's own unique keys decide.
      if ((await store.loadUserByHandle(wanted.handle)) !== undefined) return err(appError('handle-taken'))
      const passwordHash = await passwords.hash(wanted.password)
      if (!passwordHash.ok) return passwordHash
      const id = buildUserId(randomBytes(idRandomBytes))
      // A dead code is refused where anybody may sign up, too: they were promised a room.
      const taken = invite === undefined ? undefined : await deps.takeInvite(invite, id)
      if (taken !== undefined && !taken.ok) return taken
      if (registration === 'invite' && taken?.value.room !== undefined && !memberInvites) {
        await taken.value.giveBack()
        return err(appError('registration-closed'))
      }
      const user: UserRow = {
        id,
        handle: wanted.handle,
        displayName: wanted.displayName,
        passwordHash: passwordHash.value,
        admin: false,
        createdAt: deps.now(),
      }
      const put = await store.putUser(user)
      if (put !== 'stored') {
        await taken?.value.giveBack()
        return err(appError(put))
      }
      const made = await withFirstAdmin(user)
      // An address is theirs once they have proven it, so what they typed is nobody's to learn from.
      if (wanted.email !== undefined) await deps.askProof(id, wanted.email)
      // Should that fail, the account stands, and its use of the code: asked again, it comes in.
      if (invite !== undefined && taken?.value.room !== undefined) await deps.enterRoom(id, invite)
      return ok(made)
    },
    signIn: async ({ handle, password }) => {
      const typed = normalizeHandle(handle)
      const found = await (typed.includes('@') ? store.loadUserByEmail(typed) : store.loadUserByHandle(typed))
      // No password is theirs any more, however the handle is typed; nor is one ever a bot's.
      const { deletedAt, botOf } = found?.profile ?? {}
      const user = deletedAt === undefined && botOf === undefined ? found : undefined
      const right = await passwords.isRight(password, user?.passwordHash)
      if (!right.ok) return right
      if (user === undefined || !right.value) return err(appError('sign-in-refused'))
      // Only to whoever knows the password.
      if (user.suspendedAt !== undefined) return err(suspendedError(user))
      return ok(await withFirstAdmin(user))
    },
    loadMe: async (id) => foundOf(await store.loadUser(id)),
    changeMe: async (id, wanted) => {
      const isHidingNew = wanted.privacy !== undefined && (await changeHides(id, wanted.privacy))
      const before = foundOf(await store.loadUser(id))
      const change = buildUserChange(wanted, before, deps.now())
      const { displayName, profile } = { ...before, ...change, profile: { ...before.profile, ...change.profile } }
      // Nothing is new to anybody.
      const isSame = displayName === before.displayName && isDeepStrictEqual(keepSet(profile), before.profile ?? {})
      if (isSame && !isHidingNew) return before
      const user = foundOf(await store.changeUser(id, { ...change, changedAt: deps.now() }))
      await deps.onProfileChanged(id)
      return user
    },
    setAvatar: async (id, version) => {
      if (foundOf(await store.loadUser(id)).profile?.avatar === version) return true
      const after = foundOf(await store.changeUser(id, { profile: { avatar: version }, changedAt: deps.now() }))
      if (after.profile?.deletedAt !== undefined) return false
      await deps.onProfileChanged(id)
      return true
    },
    loadByHandle: (handle) => store.loadUserByHandle(handle),
    loadVisible: async (caller, id) => {
      // Both are asked whatever the first says: how long it takes tells nothing.
      const [user, isSeen] = await Promise.all([store.loadUser(id), caller === id || deps.maySee(caller, id)])
      if (!isSeen) return err(appError('user-unknown', { detail: unseen }))
      return user === undefined ? err(appError('user-unknown', { detail: unseen })) : ok(user)
    },
  }
}

const privacySwitches = ['receipts', 'typing', 'lastSeen'] as const
const unseen = 'There is nobody with that id that you know.'

/** An empty text, and what is as it is without being said, take a field away. */
function buildUserChange(
  { displayName, bio, timeZone, status, presence }: ChangeMeBody,
  { profile }: UserRow,
  nowAt: number,
): UserChange {
  // Of whoever goes away without a word it is known to some minutes only: this must not be known better.
  const leftAt = nowAt - randomInt(300_000)
  const vanishedAt = profile?.presence === 'invisible' ? (profile.vanishedAt ?? leftAt) : leftAt
  const hasStatus = (status?.text ?? '') !== '' || status?.emoji !== undefined
  return {
    ...(displayName === undefined ? {} : { displayName }),
    profile: {
      ...(bio === undefined ? {} : { bio: bio === '' ? undefined : bio }),
      ...(timeZone === undefined ? {} : { timeZone: timeZone === '' ? undefined : timeZone }),
      ...(status === undefined ? {} : { status: hasStatus ? (status ?? undefined) : undefined }),
      ...(presence === undefined
        ? {}
        : {
            presence: presence === 'auto' ? undefined : presence,
            vanishedAt: presence === 'invisible' ? vanishedAt : undefined,
          }),
    },
  }
}

function keepSet(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** Whoever calls was found a moment ago, and accounts are never deleted. */
function foundOf(user: UserRow | undefined): UserRow {
  if (user === undefined) throw new Error('the caller has no account')
  return user
}
