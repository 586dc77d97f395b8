import type { ErrorCode } from '../../common/app-error.ts'
import { appError } from '../../common/app-error.ts'
import { isShellEngine } from '../engine-name.ts'
import type { ToEngine } from '../line-contract.ts'
import { buildDeviceName } from './device-name.ts'
import type { Engine } from './engine.ts'
import { startEngine } from './engine.ts'
import { buildSystemClock, waitFor } from './engine-clock.ts'
import type { EngineDeps } from './engine-deps.ts'
import { randomBytes } from './engine-deps.ts'
import type { EnginePorts } from './engine-ports.ts'
import { buildEnginePorts } from './engine-ports.ts'
import { fileTokenChannel, lendFileTokens } from './file-token-lender.ts'
import type { DiskFault } from './local-store/disk-fault.ts'
import { faultOf } from './local-store/disk-fault.ts'
import { takePlace } from './one-engine.ts'
import { buildStateBoard } from './state-board.ts'

declare const self: SharedWorkerGlobalScope
/** Written by the build: later builds have a higher one. */
declare const __BUILT_AT__: number

/** The SharedWorker's entry: hands the browser's own things to the engine, and tabs to its ports. No logic of its own. */
const lastWordsMs = 300
const clock = buildSystemClock()
const deps: EngineDeps = {
  origin: self.location.origin,
  fetch: (url, init) => fetch(url, init),
  indexedDB: self.indexedDB,
  crypto: self.crypto,
  clock,
  chance: () => Math.random(),
  hasShell: isShellEngine(self.name),
  deviceName: buildDeviceName(self.navigator.userAgent),
  log: (line, more) => console.warn(`natter: ${line}`, more ?? ''),
}

const board = buildStateBoard(clock, (changes) => ports.post(changes))
const engine = startWhenAlone()
const ports: EnginePorts = buildEnginePorts(deps, () => board, engine)

async function startWhenAlone(): Promise<Engine> {
  const channel = new BroadcastChannel('natter-engine')
  const id = [...randomBytes(deps, 12)].join('.')
  const tenure = await takePlace({ locks: self.navigator.locks, channel, clock, id, builtAt: __BUILT_AT__ })
  if (tenure === 'outdated') {
    ports.supersede()
    // Nothing is run for anybody any more: the tabs load again, or say why not.
    return new Promise(() => {})
  }
  const running = await startEngine(deps, board, {
    isBeingRead: (room) => ports.isBeingRead(room),
    isIdle: () => ports.isIdle(),
    onNotice: (notice) => ports.notify(notice),
  })
  const asked = new BroadcastChannel(fileTokenChannel)
  lendFileTokens(asked, running.lendToken)
  tenure.asked.then(async () => {
    asked.close()
    ports.supersede()
    // The tabs hand over what was typed in the last moment, and only then everything is written.
    await waitFor(clock, lastWordsMs)
    try {
      await running.stop()
    } finally {
      tenure.release()
      channel.close()
    }
  })
  return running
}

const startFaults: { readonly [Fault in DiskFault]?: ErrorCode } = {
  newer: 'storage-newer',
  blocked: 'storage-blocked',
}

engine.catch((cause) => {
  deps.log('could not start', cause)
  // Locks and cryptography are there only for pages that came over https, or from this machine itself.
  const error = appError(
    self.isSecureContext ? (startFaults[faultOf(cause)] ?? 'storage-unavailable') : 'page-insecure',
  )
  board.set('session', { kind: 'broken', error }, 'session')
})

self.onconnect = (event) => {
  const port = event.ports[0]
  if (port === undefined) return
  port.onmessage = ({ data }: MessageEvent<ToEngine>) => ports.onMessage(port, data)
  // A tab that crashed says no good-bye. Not every browser tells of it; where none does, its room stays open for nothing.
  port.addEventListener('close', () => ports.onMessage(port, { kind: 'goodbye' }))
}
self.addEventListener('online', () => void engine.then((running) => running.onNetwork(true)))
self.addEventListener('offline', () => void engine.then((running) => running.onNetwork(false)))
