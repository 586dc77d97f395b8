import { randomBytes } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import type { BotCredentials, RenewBotBody } from '../../common/http-contract/bot-contract.ts'
import type { Credential } from '../../common/http-contract/credential-contract.ts'
import { buildDeviceId, type DeviceId, idRandomBytes, type PublicNkey, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { createNkeyPair } from '../nats/nkey.ts'
import type { DeviceStore } from '../store/account-store.ts'
import type { BoundKey, CredentialStore } from '../store/credential-store.ts'
import type { BotService } from './bot-service.ts'
import { buildCredsFile } from './creds-file.ts'
import type { NoteMade } from './note-maker.ts'
import type { RenewalNonces } from './renewal-nonce.ts'

/** What a bot signs in to the broker with. Each key is a device of its own, so that it ends as any device does. */
export type BotKeys = {
  /** For the maker. A third key takes the place of the oldest, which is cut. */
  readonly issue: (
    maker: UserId,
    bot: UserId,
    want: { readonly publicKey: PublicNkey | undefined; readonly note: NoteMade },
  ) => Promise<Result<BotCredentials>>
  /** For the maker: what holds this key is cut, and no credential for it is renewed. */
  readonly revoke: (
    maker: UserId,
    bot: UserId,
    want: { readonly publicKey: PublicNkey; readonly note: NoteMade },
  ) => Promise<Result<void>>
  readonly buildNonce: (bot: UserId) => string
  /** For the bot itself, without a password. Whatever is not right, the answer is the same. */
  readonly renew: (bot: UserId, proof: RenewBotBody) => Promise<Result<Credential>>
  /** Those with a credential that is good now. */
  readonly listLive: (bot: UserId) => Promise<readonly BoundKey[]>
}

export type BotKeyDependencies = {
  readonly bots: Pick<BotService, 'find' | 'loadMakers'>
  readonly devices: Pick<DeviceStore, 'putDevice' | 'loadDevicesOfUser' | 'touchDevice'>
  readonly credentials: Pick<CredentialStore, 'loadKeysOfUser'>
  readonly issueProven: (request: {
    readonly user: UserId
    readonly device: DeviceId
    readonly publicKey: PublicNkey
    readonly lifeMs: number
  }) => Promise<Result<Credential>>
  /** Its credential is refused from then on, and the connection cut. */
  readonly endDevice: (bot: UserId, device: DeviceId) => Promise<Result<void>>
  readonly nonces: RenewalNonces
  readonly now: () => number
}

const lifeMs = 30 * 86_400_000
const mostKeys = 2

export function buildBotKeys(deps: BotKeyDependencies): BotKeys {
  const { bots, devices, credentials, now } = deps

  /** Whoever comes at the same moment does the same, and both end at the newest two. */
  async function endOldest(bot: UserId): Promise<Result<void>> {
    for (const { id } of (await devices.loadDevicesOfUser(bot)).slice(mostKeys)) {
      const ended = await deps.endDevice(bot, id)
      if (!ended.ok) return ended
    }
    return ok(undefined)
  }
  const findKey = async (bot: UserId, publicKey: PublicNkey) =>
    (await credentials.loadKeysOfUser(bot)).find((key) => key.publicKey === publicKey)

  return {
    issue: async (maker, bot, { publicKey: given, note }) => {
      const found = await bots.find(maker, bot)
      if (!found.ok) return found
      const pair = given === undefined ? createNkeyPair('user') : undefined
      const publicKey = given ?? (pair?.publicKey as PublicNkey)
      const noted = await note('bot.credentials-issued', { whom: bot, detail: { publicKey } })
      if (!noted.ok) return noted
      const standing = await findKey(bot, publicKey)
      const device = standing?.device ?? buildDeviceId(randomBytes(idRandomBytes))
      if (standing === undefined) {
        const nowAt = now()
        await devices.putDevice({ id: device, user: bot, name: 'Key', createdAt: nowAt, lastSeenAt: nowAt })
      }
      const issued = await deps.issueProven({ user: bot, device, publicKey, lifeMs })
      if (!issued.ok) {
        if (standing === undefined) await deps.endDevice(bot, device)
        return issued
      }
      const ended = await endOldest(bot)
      if (!ended.ok) return ended
      const { jwt, expiresAt, servers } = issued.value
      return ok({ creds: buildCredsFile(jwt, pair?.seed), user: bot, publicKey, expiresAt, servers })
    },
    revoke: async (maker, bot, { publicKey, note }) => {
      const found = await bots.find(maker, bot)
      if (!found.ok) return found
      const key = await findKey(bot, publicKey)
      const standing = (await devices.loadDevicesOfUser(bot)).some(({ id }) => id === key?.device)
      if (key === undefined || !standing) return err(appError('device-unknown', { detail: 'The bot has no such key.' }))
      const noted = await note('bot.key-revoked', { whom: bot, detail: { publicKey } })
      return noted.ok ? deps.endDevice(bot, key.device) : noted
    },
    buildNonce: (bot) => deps.nonces.build(bot),
    renew: async (bot, { publicKey, signature }) => {
      const refused = err(appError('proof-refused', { detail: 'The nonce was not signed by a key of this bot.' }))
      // The proof first: whoever has none learns nothing of bots and keys.
      if (!deps.nonces.isSigned(bot, { publicKey, signature })) return refused
      const [key, makers] = [await findKey(bot, publicKey), await bots.loadMakers([bot])]
      if (key === undefined || !makers.has(bot)) return refused
      const issued = await deps.issueProven({ user: bot, device: key.device, publicKey, lifeMs })
      if (issued.ok) await devices.touchDevice(key.device, now())
      return issued
    },
    listLive: async (bot) => {
      const standing = new Set((await devices.loadDevicesOfUser(bot)).map(({ id }) => id))
      const keys = await credentials.loadKeysOfUser(bot)
      return keys.filter((key) => standing.has(key.device) && key.lastExpiresAtSec * 1_000 > now())
    },
  }
}
