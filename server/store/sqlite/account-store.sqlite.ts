import { isDeepStrictEqual } from 'node:util'
import type { DeviceId, UserId } from '../../../common/ids.ts'
import { erasedHandle, erasedName, type ProfileFields, type UserRow, type UserStore } from '../account-store.ts'
import type { SqliteConnection, SqlRow, SqlValue } from './sqlite-connection.ts'
import { jsonOf, numberOf, optional, textOf } from './sqlite-row.ts'

const mostErased = 100
const stands = `json_extract(coalesce(profile, '{}'), '$.deletedAt') IS NULL`

export function buildSqliteAccounts(db: SqliteConnection): UserStore {
  const loadUser = (user: UserId) => userFrom(db.get('SELECT * FROM users WHERE id = ?', [user]))
  return {
    putUser: async (user) =>
      db.write(() => {
        if (db.get('SELECT 1 AS found FROM users WHERE handle = ?', [user.handle]) !== undefined) return 'handle-taken'
        if (
          user.email !== undefined &&
          db.get('SELECT 1 AS found FROM users WHERE email = ?', [user.email]) !== undefined
        ) {
          return 'email-taken'
        }
        db.run(
          `INSERT INTO users (id, handle, email, display_name, password_hash, password_version, password_replaced_by,
             admin, suspended_at, created_at, profile)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            user.id,
            user.handle,
            user.email ?? null,
            user.displayName,
            user.passwordHash,
            user.passwordVersion ?? null,
            user.passwordReplacedBy ?? null,
            user.admin ? 1 : 0,
            user.suspendedAt ?? null,
            user.createdAt,
            user.profile === undefined ? null : JSON.stringify(user.profile),
          ],
        )
        return 'stored'
      }),
    claimFirstAdmin: async (user) =>
      db.write(() => {
        db.run("INSERT INTO singletons (name, text) VALUES ('first-admin', ?) ON CONFLICT DO NOTHING", [user])
        const row = db.get("SELECT text FROM singletons WHERE name = 'first-admin'")
        return row !== undefined && textOf(row, 'text') === user
      }),
    loadUser: async (user) => loadUser(user),
    loadUsers: async (users) => [...new Set(users)].flatMap((user) => loadUser(user) ?? []),
    loadUserPage: async (after, limit) =>
      db
        .all('SELECT * FROM users WHERE (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?', [
          ...[after?.at ?? -1, after?.id ?? ''],
          limit,
        ])
        .flatMap((row) => userFrom(row) ?? []),
    loadUserByHandle: async (handle) => userFrom(db.get('SELECT * FROM users WHERE handle = ?', [handle])),
    loadUserByEmail: async (email) => userFrom(db.get('SELECT * FROM users WHERE email = ?', [email])),
    changeUser: async (user, change) =>
      db.write(() => {
        const before = loadUser(user)
        if (before?.profile?.deletedAt !== undefined) return before
        const set = (column: string, value: SqlValue) =>
          db.run(`UPDATE users SET ${column} = ? WHERE id = ?`, [value, user])
        if (change.displayName !== undefined) set('display_name', change.displayName)
        if (change.admin !== undefined) set('admin', change.admin ? 1 : 0)
        if (change.changedAt !== undefined) set('changed_at', change.changedAt)
        if ('suspendedAt' in change) set('suspended_at', change.suspendedAt ?? null)
        if (change.profile !== undefined) {
          // What is undefined is left out of the JSON, and with it out of the profile.
          const profile = JSON.stringify({ ...before?.profile, ...change.profile })
          set('profile', profile === '{}' ? null : profile)
        }
        return loadUser(user)
      }),
    replaceHides: async ({ user, from, to }) =>
      db.write(() => {
        const profile = loadUser(user)?.profile
        if (profile?.deletedAt !== undefined || !isDeepStrictEqual(profile?.hides, from)) return false
        const next = JSON.stringify({ ...profile, hides: to })
        return db.run('UPDATE users SET profile = ? WHERE id = ?', [next === '{}' ? null : next, user]) === 1
      }),
    countAdmins: async () =>
      numberOf(db.get('SELECT count(*) AS n FROM users WHERE admin = 1 AND suspended_at IS NULL') ?? {}, 'n'),
    eraseUser: async (user, deletedAt) =>
      db.run(
        `UPDATE users SET handle = ?, display_name = ?, email = NULL, password_hash = '', admin = 0, suspended_at = NULL,
           password_version = coalesce(password_version, 0) + 1, password_replaced_by = NULL, changed_at = ?, profile = ?
         WHERE id = ? AND ${stands}`,
        [erasedHandle(user), erasedName, deletedAt, JSON.stringify({ deletedAt }), user],
      ) === 1,
    loadLatestErased: async () =>
      db
        .all(
          `SELECT * FROM users WHERE changed_at IS NOT NULL AND json_extract(profile, '$.deletedAt') IS NOT NULL
           ORDER BY changed_at DESC LIMIT ?`,
          [mostErased],
        )
        .flatMap((row) => userFrom(row) ?? []),
    putEmail: async (user, email) =>
      db.write(() => {
        const owner = db.get('SELECT id FROM users WHERE email = ?', [email])
        if (owner !== undefined && owner.id !== user) return 'email-taken'
        db.run(`UPDATE users SET email = ? WHERE id = ? AND ${stands}`, [email, user])
        return 'stored'
      }),
    replacePassword: async ({ user, from, to, by }) => {
      const replaced = db.run(
        `UPDATE users SET password_hash = ?, password_version = coalesce(password_version, 0) + 1,
           password_replaced_by = ? WHERE id = ? AND password_hash = ?`,
        [to, by ?? null, user, from],
      )
      return replaced === 1
    },
  }
}

export function userFrom(row: SqlRow | undefined): UserRow | undefined {
  if (row === undefined) return undefined
  return {
    id: textOf<UserId>(row, 'id'),
    handle: textOf(row, 'handle'),
    displayName: textOf(row, 'display_name'),
    ...optional<'email', string>(row, 'email', 'email'),
    passwordHash: textOf(row, 'password_hash'),
    ...optional<'passwordVersion', number>(row, 'password_version', 'passwordVersion'),
    ...optional<'passwordReplacedBy', DeviceId>(row, 'password_replaced_by', 'passwordReplacedBy'),
    admin: numberOf(row, 'admin') === 1,
    ...optional<'suspendedAt', number>(row, 'suspended_at', 'suspendedAt'),
    createdAt: numberOf(row, 'created_at'),
    ...optional<'changedAt', number>(row, 'changed_at', 'changedAt'),
    ...(typeof row.profile === 'string' ? { profile: jsonOf<ProfileFields>(row, 'profile') } : {}),
  }
}
