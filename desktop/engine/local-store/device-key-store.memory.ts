import type { UserId } from '../../../common/ids.ts'
import type { DeviceKeyStore } from './device-key-store.ts'

/** The seed is gone with the engine, and the device with it. */
export function buildMemoryKeyStore(): DeviceKeyStore {
  const seeds = new Map<UserId, Uint8Array<ArrayBuffer>>()
  return {
    loadSeed: async (user) => seeds.get(user),
    putSeed: async (user, seed) => void seeds.set(user, seed),
    removeSeed: async (user) => void seeds.delete(user),
  }
}
