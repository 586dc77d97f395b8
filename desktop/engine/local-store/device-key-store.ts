import type { UserId } from '../../../common/ids.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { randomBytes } from '../engine-deps.ts'
import { installationStores } from './database-migrations.ts'
import type { LocalDatabase } from './local-database.ts'

/**
 * The device's seed at rest: sealed with AES-GCM under a key that WebCrypto does not let out, so a copy of what scripts
 * can read of the store is no key. A new sign-in is a new device and makes a new seed.
 */
type SealedSeed = {
  readonly key: CryptoKey
  readonly iv: Uint8Array<ArrayBuffer>
  readonly sealed: ArrayBuffer
}

export type DeviceKeyStore = {
  loadSeed(user: UserId): Promise<Uint8Array<ArrayBuffer> | undefined>
  putSeed(user: UserId, seed: Uint8Array<ArrayBuffer>): Promise<void>
  removeSeed(user: UserId): Promise<void>
}

export function buildDeviceKeyStore(deps: Pick<EngineDeps, 'crypto'>, database: LocalDatabase): DeviceKeyStore {
  const { subtle } = deps.crypto
  const store = installationStores.keys
  return {
    async loadSeed(user) {
      const kept: SealedSeed | undefined = await database.get(store, user)
      if (kept === undefined) return undefined
      try {
        return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv: kept.iv }, kept.key, kept.sealed))
      } catch {
        // Not what we sealed: as good as lost, and a lost key is a new device.
        return undefined
      }
    },
    async putSeed(user, seed) {
      const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
      const iv = randomBytes(deps, 12)
      const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, key, seed)
      await database.put(store, { key, iv, sealed } satisfies SealedSeed, user)
    },
    removeSeed: (user) => database.delete(store, user),
  }
}
