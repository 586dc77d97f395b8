import { appError } from '../../../common/app-error.ts'
import { err, type Result, unreachable } from '../../../common/result.ts'
import type { CommandAnswer, EngineCommand } from '../../engine-command.ts'
import type { FromEngine, ToEngine } from '../../engine-contract.ts'
import { readSlice, takeChanges, takeState, watchSlice } from './engine-store.ts'
import { watchKeptStorage } from './kept-storage.ts'

/**
 * The only place that knows there is a worker. Watches the engine's state into the store and carries commands to it.
 * All tabs and windows share one engine; see desktop/engine.
 */
let port: MessagePort | undefined
let lastCall = 0
const waiting = new Map<number, (result: Result<unknown>) => void>()

export function watchEngine(): () => void {
  if (typeof SharedWorker === 'undefined') {
    takeState({ session: { kind: 'broken', error: appError('browser-unfit') } })
    return () => undefined
  }
  const worker = new SharedWorker(new URL('../../engine/engine-main.ts', import.meta.url), {
    type: 'module',
    name: 'natter',
  })
  worker.addEventListener('error', onWorkerFailed)
  port = worker.port
  port.onmessage = (event: MessageEvent<FromEngine>) => onEngineSaid(event.data)
  tell({ kind: 'hello' })
  const stopKeeping = watchKeptStorage(
    { read: () => readSlice('session'), watch: (onChange) => watchSlice('session', onChange) },
    navigator.storage,
  )
  const leave = () => tell({ kind: 'goodbye' })
  const comeBack = (event: PageTransitionEvent) => event.persisted && tell({ kind: 'hello' })
  const onNetwork = () => tell({ kind: 'network', online: navigator.onLine })
  addEventListener('pagehide', leave)
  addEventListener('pageshow', comeBack)
  addEventListener('online', onNetwork)
  addEventListener('offline', onNetwork)
  return () => {
    removeEventListener('pagehide', leave)
    removeEventListener('pageshow', comeBack)
    removeEventListener('online', onNetwork)
    removeEventListener('offline', onNetwork)
    stopKeeping()
    leave()
    port?.close()
    port = undefined
  }
}

/** Answers once. A bug in the engine leaves the promise open rather than claim something that is not known. */
export function askEngine<Command extends EngineCommand>(
  command: Command,
): Promise<Result<CommandAnswer<Command['kind']>>> {
  if (port === undefined) return Promise.resolve(err(appError('app-not-running')))
  lastCall += 1
  const call = lastCall
  return new Promise((resolve) => {
    // The engine answers each kind of command with the value that CommandAnswers states for it.
    waiting.set(call, resolve as (result: Result<unknown>) => void)
    tell({ kind: 'command', call, command })
  })
}

function tell(message: ToEngine): void {
  port?.postMessage(message)
}

function onEngineSaid(message: FromEngine): void {
  switch (message.kind) {
    case 'state':
      takeState(message.state)
      break
    case 'changes':
      takeChanges(message.changes)
      break
    case 'answer': {
      const resolve = waiting.get(message.call)
      waiting.delete(message.call)
      resolve?.(message.result)
      break
    }
    case 'superseded':
      location.reload()
      break
    default:
      unreachable(message)
  }
}

function onWorkerFailed(): void {
  takeState({ session: { kind: 'broken', error: appError('app-not-started') } })
}
