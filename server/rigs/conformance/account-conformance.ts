import { describe, expect, it } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import type { ProfileFields, UserRow } from '../../store/account-store.ts'
import { type Conformance, newDevice, newUser, oddTexts, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

type Hides = ProfileFields['hides']

function buildUser(change: Partial<UserRow> = {}): UserRow {
  const id = change.id ?? newUser()
  return {
    id,
    handle: `handle-${id}`,
    displayName: 'Ana $set.__proto__',
    passwordHash: '$argon2id$v=19$m=65536,t=3,p=1$abc',
    admin: false,
    createdAt: 1_763_800_000_000,
    ...change,
  }
}

export function describeAccounts({ open }: Conformance): void {
  describe('accounts and devices', () => {
    const database = useDatabase(open)

    it('gives back an account as it was put, by id, handle and e-mail', async () => {
      const { first, second } = database
      const full = buildUser({ email: `${newUser()}@example.org`, admin: true, suspendedAt: 1_763_800_000_001 })
      const bare = buildUser()
      expect(await first.accounts.putUser(full)).toBe('stored')
      expect(await first.accounts.putUser(bare)).toBe('stored')
      expect(await second.accounts.loadUser(full.id)).toEqual(full)
      expect(await second.accounts.loadUserByHandle(full.handle)).toEqual(full)
      expect(await second.accounts.loadUserByEmail(full.email ?? '')).toEqual(full)
      const loaded = await second.accounts.loadUser(bare.id)
      expect(loaded).toEqual(bare)
      expect(Object.keys(loaded ?? {})).not.toContain('email')
      expect(await first.accounts.loadUser(newUser())).toBeUndefined()
      expect(await first.accounts.loadUserByHandle('nobody')).toBeUndefined()
      expect(await first.accounts.loadUserByEmail('nobody@example.org')).toBeUndefined()
    })

    it('gives back several accounts once each and leaves out those that are not there', async () => {
      const [one, two] = [buildUser(), buildUser()]
      await database.first.accounts.putUser(one)
      await database.first.accounts.putUser(two)
      const loaded = await database.first.accounts.loadUsers([one.id, newUser(), two.id, one.id])
      expect(loaded.map(({ id }) => id).toSorted()).toEqual([one.id, two.id].toSorted())
      expect(await database.first.accounts.loadUsers([])).toEqual([])
    })

    it.each(oddTexts)('keeps the display name %j', async (displayName) => {
      const user = buildUser({ displayName })
      await database.first.accounts.putUser(user)
      expect((await database.second.accounts.loadUser(user.id))?.displayName).toBe(displayName)
    })

    it('gives everybody page by page, in the order in which they came', async () => {
      const { first, second } = database
      const at = 2_000_000_000_000
      const users = ['a', 'b', 'c'].map((id, n) =>
        buildUser({ id: `${id}${newUser()}` as UserId, createdAt: at + (n > 1 ? 1 : 0) }),
      )
      for (const user of users) await first.accounts.putUser(user)
      const page = await second.accounts.loadUserPage({ at: at - 1, id: '' }, 2)
      expect(page).toEqual(users.slice(0, 2))
      expect(await second.accounts.loadUserPage({ at, id: users[0]?.id ?? '' }, 9)).toEqual(users.slice(1))
      expect((await second.accounts.loadUserPage(undefined, 1)).length).toBe(1)
    })

    it('says which of handle and e-mail is taken, and then changes nothing', async () => {
      const { first } = database
      const user = buildUser({ email: `${newUser()}@example.org` })
      await first.accounts.putUser(user)
      const sameHandle = buildUser({ handle: user.handle })
      const sameEmail = buildUser({ email: user.email ?? '' })
      expect(await first.accounts.putUser(sameHandle)).toBe('handle-taken')
      expect(await first.accounts.putUser(sameEmail)).toBe('email-taken')
      expect(await first.accounts.loadUsers([sameHandle.id, sameEmail.id])).toEqual([])
      expect(await first.accounts.loadUser(user.id)).toEqual(user)
    })

    it('gives a handle, and an e-mail, to exactly one of those who race for it', async () => {
      const handle = `raced-${newUser()}`
      const byHandle = await race(database, 8, (store) => store.accounts.putUser(buildUser({ handle })))
      expect(byHandle.toSorted()).toEqual([...Array(7).fill('handle-taken'), 'stored'])
      const email = `${newUser()}@example.org`
      const byEmail = await race(database, 8, (store) => store.accounts.putUser(buildUser({ email })))
      expect(byEmail.toSorted()).toEqual([...Array(7).fill('email-taken'), 'stored'])
    })

    it('changes what is asked for and nothing else; a suspension can be lifted', async () => {
      const { first, second } = database
      const user = buildUser()
      await first.accounts.putUser(user)
      expect(await first.accounts.changeUser(user.id, { displayName: '$unset', admin: true })).toEqual({
        ...user,
        displayName: '$unset',
        admin: true,
      })
      expect((await first.accounts.changeUser(user.id, { suspendedAt: 5 }))?.suspendedAt).toBe(5)
      expect(await first.accounts.changeUser(user.id, {})).toMatchObject({ suspendedAt: 5, admin: true })
      await first.accounts.changeUser(user.id, { suspendedAt: undefined })
      const lifted = { ...user, displayName: '$unset', admin: true }
      expect(await second.accounts.loadUser(user.id)).toEqual(lifted)
      expect(await first.accounts.changeUser(newUser(), { admin: true })).toBeUndefined()
    })

    it('takes what is hidden in the place of what was, once, whoever is at it', async () => {
      const { first, second } = database
      const user = buildUser()
      await first.accounts.putUser(user)
      const put = (from: Hides, to: Hides) => first.accounts.replaceHides({ user: user.id, from, to })
      expect(await put(['typing'], undefined)).toBe(false)
      const won = await race(database, 4, (store, index) =>
        store.accounts.replaceHides({ user: user.id, from: undefined, to: index % 2 ? ['typing'] : ['receipts'] }),
      )
      expect(won.filter((one) => one)).toHaveLength(1)
      const hides = (await second.accounts.loadUser(user.id))?.profile?.hides
      await second.accounts.changeUser(user.id, { profile: { bio: 'Tea.' } })
      expect(await put(hides, ['typing', 'lastSeen'])).toBe(true)
      expect((await second.accounts.loadUser(user.id))?.profile).toEqual({ bio: 'Tea.', hides: ['typing', 'lastSeen'] })
      expect(await put(['typing', 'lastSeen'], undefined)).toBe(true)
      expect((await second.accounts.loadUser(user.id))?.profile).toEqual({ bio: 'Tea.' })
      await first.accounts.eraseUser(user.id, 5)
      expect(await put(undefined, ['typing'])).toBe(false)
      expect(await first.accounts.replaceHides({ user: newUser(), from: undefined, to: ['typing'] })).toBe(false)
    })

    it('makes exactly one of those who race the first admin, and nobody after', async () => {
      const users = Array.from({ length: 8 }, newUser)
      const claims = await race(database, 8, (store, index) =>
        store.accounts.claimFirstAdmin(users[index] ?? newUser()),
      )
      expect(claims.filter((claimed) => claimed)).toHaveLength(1)
      expect(await database.first.accounts.claimFirstAdmin(newUser())).toBe(false)
      // Whoever died between the claim and what follows from it may claim again.
      const winner = users[claims.indexOf(true)] ?? newUser()
      expect(await database.second.accounts.claimFirstAdmin(winner)).toBe(true)
    })

    it('erases an account once, and keeps nothing of it but that it was there', async () => {
      const { first, second } = database
      const user = buildUser({ email: `${newUser()}@example.org`, admin: true, passwordVersion: 4, suspendedAt: 5 })
      await first.accounts.putUser(user)
      await first.accounts.changeUser(user.id, { profile: { bio: 'Tea.', avatar: 'v1' } })
      const erased = await race(database, 4, (store) => store.accounts.eraseUser(user.id, 1_900_000_000_000))
      expect(erased.filter((one) => one)).toHaveLength(1)
      expect(await second.accounts.loadUser(user.id)).toEqual({
        ...{ id: user.id, handle: `~${user.id}`, displayName: 'Deleted user', passwordHash: '', admin: false },
        ...{ passwordVersion: 5, createdAt: user.createdAt, changedAt: 1_900_000_000_000 },
        profile: { deletedAt: 1_900_000_000_000 },
      })
      expect(await second.accounts.loadUserByHandle(user.handle)).toBeUndefined()
      expect(await second.accounts.loadUserByEmail(user.email ?? '')).toBeUndefined()
      const late = await first.accounts.changeUser(user.id, { displayName: 'Back', profile: { bio: 'Again.' } })
      expect(late, 'what was under way changes nothing').toEqual(await second.accounts.loadUser(user.id))
      expect(late?.displayName).toBe('Deleted user')
      await first.accounts.putEmail(user.id, user.email ?? '')
      expect(
        await second.accounts.loadUserByEmail(user.email ?? ''),
        'nor does a proof that comes late',
      ).toBeUndefined()
      const { id: _, ...rest } = user
      expect(await first.accounts.putUser({ ...rest, id: newUser() }), 'both are free').toBe('stored')
      const later = buildUser()
      await first.accounts.putUser(later)
      await first.accounts.changeUser(later.id, { displayName: 'Still there', changedAt: 1_900_000_000_009 })
      expect((await second.accounts.loadLatestErased())[0]?.id).toBe(user.id)
      expect(await first.accounts.eraseUser(newUser(), 1)).toBe(false)
    })

    it('counts administrators who are not suspended, and moves an address from one owner to none other', async () => {
      const { first, second } = database
      const before = await second.accounts.countAdmins()
      const [ana, ben] = [buildUser({ admin: true }), buildUser({ admin: true, suspendedAt: 1 })]
      for (const user of [ana, ben]) await first.accounts.putUser(user)
      expect(await second.accounts.countAdmins()).toBe(before + 1)
      const address = `${newUser()}@example.org`
      const put = await race(database, 4, (store, index) =>
        store.accounts.putEmail(index % 2 ? ana.id : ben.id, address),
      )
      expect(new Set(put)).toEqual(new Set(['stored', 'email-taken']))
      const owner = await second.accounts.loadUserByEmail(address)
      expect(await first.accounts.putEmail(owner?.id ?? ana.id, address)).toBe('stored')
      expect(await first.accounts.putEmail(owner?.id ?? ana.id, `2${address}`)).toBe('stored')
      expect(await second.accounts.loadUserByEmail(address)).toBeUndefined()
    })

    it('lists devices that were not ended, newest first', async () => {
      const { first, second } = database
      const user = newUser()
      const [old, middle, young] = [1, 2, 3].map((createdAt) => {
        return { id: newDevice(), user, name: '.$__proto__', createdAt, lastSeenAt: createdAt }
      })
      if (old === undefined || middle === undefined || young === undefined) throw new Error('three devices')
      for (const device of [middle, young, old]) await first.devices.putDevice(device)
      expect(await second.devices.loadDevicesOfUser(user)).toEqual([young, middle, old])
      expect(await first.devices.endDevice(middle.id, 9)).toBe(true)
      expect(await second.devices.loadDevicesOfUser(user)).toEqual([young, old])
      expect(await second.devices.loadDevice(middle.id)).toEqual({ ...middle, endedAt: 9 })
      expect(await second.devices.loadDevice(newDevice())).toBeUndefined()
    })

    it('never brings an ended device back, and ends it once under a race', async () => {
      const { first, second } = database
      const device = { id: newDevice(), user: newUser(), name: 'Laptop', createdAt: 1, lastSeenAt: 1 }
      await first.devices.putDevice(device)
      const ends = await race(database, 6, (store) => store.devices.endDevice(device.id, 7))
      expect(ends.filter((ended) => ended)).toHaveLength(1)
      await second.devices.putDevice({ ...device, name: 'Laptop again' })
      await second.devices.touchDevice(device.id, 50)
      expect((await first.devices.loadDevice(device.id))?.endedAt).toBe(7)
      expect(await first.devices.loadDevicesOfUser(device.user)).toEqual([])
      expect(await first.devices.endDevice(newDevice(), 7)).toBe(false)
    })

    it('says of many people when any of their devices was seen last, ended ones too', async () => {
      const { first, second } = database
      const [ana, ben] = [newUser(), newUser()]
      const put = (user: UserId, lastSeenAt: number) => {
        const device = { id: newDevice(), user, name: 'Laptop', createdAt: 1, lastSeenAt }
        return first.devices.putDevice(device).then(() => device.id)
      }
      await put(ana, 5)
      await first.devices.endDevice(await put(ana, 9), 10)
      await put(ben, 7)
      const seen = await second.devices.loadLastSeen([ana, newUser(), ben, ana])
      expect([...seen].toSorted()).toEqual(
        [
          [ana, 9],
          [ben, 7],
        ].toSorted(),
      )
      expect([...(await second.devices.loadLastSeen([]))]).toEqual([])
    })

    it('moves the time a device was last seen only forwards', async () => {
      const { first } = database
      const device = { id: newDevice(), user: newUser(), name: 'Phone', createdAt: 1, lastSeenAt: 10 }
      await first.devices.putDevice(device)
      await first.devices.touchDevice(device.id, 20)
      await first.devices.touchDevice(device.id, 15)
      expect((await first.devices.loadDevice(device.id))?.lastSeenAt).toBe(20)
    })
  })
}
