import { nkeys } from 'nats.ws'
import { parsePublicNkey } from '../../../common/ids.ts'
import { encodeUtf8 } from '../../../common/text-codec.ts'
import type { DeviceKeyStore } from '../local-store/device-key-store.ts'
import type { DeviceKey, DeviceKeys } from './device-key.ts'

/** In a browser: the seed lies sealed in the engine's own store, and the engine signs. */
export function buildOwnDeviceKeys(store: DeviceKeyStore): DeviceKeys {
  return {
    async create(user) {
      const seed = createSeed()
      await store.putSeed(user, seed)
      return openDeviceKey(seed)
    },
    async open(user) {
      const seed = await store.loadSeed(user)
      if (seed === undefined) return undefined
      try {
        return openDeviceKey(seed)
      } catch {
        // No seed, so the store was tampered with: a lost key is a new device.
        return undefined
      }
    },
    remove: (user) => store.removeSeed(user),
  }
}

export function createSeed(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(nkeys.createUser().getSeed())
}

/** Throws where the seed is none. */
export function openDeviceKey(seed: Uint8Array<ArrayBuffer>): DeviceKey {
  const pair = nkeys.fromSeed(seed)
  const publicKey = parsePublicNkey(pair.getPublicKey())
  if (publicKey === undefined) throw new Error('not the seed of a user nkey')
  return { publicKey, sign: async (text) => encodeBase64Url(pair.sign(encodeUtf8(text))) }
}

function encodeBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
