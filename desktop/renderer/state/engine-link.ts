import { appError } from '../../../common/app-error.ts'
import { buildEventId, eventIdRandomBytes } from '../../../common/ids.ts'
import { err, type Result } from '../../../common/result.ts'
import type { CommandAnswer, EngineCommand } from '../../engine-command.ts'
import { engineName } from '../../engine-name.ts'
import type { FromEngine, ToEngine } from '../../line-contract.ts'
import { desktopBridge } from './desktop-link.ts'
import type { EngineLine, LinePort } from './engine-line.ts'
import { buildEngineLine } from './engine-line.ts'
import { readSlice, takeChanges, takeState, watchSlice } from './engine-store.ts'
import { watchIdle } from './idle-watch.ts'
import { watchKeptStorage } from './kept-storage.ts'
import { keepLastWords, takeLastWords } from './last-words.ts'
import { tellSystem } from './notifications.ts'
import { loadAgain } from './page-version.ts'
import { useView } from './view-store.ts'
import { engineAddress } from './worker-address.ts'

/**
 * The only place that knows there is a worker. Watches the engine's state into the store and carries commands to it.
 * All tabs and windows share one engine; see desktop/engine.
 */
let line: EngineLine | undefined
/** What is said now may be the last that the page says. */
let isLeaving = false

export function watchEngine(): () => void {
  if (typeof SharedWorker === 'undefined') {
    takeState({ session: { kind: 'broken', error: appError('browser-unfit') } })
    return () => undefined
  }
  const started = buildEngineLine({
    open: openWorker,
    after: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    soon: buildSoon(),
    now: () => Date.now(),
    buildId: () => buildEventId(Date.now(), crypto.getRandomValues(new Uint8Array(eventIdRandomBytes))),
    onState: takeState,
    onChanges: takeChanges,
    onLost: (sinceAt) => takeState({ connection: { kind: 'connecting', sinceAt } }),
    onNotice: tellSystem,
    greet: focusOf,
    onSuperseded: () =>
      loadAgain(() => takeState({ session: { kind: 'broken', error: appError('version-outdated') } })),
  })
  line = started
  started.start()
  const stopKeeping = watchKeptStorage(
    { read: () => readSlice('session'), watch: (onChange) => watchSlice('session', onChange) },
    navigator.storage,
  )
  const leave = () => {
    isLeaving = true
    keepUnsaved(started)
    started.tell({ kind: 'goodbye' })
  }
  const stopSession = watchSlice('session', (session, before) => {
    if (session.kind !== 'signed-in' || before.kind === 'signed-in') return
    for (const words of takeLastWords(session.me.id, sessionStorage)) void started.ask(words)
  })
  const comeBack = (event: PageTransitionEvent) => {
    isLeaving = false
    if (event.persisted) started.tell({ kind: 'hello' })
  }
  const sayFocus = () => started.tell(focusOf())
  const stopView = useView.subscribe(({ openRoom }, before) => openRoom !== before.openRoom && sayFocus())
  const onNetwork = () => started.tell({ kind: 'network', online: navigator.onLine })
  // Asleep the network is gone, whatever the browser believes; awake it is tried at once.
  const stopPower = desktopBridge()?.onPower((power) => started.tell({ kind: 'network', online: power === 'resume' }))
  const stopIdle = watchIdle((idle) => started.tell({ kind: 'idle', idle }))
  addEventListener('pagehide', leave)
  addEventListener('pageshow', comeBack)
  addEventListener('online', onNetwork)
  addEventListener('focus', sayFocus)
  addEventListener('blur', sayFocus)
  addEventListener('offline', onNetwork)
  return () => {
    removeEventListener('pagehide', leave)
    removeEventListener('pageshow', comeBack)
    removeEventListener('online', onNetwork)
    removeEventListener('focus', sayFocus)
    removeEventListener('blur', sayFocus)
    stopView()
    stopSession()
    stopPower?.()
    stopIdle()
    removeEventListener('offline', onNetwork)
    stopKeeping()
    started.stop()
    line = undefined
  }
}

/** Answers once, with an error where the engine died over it. */
export function askEngine<Command extends EngineCommand>(
  command: Command,
): Promise<Result<CommandAnswer<Command['kind']>>> {
  if (line === undefined) return Promise.resolve(err(appError('app-not-running')))
  // The engine answers each kind of command with the value that CommandAnswers states for it.
  const answer = line.ask(command) as Promise<Result<CommandAnswer<Command['kind']>>>
  if (isLeaving) keepUnsaved(line)
  return answer
}

function keepUnsaved(from: EngineLine): void {
  const session = readSlice('session')
  if (session.kind === 'signed-in') keepLastWords(session.me.id, from.unsaved(), sessionStorage)
}

/** A task of its own, behind those that wait: a timer would come too late in a window that is out of sight. */
function buildSoon(): (run: () => void) => void {
  const { port1, port2 } = new MessageChannel()
  let runs: (() => void)[] = []
  port1.onmessage = () => {
    const ready = runs
    runs = []
    for (const run of ready) run()
  }
  return (run) => {
    runs.push(run)
    port2.postMessage(undefined)
  }
}

function focusOf(): ToEngine {
  return { kind: 'focus', focused: document.hasFocus(), room: useView.getState().openRoom }
}

function openWorker(onMessage: (message: FromEngine) => void, again: number): LinePort {
  const worker = buildWorker(again)
  if (worker === undefined) {
    onWorkerFailed()
    return { post: () => {}, close: () => {} }
  }
  let isHeard = false
  // Only before its first word: that it could not be had at all. Later it is the silence that tells.
  worker.addEventListener('error', () => !isHeard && onWorkerFailed())
  worker.port.onmessage = ({ data }: MessageEvent<FromEngine>) => {
    isHeard = true
    onMessage(data)
  }
  return {
    post: (message: ToEngine) => worker.port.postMessage(message),
    close: () => worker.port.close(),
  }
}

function buildWorker(again: number): SharedWorker | undefined {
  try {
    return new SharedWorker(engineAddress(), {
      type: 'module',
      name: engineName(again, desktopBridge() !== undefined),
    })
  } catch {
    return undefined
  }
}

/** Somebody who is at work goes on; the line tries again by itself. */
function onWorkerFailed(): void {
  if (readSlice('session').kind === 'starting') {
    const error = appError(isStorageForbidden() ? 'storage-unavailable' : 'app-not-started')
    takeState({ session: { kind: 'broken', error } })
  }
}

/** A browser that may store nothing for a site lets it share no worker either, and says nothing of why. */
function isStorageForbidden(): boolean {
  try {
    return localStorage === null
  } catch {
    return true
  }
}
