import type { RoomId } from '../../common/ids.ts'
import type { NoticeView } from '../engine-contract.ts'
import type { EngineClock } from './engine-clock.ts'

/** All the engine needs of the world. A SharedWorker passes the browser's own; tests in Node pass theirs. */
export type EngineDeps = {
  /** Where the control plane answers, without a slash at the end. */
  readonly origin: string
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly indexedDB: IDBFactory
  readonly crypto: Pick<Crypto, 'subtle' | 'getRandomValues'>
  readonly clock: EngineClock
  /** In [0, 1): for jitter only. */
  readonly chance: () => number
  /** Absent: the runtime's own WebSocket. */
  readonly openSocket?: (url: string) => WebSocket
  /** The desktop's main process is there: it keeps the device's key, and signs. */
  readonly hasShell?: boolean
  /** How this device is called in the list of devices. */
  readonly deviceName: string
  /** For the log: counts and codes, never what people wrote. */
  readonly log: (line: string, more?: unknown) => void
}

/** What the engine has to know of all windows together, and tells one of them. */
export type EngineWindows = {
  /** One that has the focus shows it. */
  readonly isBeingRead: (room: RoomId) => boolean
  readonly onNotice: (notice: NoticeView) => void
  /** Nobody is at this device, as far as any window can tell. */
  readonly isIdle: () => boolean
}

export function randomBytes(deps: Pick<EngineDeps, 'crypto'>, count: number): Uint8Array<ArrayBuffer> {
  return deps.crypto.getRandomValues(new Uint8Array(count))
}
