import { describe, expect, it } from 'vitest'
import type { DeviceId, UserId } from '../../../common/ids.ts'
import type { DeviceRow, UserRow } from '../../store/account-store.ts'
import { type Conformance, newDevice, newHash, newUser, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describePasswords({ open }: Conformance): void {
  describe('passwords that are replaced', () => {
    const database = useDatabase(open)

    async function putUser(change: Partial<UserRow> = {}): Promise<UserRow> {
      const id = newUser()
      const user = { id, handle: `handle-${id}`, displayName: 'Ana', passwordHash: 'h0', admin: false, createdAt: 1 }
      await database.first.accounts.putUser({ ...user, ...change })
      return { ...user, ...change }
    }
    async function putDevice(user: UserId, passwordVersion?: number): Promise<DeviceRow & { readonly token: string }> {
      const row = { id: newDevice(), user, name: 'Laptop', createdAt: 1, lastSeenAt: 1 }
      const device = { ...row, ...(passwordVersion === undefined ? {} : { passwordVersion }) }
      const token = newHash()
      await database.first.devices.putDevice(device)
      await database.first.refreshTokens.putRefreshFamily({
        device: device.id,
        user,
        tokenHash: token,
        expiresAt: 1_000,
      })
      return { ...device, token }
    }
    const rotate = (oldHash: string, newTokenHash = newHash()) =>
      database.second.refreshTokens.rotateRefreshToken({
        oldHash,
        newHash: newTokenHash,
        attemptHash: newHash(),
        nowAt: 10,
        expiresAt: 2_000,
      })
    const endedAtOf = async (device: DeviceId) => (await database.second.devices.loadDevice(device))?.endedAt

    it('takes the new hash where the old one still stands, counts, names the device, and changes nothing else', async () => {
      const { first, second } = database
      const user = await putUser({ suspendedAt: 5 })
      const [one, two] = [newDevice(), newDevice()]
      expect(await first.accounts.replacePassword({ user: user.id, from: 'h0', to: 'h1', by: one })).toBe(true)
      const once = { ...user, passwordHash: 'h1', passwordVersion: 1, passwordReplacedBy: one }
      expect(await second.accounts.loadUser(user.id)).toEqual(once)
      expect(await second.accounts.loadUserByHandle(user.handle)).toEqual(once)
      expect(await first.accounts.replacePassword({ user: user.id, from: 'h0', to: 'h2', by: two })).toBe(false)
      expect(await second.accounts.loadUser(user.id)).toEqual(once)
      expect(await second.accounts.replacePassword({ user: user.id, from: 'h1', to: 'h2', by: two })).toBe(true)
      const twice = { ...user, passwordHash: 'h2', passwordVersion: 2, passwordReplacedBy: two }
      expect(await first.accounts.loadUser(user.id)).toEqual(twice)
      expect(await first.accounts.replacePassword({ user: user.id, from: 'h2', to: 'h3' })).toBe(true)
      const { passwordReplacedBy: _, ...nobody } = { ...twice, passwordHash: 'h3', passwordVersion: 3 }
      expect(await second.accounts.loadUser(user.id)).toEqual(nobody)
      expect(await first.accounts.replacePassword({ user: newUser(), from: 'h0', to: 'h1', by: one })).toBe(false)
    })

    it('is replaced by exactly one of those who race for it', async () => {
      const user = await putUser()
      const devices = Array.from({ length: 8 }, newDevice)
      const won = await race(database, 8, (store, index) =>
        store.accounts.replacePassword({
          user: user.id,
          from: 'h0',
          to: `h${index + 1}`,
          by: devices[index] ?? newDevice(),
        }),
      )
      expect(won.filter((replaced) => replaced)).toHaveLength(1)
      const winner = won.indexOf(true)
      expect(await database.second.accounts.loadUser(user.id)).toMatchObject({
        passwordHash: `h${winner + 1}`,
        passwordVersion: 1,
        passwordReplacedBy: devices[winner],
      })
    })

    it('loses nothing to a change of the profile at the same time, nor the other way round', async () => {
      const user = await putUser()
      const by = newDevice()
      await race<unknown>(database, 4, (store, index) =>
        index === 1
          ? store.accounts.replacePassword({ user: user.id, from: 'h0', to: 'h1', by })
          : store.accounts.changeUser(user.id, { displayName: 'Nana' }),
      )
      const both = { displayName: 'Nana', passwordHash: 'h1', passwordVersion: 1, passwordReplacedBy: by }
      expect(await database.first.accounts.loadUser(user.id)).toEqual({ ...user, ...both })
    })

    it('gives back with which password a device was signed in, which putting it again does not change', async () => {
      const { first, second } = database
      const user = newUser()
      const [plain, later] = [await putDevice(user), await putDevice(user, 3)]
      expect(await second.devices.loadDevice(later.id)).toMatchObject({ passwordVersion: 3 })
      expect(Object.keys((await second.devices.loadDevice(plain.id)) ?? {})).not.toContain('passwordVersion')
      const { token, ...row } = later
      await first.devices.putDevice({ ...row, name: 'Phone', passwordVersion: 4 })
      expect(await second.devices.loadDevice(later.id)).toEqual({ ...row, name: 'Phone' })
    })

    it('ends the devices of an earlier password with all their refresh tokens, and nobody else', async () => {
      const { first, second } = database
      const user = newUser()
      const keep = await putDevice(user)
      const [never, earlier, left] = [await putDevice(user), await putDevice(user, 1), await putDevice(user)]
      const [now, later] = [await putDevice(user, 2), await putDevice(user, 3)]
      const stranger = await putDevice(newUser())
      const next = newHash()
      expect(await rotate(never.token, next)).toMatchObject({ kind: 'rotated' })
      await first.devices.endDevice(left.id, 50)
      const end = (endedAt: number) =>
        first.devices.endOtherDevices({ user, keep: keep.id, passwordVersion: 2, endedAt }).then(() => undefined)
      await end(60)
      expect(await Promise.all([never, earlier, left].map(({ id }) => endedAtOf(id)))).toEqual([60, 60, 50])
      for (const token of [never.token, next, earlier.token]) expect(await rotate(token)).toEqual({ kind: 'unknown' })
      const standing = [keep, now, later].map(({ id }) => id).toSorted()
      expect((await second.devices.loadDevicesOfUser(user)).map(({ id }) => id).toSorted()).toEqual(standing)
      for (const { token } of [keep, now, later, stranger])
        expect(await rotate(token)).toMatchObject({ kind: 'rotated' })
      // Again, as after a crash: nothing moves.
      await end(70)
      expect(await endedAtOf(never.id)).toBe(60)
      await first.devices.endOtherDevices({ user: newUser(), keep: keep.id, passwordVersion: 9, endedAt: 80 })
      expect((await second.devices.loadDevicesOfUser(user)).map(({ id }) => id).toSorted()).toEqual(standing)
    })
  })
}
