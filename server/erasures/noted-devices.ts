import type { DeviceStore } from '../store/account-store.ts'
import type { ErasureList } from './erasure-list.ts'

/**
 * The store of devices, with every end of one noted in the list. Noted first: a device that is noted and stands after all
 * is one to sign in anew with, the other way round it would be back after a restore.
 */
export function withNotedEnds(devices: DeviceStore, list: ErasureList): DeviceStore {
  return {
    ...devices,
    endDevice: async (device, endedAt) => {
      await list.note([{ kind: 'device', at: endedAt, device }])
      return await devices.endDevice(device, endedAt)
    },
    endOtherDevices: async (others) => {
      await list.note([{ kind: 'other-devices', at: others.endedAt, user: others.user, keep: others.keep }])
      await devices.endOtherDevices(others)
    },
  }
}
