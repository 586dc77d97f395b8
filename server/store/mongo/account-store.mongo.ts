import type { WithId } from 'mongodb'
import type { UserId } from '../../../common/ids.ts'
import { erasedHandle, erasedName, type UserRow, type UserStore } from '../account-store.ts'
import type { Collections, UserDocument } from './mongo-collections.ts'
import { isDuplicate } from './mongo-fault.ts'

const mostErased = 100
const standing = (user: UserId) => ({ _id: user, 'profile.deletedAt': { $exists: false } })

export function buildMongoAccounts({ users, singletons }: Collections): UserStore {
  return {
    putUser: async ({ id, ...user }) => {
      try {
        await users.insertOne({ _id: id, ...user })
        return 'stored'
      } catch (error) {
        if (!isDuplicate(error)) throw error
        // Asked again rather than read out of the error's text.
        if ((await users.findOne({ handle: user.handle })) !== null) return 'handle-taken'
        if (user.email !== undefined && (await users.findOne({ email: user.email })) !== null) return 'email-taken'
        throw error
      }
    },
    claimFirstAdmin: async (user) => {
      try {
        await singletons.insertOne({ _id: 'first-admin', text: user })
        return true
      } catch (error) {
        if (!isDuplicate(error)) throw error
        return (await singletons.findOne({ _id: 'first-admin' }))?.text === user
      }
    },
    loadUser: async (user) => userFrom(await users.findOne({ _id: user })),
    loadUsers: async (ids) =>
      (await users.find({ _id: { $in: [...ids] } }).toArray()).flatMap((document) => userFrom(document) ?? []),
    loadUserPage: async (after, limit) => {
      const later = after && {
        $or: [{ createdAt: { $gt: after.at } }, { createdAt: after.at, _id: { $gt: after.id as UserId } }],
      }
      const found = await users
        .find({ ...later })
        .sort({ createdAt: 1, _id: 1 })
        .limit(limit)
        .toArray()
      return found.flatMap((document) => userFrom(document) ?? [])
    },
    loadUserByHandle: async (handle) => userFrom(await users.findOne({ handle })),
    loadUserByEmail: async (email) => userFrom(await users.findOne({ email })),
    changeUser: async (user, change) => {
      const { profile = {}, suspendedAt, ...rest } = change
      const fields = [
        ...Object.entries('suspendedAt' in change ? { ...rest, suspendedAt } : rest),
        ...Object.entries(profile).map(([field, value]) => [`profile.${field}`, value] as const),
      ]
      const set = fields.filter(([, value]) => value !== undefined)
      const clear = fields.filter(([, value]) => value === undefined)
      // An empty $set or $unset is an error on some servers.
      if (fields.length === 0) return userFrom(await users.findOne({ _id: user }))
      const update = {
        ...(set.length === 0 ? {} : { $set: Object.fromEntries(set) }),
        ...(clear.length === 0 ? {} : { $unset: Object.fromEntries(clear.map(([name]) => [name, true as const])) }),
      }
      const after = await users.findOneAndUpdate(standing(user), update, { returnDocument: 'after' })
      return userFrom(after ?? (await users.findOne({ _id: user })))
    },
    replaceHides: async ({ user, from, to }) => {
      const now = { ...standing(user), 'profile.hides': from === undefined ? { $exists: false } : [...from] }
      const next =
        to === undefined ? { $unset: { 'profile.hides': true as const } } : { $set: { 'profile.hides': [...to] } }
      return (await users.updateOne(now, next)).matchedCount === 1
    },
    countAdmins: () => users.countDocuments({ admin: true, suspendedAt: { $exists: false } }),
    eraseUser: async (user, deletedAt) => {
      const erased = await users.updateOne(standing(user), {
        $set: {
          ...{ handle: erasedHandle(user), displayName: erasedName, passwordHash: '', admin: false },
          ...{ changedAt: deletedAt, profile: { deletedAt } },
        },
        $unset: { email: true, suspendedAt: true, passwordReplacedBy: true },
        $inc: { passwordVersion: 1 },
      })
      return erased.matchedCount === 1
    },
    loadLatestErased: async () =>
      (
        await users
          .find({ changedAt: { $gte: 0 }, 'profile.deletedAt': { $exists: true } })
          .sort({ changedAt: -1 })
          .limit(mostErased)
          .toArray()
      ).flatMap((document) => userFrom(document) ?? []),
    putEmail: async (user, email) => {
      try {
        await users.updateOne(standing(user), { $set: { email } })
        return 'stored'
      } catch (error) {
        // Asked again rather than read out of the error.
        const owner = await users.findOne({ email }, { projection: { _id: 1 } })
        if (owner === null || owner._id === user) throw error
        return 'email-taken'
      }
    },
    replacePassword: async ({ user, from, to, by }) => {
      const replaced = await users.updateOne(
        { _id: user, passwordHash: from },
        {
          $set: { passwordHash: to, ...(by === undefined ? {} : { passwordReplacedBy: by }) },
          ...(by === undefined ? { $unset: { passwordReplacedBy: true as const } } : {}),
          $inc: { passwordVersion: 1 },
        },
      )
      return replaced.matchedCount === 1
    },
  }
}

export function userFrom(document: WithId<UserDocument> | null): UserRow | undefined {
  if (document === null) return undefined
  const { _id, profile, ...user } = document
  const hasProfile = profile !== undefined && Object.keys(profile).length > 0
  return { id: _id, ...user, ...(hasProfile ? { profile } : {}) }
}
