import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appError } from '../../common/app-error.ts'
import { pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import type { DeviceId, PublicNkey, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { buildCredentialRevoker } from '../credentials/credential-revoker.ts'
import { nameTestDatabase } from '../rigs/mongo-test-database.ts'
import { createTestIdentity } from '../rigs/nats-test-client.ts'
import { createTestFolder } from '../rigs/test-server.ts'
import { openStore } from '../store/open-store.ts'
import { type Store, StoreUnavailableError } from '../store/store-port.ts'
import { createAccountService } from './account-service.ts'
import { createPasswordHasher } from './password-hasher.ts'
import { createPasswordService } from './password-service.ts'
import { createSessionService, type StartedSession } from './session-service.ts'

const oldPassword = 'correct horse battery'
const newPassword = 'staple of another kind'
const change = { currentPassword: oldPassword, newPassword }
const hasher = createPasswordHasher({ atOnce: 1, waiting: 4, mebibytes: 19 })
const refreshSecret = randomBytes(32)
const mongodbUrl = process.env.NATTER_TEST_MONGODB_URL

type Steps = Partial<Store['accounts'] & Store['devices'] & Store['credentials']>

/** One copy of the server on a store, as far as accounts go; `steps` puts a step of the store in place of its own. */
function buildCopy(store: Store, steps: Steps = {}, pushed: Result<void> = ok(undefined)) {
  const own = {
    ...store,
    accounts: { ...store.accounts, ...steps },
    devices: { ...store.devices, ...steps },
    credentials: { ...store.credentials, ...steps },
  }
  const revoker = buildCredentialRevoker(own.credentials, own.cuts, {
    pushClaims: async () => pushed,
    confirmCuts: async () => true,
  })
  return {
    sessions: createSessionService({ store: own, refreshSecret, ...revoker, now: Date.now }),
    passwords: createPasswordService({ store: own, hasher, ...revoker, onChanged: async () => {}, now: Date.now }),
    accounts: createAccountService({
      store: own.accounts,
      passwords: hasher,
      loadSettings: async () => ({ registration: 'open', memberInvites: false }),
      takeInvite: async () => err(appError('invite-invalid')),
      enterRoom: async () => ok(undefined),
      askProof: async () => {},
      isResting: async () => false,
      maySee: async () => false,
      onProfileChanged: async () => {},
      now: Date.now,
    }),
  }
}

const dies = async () => {
  throw new StoreUnavailableError('died')
}

describe.each(['sqlite', 'mongo'] as const)('a change of the password on %s', (kind) => {
  describe.skipIf(kind === 'mongo' && mongodbUrl === undefined)('', () => {
    let folder: ReturnType<typeof createTestFolder>
    let store: Store
    let copy: ReturnType<typeof buildCopy>
    let handle: string
    let user: UserId
    let mine: StartedSession
    let other: StartedSession
    let otherKey: PublicNkey
    const undo: (() => Promise<void>)[] = []

    beforeAll(async () => {
      folder = createTestFolder()
      if (kind === 'mongo' && mongodbUrl !== undefined) {
        const { own, drop } = nameTestDatabase(mongodbUrl)
        undo.push(drop)
        store = await openStore({ dataDir: '', mongodbUrl: own.href })
      } else {
        store = await openStore({ dataDir: folder.path })
      }
      undo.push(store.close)
      copy = buildCopy(store)
    })
    afterAll(async () => {
      for (const step of undo.toReversed()) await step()
      folder?.remove()
    })
    beforeEach(async () => {
      handle = `ana-${randomBytes(6).toString('hex')}`
      const made = await copy.accounts.register({ handle, displayName: 'Ana', password: oldPassword })
      if (!made.ok) throw new Error(made.error.code)
      user = made.value.id
      mine = await copy.sessions.start(made.value, { name: 'Laptop' })
      other = await copy.sessions.start(made.value, { name: 'Phone' })
      otherKey = createTestIdentity(user).publicKey
      await store.credentials.bindKey({ publicKey: otherKey, device: other.device, user })
      await store.credentials.takeIssueTime(otherKey, nowSec(), 3_600)
    })

    const nowSec = () => Math.floor(Date.now() / 1_000)
    const check = async (device: DeviceId) => codeOf(await copy.sessions.check(user, device))
    const signIn = async (password: string) => codeOf(await copy.accounts.signIn({ handle, password }))
    const loadRevokedAtSec = async () =>
      (await store.credentials.loadRevocations()).find((one) => one.publicKey === otherKey)?.revokedAtSec
    const loadListed = async () => {
      const listed = await copy.sessions.listDevices(user, pageQuerySchema.parse({}))
      return listed.ok ? listed.value.devices.map(({ id }) => id) : listed
    }
    async function expectOnlyMine() {
      expect(await check(mine.device)).toBe('ok')
      expect(await check(other.device)).toBe('session-ended')
      expect(await loadListed()).toEqual([mine.device])
      expect(codeOf(await copy.sessions.refresh(other.refreshToken, undefined))).toBe('session-ended')
      expect(codeOf(await copy.sessions.refresh(mine.refreshToken, undefined))).toBe('ok')
      expect([await signIn(oldPassword), await signIn(newPassword)]).toEqual(['sign-in-refused', 'ok'])
    }

    it('ends every other device, in its row and at the broker', async () => {
      expect(await copy.passwords.change(user, mine.device, change)).toEqual(ok(undefined))
      expect((await store.devices.loadDevice(other.device))?.endedAt).toBeDefined()
      expect(await loadRevokedAtSec()).toBeGreaterThan(0)
      await expectOnlyMine()
    })

    it.each(['noteRevocation', 'replacePassword'] as const)('changes nothing where it dies at %s', async (step) => {
      const steps = step === 'replacePassword' ? { replacePassword: dies } : { putRevocation: dies }
      await expect(buildCopy(store, steps).passwords.change(user, mine.device, change)).rejects.toThrow('died')
      expect([await check(mine.device), await check(other.device)]).toEqual(['ok', 'ok'])
      expect([await signIn(oldPassword), await signIn(newPassword)]).toEqual(['ok', 'sign-in-refused'])
    })

    it('leaves no other device signed in where it dies right after the new password is stored', async () => {
      const dying = buildCopy(store, { endOtherDevices: dies })
      await expect(dying.passwords.change(user, mine.device, change)).rejects.toThrow('died')
      // Nobody came to end the row, and yet it is over; and the next server tells the broker.
      expect((await store.devices.loadDevice(other.device))?.endedAt).toBeUndefined()
      expect(await loadRevokedAtSec()).toBeGreaterThan(0)
      await expectOnlyMine()
    })

    it('is finished by asking again with the new password as both', async () => {
      const dying = buildCopy(store, { endOtherDevices: dies })
      await expect(dying.passwords.change(user, mine.device, change)).rejects.toThrow('died')
      expect(codeOf(await copy.passwords.change(user, mine.device, change))).toBe('sign-in-refused')
      const again = { currentPassword: newPassword, newPassword }
      expect(await copy.passwords.change(user, mine.device, again)).toEqual(ok(undefined))
      expect((await store.devices.loadDevice(other.device))?.endedAt).toBeDefined()
      await expectOnlyMine()
    })

    it('revokes what was issued between noting the credentials and storing the password', async () => {
      const late = createTestIdentity(user).publicKey
      const replacePassword: Store['accounts']['replacePassword'] = async (replacement) => {
        await store.credentials.bindKey({ publicKey: late, device: other.device, user })
        await store.credentials.takeIssueTime(late, nowSec(), 3_600)
        return await store.accounts.replacePassword(replacement)
      }
      expect(await buildCopy(store, { replacePassword }).passwords.change(user, mine.device, change)).toEqual(
        ok(undefined),
      )
      expect((await store.credentials.loadRevocations()).map(({ publicKey }) => publicKey)).toContain(late)
    })

    it('says that all but the cut is done where the broker is away', async () => {
      const away = buildCopy(store, {}, err(appError('nats-unavailable')))
      const answer = await away.passwords.change(user, mine.device, change)
      expect(answer).toMatchObject({ ok: false, error: { code: 'nats-unavailable' } })
      expect(answer.ok ? '' : answer.error.detail).toMatch(/^The password is changed/)
      await expectOnlyMine()
    })

    it('lets no sign-in through whose password was checked before', async () => {
      const checked = await copy.accounts.signIn({ handle, password: oldPassword })
      if (!checked.ok) throw new Error(checked.error.code)
      expect(await copy.passwords.change(user, mine.device, change)).toEqual(ok(undefined))
      const late = await copy.sessions.start(checked.value, { name: 'Thief' })
      expect(await check(late.device)).toBe('session-ended')
      expect(await loadListed()).toEqual([mine.device])
      expect(codeOf(await copy.sessions.refresh(late.refreshToken, undefined))).toBe('session-ended')
    })

    it('lets no sign-in through that was making its user admin meanwhile', async () => {
      const claimFirstAdmin = async () => {
        expect(await copy.passwords.change(user, mine.device, change)).toEqual(ok(undefined))
        return true
      }
      const demoted = await store.accounts.changeUser(user, { admin: false })
      expect(demoted?.admin).toBe(false)
      const checked = await buildCopy(store, { claimFirstAdmin }).accounts.signIn({ handle, password: oldPassword })
      if (!checked.ok) throw new Error(checked.error.code)
      expect(checked.value.admin).toBe(true)
      const late = await copy.sessions.start(checked.value, { name: 'Thief' })
      expect(await check(late.device)).toBe('session-ended')
    })

    it('that is late ends nobody who signed in with the password after it', async () => {
      const signedIn: StartedSession[] = []
      const endOtherDevices: Store['devices']['endOtherDevices'] = async (others) => {
        const account = await copy.accounts.signIn({ handle, password: newPassword })
        if (!account.ok) throw new Error(account.error.code)
        signedIn.push(await copy.sessions.start(account.value, { name: 'Tablet' }))
        await store.devices.endOtherDevices(others)
      }
      const slow = buildCopy(store, { endOtherDevices })
      expect(await slow.passwords.change(user, mine.device, change)).toEqual(ok(undefined))
      expect(signedIn).toHaveLength(1)
      for (const { device } of signedIn) expect(await check(device)).toBe('ok')
      expect(await check(other.device)).toBe('session-ended')
    })

    it('made by two devices at once is made by one, whose the account then is alone', async () => {
      const wanted = [mine, other].map(({ device }, index) => ({ device, password: `of device number ${index}` }))
      const answers = await Promise.all(
        wanted.map(({ device, password }) =>
          buildCopy(store).passwords.change(user, device, { currentPassword: oldPassword, newPassword: password }),
        ),
      )
      expect(answers.map(codeOf).toSorted()).toEqual(['ok', 'sign-in-refused'])
      for (const [index, { device, password }] of wanted.entries()) {
        const won = answers[index]?.ok === true
        expect([await check(device), await signIn(password)]).toEqual(
          won ? ['ok', 'ok'] : ['session-ended', 'sign-in-refused'],
        )
      }
    })

    it('by one device and then by another leaves the second alone', async () => {
      expect(codeOf(await copy.passwords.change(user, mine.device, change))).toBe('ok')
      const account = await copy.accounts.signIn({ handle, password: newPassword })
      if (!account.ok) throw new Error(account.error.code)
      const phone = await copy.sessions.start(account.value, { name: 'Phone again' })
      expect(await check(phone.device)).toBe('ok')
      const back = { currentPassword: newPassword, newPassword: oldPassword }
      expect(codeOf(await copy.passwords.change(user, phone.device, back))).toBe('ok')
      expect([await check(mine.device), await check(phone.device)]).toEqual(['session-ended', 'ok'])
      expect(await loadListed()).toEqual([phone.device])
    })
  })
})

function codeOf(answer: Result<unknown>): string {
  return answer.ok ? 'ok' : answer.error.code
}
