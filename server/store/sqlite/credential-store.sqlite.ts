import type { DeviceId, PublicNkey, RevokedKey, UserId } from '../../../common/ids.ts'
import type { BoundKey, CredentialStore } from '../credential-store.ts'
import { freshKeyTimes, type KeyTimes, unboundKeyLifeSec, withIssue, withRevocation } from '../revocation-arithmetic.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { numberOf, textOf } from './sqlite-row.ts'

export function buildSqliteCredentials(db: SqliteConnection): CredentialStore {
  const loadTimes = (publicKey: RevokedKey) => {
    const row = db.get('SELECT * FROM device_keys WHERE public_key = ?', [publicKey])
    return row === undefined ? undefined : timesFrom(row)
  }
  const putTimes = (publicKey: RevokedKey, times: KeyTimes) =>
    db.run(
      `INSERT INTO device_keys
         (public_key, last_issued_at_sec, last_expires_at_sec, revoked_at_sec, listed, prunable_at_sec)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (public_key) DO UPDATE SET last_issued_at_sec = excluded.last_issued_at_sec,
         last_expires_at_sec = excluded.last_expires_at_sec, revoked_at_sec = excluded.revoked_at_sec,
         listed = excluded.listed, prunable_at_sec = excluded.prunable_at_sec`,
      [
        publicKey,
        times.lastIssuedAtSec,
        times.lastExpiresAtSec,
        times.revokedAtSec,
        times.listed ? 1 : 0,
        times.prunableAtSec,
      ],
    )
  const raiseClaimsVersion = () =>
    db.run(`INSERT INTO singletons (name, number) VALUES ('claims-version', 1)
            ON CONFLICT (name) DO UPDATE SET number = number + 1`)
  const loadNumber = (name: string) => {
    const row = db.get('SELECT number FROM singletons WHERE name = ?', [name])
    return row === undefined ? 0 : numberOf(row, 'number')
  }

  return {
    bindKey: async ({ publicKey, device, user }) =>
      db.write(() => {
        db.run(
          `INSERT INTO device_keys
             (public_key, device, user, last_issued_at_sec, last_expires_at_sec, revoked_at_sec, listed, prunable_at_sec)
           VALUES (?, ?, ?, 0, 0, 0, 0, 0)
           ON CONFLICT (public_key) DO UPDATE SET device = excluded.device, user = excluded.user WHERE device IS NULL`,
          [publicKey, device, user],
        )
        const row = db.get('SELECT device FROM device_keys WHERE public_key = ?', [publicKey])
        return row !== undefined && textOf(row, 'device') === device ? 'bound' : 'taken'
      }),
    loadKeysOfDevice: async (device) =>
      db
        .all('SELECT * FROM device_keys WHERE device = ? ORDER BY last_issued_at_sec DESC, public_key', [device])
        .map(keyFrom),
    loadKeysOfUser: async (user) =>
      db
        .all('SELECT * FROM device_keys WHERE user = ? ORDER BY last_issued_at_sec DESC, public_key', [user])
        .map(keyFrom),
    takeIssueTime: async (publicKey, nowSec, lifeSec) =>
      db.write(() => {
        const times = loadTimes(publicKey)
        if (times === undefined) throw new Error(`no device holds the key ${publicKey}`)
        const issued = withIssue(times, nowSec, lifeSec)
        putTimes(publicKey, issued)
        return { issuedAtSec: issued.lastIssuedAtSec }
      }),
    putRevocation: async (publicKey, nowSec) =>
      db.write(() => {
        const times = loadTimes(publicKey) ?? { ...freshKeyTimes, prunableAtSec: nowSec + unboundKeyLifeSec }
        const revoked = withRevocation(times, nowSec)
        putTimes(publicKey, revoked)
        raiseClaimsVersion()
        return { revokedAtSec: revoked.revokedAtSec }
      }),
    // Without an order: for one, the planner walks every key instead of the few that are listed.
    loadRevocations: async () =>
      db.all('SELECT * FROM device_keys WHERE listed = 1').map((row) => ({
        publicKey: textOf<RevokedKey>(row, 'public_key'),
        revokedAtSec: numberOf(row, 'revoked_at_sec'),
        prunableAtSec: numberOf(row, 'prunable_at_sec'),
      })),
    countRevocations: async () => numberOf(db.get('SELECT count(*) AS n FROM device_keys WHERE listed = 1') ?? {}, 'n'),
    pruneRevocations: async (nowSec) =>
      db.write(() => {
        const pruned = db.run('UPDATE device_keys SET listed = 0 WHERE listed = 1 AND prunable_at_sec < ?', [nowSec])
        if (pruned > 0) raiseClaimsVersion()
        return pruned
      }),
    loadClaimsVersion: async () => loadNumber('claims-version'),
    liftClaimsVersion: async (atLeast) => {
      db.run(
        `INSERT INTO singletons (name, number) VALUES ('claims-version', ?)
         ON CONFLICT (name) DO UPDATE SET number = max(number, excluded.number)`,
        [atLeast],
      )
    },
  }
}

function timesFrom(row: SqlRow): KeyTimes {
  return {
    lastIssuedAtSec: numberOf(row, 'last_issued_at_sec'),
    lastExpiresAtSec: numberOf(row, 'last_expires_at_sec'),
    revokedAtSec: numberOf(row, 'revoked_at_sec'),
    listed: numberOf(row, 'listed') === 1,
    prunableAtSec: numberOf(row, 'prunable_at_sec'),
  }
}

function keyFrom(row: SqlRow): BoundKey {
  return {
    publicKey: textOf<PublicNkey>(row, 'public_key'),
    device: textOf<DeviceId>(row, 'device'),
    user: textOf<UserId>(row, 'user'),
    lastIssuedAtSec: numberOf(row, 'last_issued_at_sec'),
    lastExpiresAtSec: numberOf(row, 'last_expires_at_sec'),
    revokedAtSec: numberOf(row, 'revoked_at_sec'),
  }
}
