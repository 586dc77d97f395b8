import type { PresenceWish, Status } from '../../common/http-contract/profile-contract.ts'
import type { DeviceId, UserId } from '../../common/ids.ts'

/** What somebody says of themselves. Absent: nothing. */
export type ProfileFields = {
  readonly bio?: string
  readonly timeZone?: string
  readonly status?: Status
  /** Absent: as the connections say it. */
  readonly presence?: Exclude<PresenceWish, 'auto'>
  /** What they let nobody see; absent: nothing. */
  readonly hides?: readonly ('receipts' | 'typing' | 'lastSeen')[]
  /** When they became invisible: to others they were there last then. */
  readonly vanishedAt?: number
  /** The version of their picture. */
  readonly avatar?: string
  /** No person: who made it. It has no password and no session, and reaches no further than they do. */
  readonly botOf?: UserId
  /** Why an administrator suspended them: theirs to read, and administrators'. */
  readonly suspendedFor?: string
  /** The account is no more; the row stays, so that its messages have an author. */
  readonly deletedAt?: number
}

/** `handle` and `email` are kept in lower case; both are unique. Times in ms since the epoch. */
export type UserRow = {
  readonly id: UserId
  readonly handle: string
  readonly displayName: string
  readonly email?: string
  readonly passwordHash: string
  /** How often the password was replaced; absent: never. With it goes the device that replaced it last. */
  readonly passwordVersion?: number
  readonly passwordReplacedBy?: DeviceId
  readonly admin: boolean
  readonly suspendedAt?: number
  readonly createdAt: number
  /** When what others see of the user changed last; absent: never. */
  readonly changedAt?: number
  readonly profile?: ProfileFields
}

/** What stands where a handle was; nobody can type it. */
export const erasedHandle = (user: UserId) => `~${user}`
export const erasedName = 'Deleted user'

/** One signed-in installation. `endedAt`: signed out or revoked; it never comes back. */
export type DeviceRow = {
  readonly id: DeviceId
  readonly user: UserId
  readonly name: string
  readonly createdAt: number
  readonly lastSeenAt: number
  /** That of the user's row whose password was right at the sign-in; see `server/accounts/device-standing.ts`. */
  readonly passwordVersion?: number
  /** What signed in, and from where it was seen last. */
  readonly system?: string
  readonly lastAddress?: string
  readonly endedAt?: number
}

export type RefreshExchange = {
  readonly oldHash: string
  readonly newHash: string
  readonly attemptHash: string
  readonly nowAt: number
  readonly expiresAt: number
}

export type RotateOutcome =
  | { readonly kind: 'rotated'; readonly device: DeviceId; readonly user: UserId }
  /** An old token came again: somebody has a copy. The caller ends the device. */
  | { readonly kind: 'reused'; readonly device: DeviceId; readonly user: UserId }
  | { readonly kind: 'unknown' }

export type UserChange = Partial<Pick<UserRow, 'displayName' | 'admin' | 'changedAt'>> & {
  readonly suspendedAt?: number | undefined
  readonly profile?: { readonly [Field in keyof ProfileFields]?: ProfileFields[Field] | undefined }
}

export type UserPlace = { readonly at: number; readonly id: string }

/** Accounts. Port; adapters in `sqlite/` and `mongo/`, one conformance suite. */
export type UserStore = {
  /** Inserts; a taken handle or e-mail changes nothing. */
  readonly putUser: (user: UserRow) => Promise<'stored' | 'handle-taken' | 'email-taken'>
  /**
   * True for exactly one user in the life of the store: the first account becomes the server's admin. True again for the
   * same user, so that a server that died between the claim and what follows from it can go on.
   */
  readonly claimFirstAdmin: (user: UserId) => Promise<boolean>
  readonly loadUser: (user: UserId) => Promise<UserRow | undefined>
  readonly loadUsers: (users: readonly UserId[]) => Promise<readonly UserRow[]>
  /** Everybody, erased ones too, in the order in which they came, after the place. */
  readonly loadUserPage: (after: UserPlace | undefined, limit: number) => Promise<readonly UserRow[]>
  readonly loadUserByHandle: (handle: string) => Promise<UserRow | undefined>
  readonly loadUserByEmail: (email: string) => Promise<UserRow | undefined>
  /** Of an account that was erased nothing changes. Fields that are left out stay, those of `profile` too; what is written out as undefined goes. Undefined: no such user. */
  readonly changeUser: (user: UserId, change: UserChange) => Promise<UserRow | undefined>
  /** What they let nobody see, in one step, if it is still `from`. False where it is something else by now, or nobody's. */
  readonly replaceHides: (replacement: {
    readonly user: UserId
    readonly from: ProfileFields['hides']
    readonly to: ProfileFields['hides']
  }) => Promise<boolean>
  /** Those who are administrators and not suspended. */
  readonly countAdmins: () => Promise<number>
  /**
   * In one atomic step, once: of the account stays its id, so that what it said has an author. Its handle and address are free, no
   * password is right, and no device is of it any more.
   */
  readonly eraseUser: (user: UserId, deletedAt: number) => Promise<boolean>
  /** Those that were erased last, a hundred at most, the latest first. */
  readonly loadLatestErased: () => Promise<readonly UserRow[]>
  /** In the place of the one there was. Unknown people have none, nor has an account that was erased. */
  readonly putEmail: (user: UserId, email: string) => Promise<'stored' | 'email-taken'>
  /**
   * In one atomic step, if the hash is still `from`: takes `to`, raises `passwordVersion` by one and sets
   * `passwordReplacedBy`. False where it is another one by now, or nobody's.
   */
  readonly replacePassword: (replacement: {
    readonly user: UserId
    readonly from: string
    readonly to: string
    /** The one device that goes on; none where the password was reset. */
    readonly by?: DeviceId
  }) => Promise<boolean>
}

export type DeviceStore = {
  /** A device that is there already takes the new name; it stays its user's, of its password, and ended if it was. */
  readonly putDevice: (device: DeviceRow) => Promise<void>
  readonly loadDevice: (device: DeviceId) => Promise<DeviceRow | undefined>
  /** Those not ended, newest first. */
  readonly loadDevicesOfUser: (user: UserId) => Promise<readonly DeviceRow[]>
  /** When any device of each was seen last, ended ones too; nobody without devices. */
  readonly loadLastSeen: (users: readonly UserId[]) => Promise<ReadonlyMap<UserId, number>>
  readonly touchDevice: (device: DeviceId, lastSeenAt: number, lastAddress?: string) => Promise<void>
  /** True if it stood and is now ended; its refresh tokens are dead with it. */
  readonly endDevice: (device: DeviceId, endedAt: number) => Promise<boolean>
  /** The same for every device of the user, `keep` excepted, whose `passwordVersion` is an earlier one. */
  readonly endOtherDevices: (others: {
    readonly user: UserId
    readonly keep: DeviceId
    readonly passwordVersion: number
    readonly endedAt: number
  }) => Promise<void>
  /** How all devices of somebody were called, what they run on and where they were, those that ended too; how many there are. */
  readonly forgetDevices: (user: UserId) => Promise<number>
}

export type RefreshStore = {
  /**
   * One family a device. The first token of the family; put again, what was current before is spent. Hashes are SHA-256,
   * base64url.
   */
  readonly putRefreshFamily: (family: {
    readonly device: DeviceId
    readonly user: UserId
    readonly tokenHash: string
    readonly expiresAt: number
  }) => Promise<void>
  /**
   * Exchanges the current token of a family for a new one, atomically. A token that was exchanged before is `reused`,
   * except for the one just exchanged coming with the same `attemptHash` and the same `newHash`: an answer that was lost
   * on the way, which is `rotated` again. Expired, ended or never known: `unknown`. All spent hashes of a family are remembered
   * until they would have expired by themselves.
   */
  readonly rotateRefreshToken: (exchange: RefreshExchange) => Promise<RotateOutcome>
  /** Drops what expired at or before that: nobody comes for it any more, who signs in on a browser once. */
  readonly pruneRefreshTokens: (nowAt: number) => Promise<void>
}
