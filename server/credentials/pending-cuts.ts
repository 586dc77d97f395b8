import type { DeviceId, UserId } from '../../common/ids.ts'
import type { CutStore } from '../store/cut-store.ts'

/** Devices whose credential was taken back and is not known to be refused by every server of the broker yet. */
export type PendingCuts = {
  readonly ofUsers: (users: readonly UserId[]) => Promise<readonly DeviceId[]>
  /** Those among these. */
  readonly ofDevices: (devices: readonly DeviceId[]) => Promise<readonly DeviceId[]>
}

export function buildPendingCuts(store: Pick<CutStore, 'loadCutsOfUsers' | 'loadCutsOfDevices'>): PendingCuts {
  return {
    ofUsers: async (users) => [...new Set((await store.loadCutsOfUsers(users)).map(({ device }) => device))],
    ofDevices: async (devices) => [...new Set((await store.loadCutsOfDevices(devices)).map(({ device }) => device))],
  }
}
