import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Conformance, newDevice, newNkey, newUser, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeCredentials({ open, runs }: Conformance): void {
  describe('credentials', () => {
    const database = useDatabase(open)

    const bindNew = async () => {
      const key = { publicKey: newNkey(), device: newDevice(), user: newUser() }
      expect(await database.first.credentials.bindKey(key)).toBe('bound')
      return key
    }
    const revocationOf = async (publicKey: string) =>
      (await database.second.credentials.loadRevocations()).find((entry) => entry.publicKey === publicKey)

    it('binds a key to one device, again and again, and to no other', async () => {
      const { first, second } = database
      const key = await bindNew()
      expect(await second.credentials.bindKey(key)).toBe('bound')
      expect(await second.credentials.bindKey({ ...key, device: newDevice() })).toBe('taken')
      const newer = { ...key, publicKey: newNkey() }
      expect(await first.credentials.bindKey(newer)).toBe('bound')
      const fresh = { lastIssuedAtSec: 0, lastExpiresAtSec: 0, revokedAtSec: 0 }
      const expected = [key, newer].map((one) => ({ ...one, ...fresh }))
      expect(await second.credentials.loadKeysOfDevice(key.device)).toHaveLength(2)
      expect(await second.credentials.loadKeysOfDevice(key.device)).toEqual(expect.arrayContaining(expected))
      expect(await second.credentials.loadKeysOfUser(key.user)).toEqual(expect.arrayContaining(expected))
      expect(await second.credentials.loadKeysOfUser(newUser())).toEqual([])
    })

    it('binds a raced key to exactly one device', async () => {
      const [publicKey, user] = [newNkey(), newUser()]
      const devices = Array.from({ length: 6 }, newDevice)
      const outcomes = await race(database, 6, (store, index) =>
        store.credentials.bindKey({ publicKey, device: devices[index] ?? newDevice(), user }),
      )
      expect(outcomes.toSorted()).toEqual(['bound', ...Array(5).fill('taken')])
      expect((await database.first.credentials.loadKeysOfUser(user)).map(({ device }) => device)).toEqual([
        devices[outcomes.indexOf('bound')],
      ])
    })

    it('issues after every revocation and revokes up to every issue, within one second too', async () => {
      const { first, second } = database
      const { publicKey, device } = await bindNew()
      expect(await first.credentials.takeIssueTime(publicKey, 1_000, 60)).toEqual({ issuedAtSec: 1_000 })
      expect(await second.credentials.putRevocation(publicKey, 1_000)).toEqual({ revokedAtSec: 1_000 })
      expect(await first.credentials.takeIssueTime(publicKey, 1_000, 60)).toEqual({ issuedAtSec: 1_001 })
      expect(await second.credentials.putRevocation(publicKey, 1_000)).toEqual({ revokedAtSec: 1_001 })
      // A clock that was set back moves neither back.
      expect(await first.credentials.takeIssueTime(publicKey, 900, 60)).toEqual({ issuedAtSec: 1_002 })
      expect(await first.credentials.takeIssueTime(publicKey, 2_000, 10)).toEqual({ issuedAtSec: 2_000 })
      expect(await second.credentials.putRevocation(publicKey, 900)).toEqual({ revokedAtSec: 2_000 })
      expect((await second.credentials.loadKeysOfDevice(device))[0]).toMatchObject({
        lastIssuedAtSec: 2_000,
        lastExpiresAtSec: 2_010,
        revokedAtSec: 2_000,
      })
    })

    it('holds both rules for any order of issues and revocations on any clock', async () => {
      const step = fc.record({ issue: fc.boolean(), nowSec: fc.integer({ min: 1, max: 12 }) })
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
          const { publicKey } = await bindNew()
          let [issued, revoked] = [0, 0]
          for (const [index, { issue, nowSec }] of steps.entries()) {
            const store = index % 2 === 0 ? database.first : database.second
            if (issue) {
              const { issuedAtSec } = await store.credentials.takeIssueTime(publicKey, nowSec, 5)
              expect(issuedAtSec).toBe(Math.max(nowSec, revoked === 0 ? 0 : revoked + 1, issued))
              issued = issuedAtSec
            } else {
              const { revokedAtSec } = await store.credentials.putRevocation(publicKey, nowSec)
              expect(revokedAtSec).toBe(Math.max(nowSec, issued, revoked))
              revoked = revokedAtSec
            }
          }
        }),
        { numRuns: runs },
      )
    })

    it('keeps both rules when issues and revocations race', async () => {
      const { publicKey } = await bindNew()
      const taken = await race(database, 12, async (store, index) =>
        index % 3 === 0
          ? { revoked: (await store.credentials.putRevocation(publicKey, 100)).revokedAtSec }
          : { issued: (await store.credentials.takeIssueTime(publicKey, 100, 60)).issuedAtSec },
      )
      const last = await database.first.credentials.putRevocation(publicKey, 0)
      const times = taken.map((one) => one.issued ?? one.revoked ?? Number.POSITIVE_INFINITY)
      expect(last.revokedAtSec).toBe(Math.max(...times))
      expect((await database.first.credentials.takeIssueTime(publicKey, 0, 60)).issuedAtSec).toBe(last.revokedAtSec + 1)
    })

    it('lists one entry a key, prunable when the last credential it hits has expired, and prunes it only then', async () => {
      const { first } = database
      const { publicKey } = await bindNew()
      await first.credentials.takeIssueTime(publicKey, 1_000, 500)
      await first.credentials.takeIssueTime(publicKey, 1_001, 60)
      await first.credentials.putRevocation(publicKey, 1_010)
      // Issued after the revocation, hence not hit by it: it does not keep the entry.
      await first.credentials.takeIssueTime(publicKey, 1_020, 9_000)
      expect(await revocationOf(publicKey)).toEqual({ publicKey, revokedAtSec: 1_010, prunableAtSec: 1_500 })
      await first.credentials.pruneRevocations(1_500)
      expect(await revocationOf(publicKey)).toBeDefined()
      const before = await first.credentials.countRevocations()
      const pruned = await first.credentials.pruneRevocations(1_501)
      expect(pruned).toBeGreaterThanOrEqual(1)
      expect(await first.credentials.countRevocations()).toBe(before - pruned)
      expect(await revocationOf(publicKey)).toBeUndefined()
      // What was pruned still counts for the times.
      expect(await first.credentials.putRevocation(publicKey, 1)).toEqual({ revokedAtSec: 1_020 })
      expect(await revocationOf(publicKey)).toEqual({ publicKey, revokedAtSec: 1_020, prunableAtSec: 10_020 })
    })

    it('raises the claims version with every change of the revocations, and not otherwise', async () => {
      const { first, second } = database
      const { publicKey } = await bindNew()
      await first.credentials.takeIssueTime(publicKey, 3_000, 10)
      const start = await first.credentials.loadClaimsVersion()
      await first.credentials.putRevocation(publicKey, 3_000)
      expect(await second.credentials.loadClaimsVersion()).toBe(start + 1)
      await race(database, 6, (store) => store.credentials.putRevocation(publicKey, 3_000))
      expect(await second.credentials.loadClaimsVersion()).toBe(start + 7)
      await first.credentials.pruneRevocations(1)
      expect(await second.credentials.loadClaimsVersion()).toBe(start + 7)
      await first.credentials.pruneRevocations(100_000)
      expect(await second.credentials.loadClaimsVersion()).toBe(start + 8)
    })

    it('lifts the version of the claims and never lowers it', async () => {
      const { first, second } = database
      const start = await first.credentials.loadClaimsVersion()
      await first.credentials.liftClaimsVersion(start + 40)
      expect(await second.credentials.loadClaimsVersion()).toBe(start + 40)
      await second.credentials.liftClaimsVersion(start + 3)
      expect(await first.credentials.loadClaimsVersion()).toBe(start + 40)
      await first.credentials.putRevocation(newNkey(), 1_000)
      expect(await second.credentials.loadClaimsVersion()).toBe(start + 41)
    })

    it('revokes a key it never bound for a day, and binds it afterwards', async () => {
      const { first } = database
      const key = { publicKey: newNkey(), device: newDevice(), user: newUser() }
      expect(await first.credentials.putRevocation(key.publicKey, 1_000)).toEqual({ revokedAtSec: 1_000 })
      expect(await revocationOf(key.publicKey)).toMatchObject({ prunableAtSec: 1_000 + 86_400 })
      expect(await first.credentials.loadKeysOfUser(key.user)).toEqual([])
      expect(await first.credentials.bindKey(key)).toBe('bound')
      expect(await first.credentials.takeIssueTime(key.publicKey, 1_000, 60)).toEqual({ issuedAtSec: 1_001 })
    })

    it('issues nothing for a key that no device holds', async () => {
      await expect(database.first.credentials.takeIssueTime(newNkey(), 1, 1)).rejects.toThrow('no device holds the key')
    })
  })
}
