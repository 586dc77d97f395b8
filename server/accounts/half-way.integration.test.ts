import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appError } from '../../common/app-error.ts'
import { buildDeviceId } from '../../common/ids.ts'
import { err, ok } from '../../common/result.ts'
import { buildCredentialRevoker } from '../credentials/credential-revoker.ts'
import { createTestIdentity } from '../rigs/nats-test-client.ts'
import { createTestFolder, testPassword } from '../rigs/test-server.ts'
import { openStore } from '../store/open-store.ts'
import { type Store, StoreUnavailableError } from '../store/store-port.ts'
import { type AccountService, createAccountService } from './account-service.ts'
import { createPasswordHasher } from './password-hasher.ts'
import { createSessionService, type SessionService } from './session-service.ts'

/** The store goes away after a step as if the process had died there; what the store then holds is what survives. */
describe('a server that dies half-way', () => {
  let folder: ReturnType<typeof createTestFolder>
  let store: Store
  const passwords = createPasswordHasher({ atOnce: 1, waiting: 4, mebibytes: 19 })

  beforeEach(async () => {
    folder = createTestFolder()
    store = await openStore({ dataDir: folder.path })
  })
  afterEach(async () => {
    await store.close()
    folder.remove()
  })

  const dies = async () => {
    throw new StoreUnavailableError('died')
  }
  const buildAccounts = (change: Partial<Store['accounts']>): AccountService =>
    createAccountService({
      store: { ...store.accounts, ...change },
      passwords,
      loadSettings: async () => ({ registration: 'open', memberInvites: false }),
      takeInvite: async () => err(appError('invite-invalid')),
      enterRoom: async () => ok(undefined),
      askProof: async () => {},
      isResting: async () => false,
      maySee: async () => false,
      onProfileChanged: async () => {},
      now: Date.now,
    })
  const buildSessions = (change: Partial<Store['devices']>): SessionService => {
    const dying = { ...store, devices: { ...store.devices, ...change } }
    const revoker = buildCredentialRevoker(dying.credentials, dying.cuts, {
      pushClaims: async () => ok(undefined),
      confirmCuts: async () => true,
    })
    return createSessionService({ store: dying, refreshSecret: randomBytes(32), ...revoker, now: Date.now })
  }

  it.each(['claimFirstAdmin', 'changeUser'] as const)(
    'before %s, while it made the first account: its owner is admin from the next sign-in on, and nobody else',
    async (step) => {
      const first = { handle: 'first', displayName: 'First', password: testPassword }
      await expect(buildAccounts({ [step]: dies }).register(first)).rejects.toThrow('died')
      const accounts = buildAccounts({})
      expect(await accounts.signIn(first)).toMatchObject({ ok: true, value: { handle: 'first', admin: true } })
      const second = { ...first, handle: 'second' }
      expect(await accounts.register(second)).toMatchObject({ ok: true, value: { admin: false } })
      expect(await accounts.signIn(second)).toMatchObject({ ok: true, value: { admin: false } })
    },
  )

  it('after it ended a device: the credential is noted as revoked, for the next server to tell the broker', async () => {
    const { user, publicKey } = createTestIdentity()
    const device = buildDeviceId(randomBytes(32))
    const nowSec = Math.floor(Date.now() / 1_000)
    await store.devices.putDevice({ id: device, user, name: 'Browser', createdAt: Date.now(), lastSeenAt: Date.now() })
    await store.credentials.bindKey({ publicKey, device, user })
    await store.credentials.takeIssueTime(publicKey, nowSec, 3_600)
    const endDevice: Store['devices']['endDevice'] = async (...ended) => {
      await store.devices.endDevice(...ended)
      return dies()
    }
    await expect(buildSessions({ endDevice }).end(user, device)).rejects.toThrow('died')
    expect((await store.devices.loadDevice(device))?.endedAt).toBeDefined()
    const noted = (await store.credentials.loadRevocations()).find((one) => one.publicKey === publicKey)
    expect(noted?.revokedAtSec).toBeGreaterThanOrEqual(nowSec)
  })
})
