import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import { backoffMs } from '../../../common/backoff.ts'
import type { Sync } from '../../../common/http-contract/sync-contract.ts'
import type { Result } from '../../../common/result.ts'
import { err } from '../../../common/result.ts'
import type { EngineDeps } from '../engine-deps.ts'

/** Asks `GET /sync` when there is reason to: each connection, each hint, every five minutes. Never two at once. */
export type SyncLoop = {
  /** A hint has come, to many at once: a little later, each at another moment. */
  hint(): void
  /** Soon, together with whatever else asks for it in that moment; where the server said when, not before. */
  request(): void
  /** Now, or after the one that runs; resolves when an answer has been applied, or could not be had. */
  run(): Promise<Result<Sync>>
  stop(): void
}

type Syncing = {
  readonly deps: EngineDeps
  readonly ask: () => Promise<Result<Sync>>
  readonly apply: (sync: Sync) => void
  readonly onFailed: (error: AppError) => void
}

const debounceMs = 100
const hintSpreadMs = 500
const everyMs = 300_000

export function buildSyncLoop({ deps, ask, apply, onFailed }: Syncing): SyncLoop {
  const { clock, chance } = deps
  let cancelSoon: (() => void) | undefined
  let cancelLater = () => {}
  let running: Promise<Result<Sync>> | undefined
  let next: Promise<Result<Sync>> | undefined
  let isToldToWait = false
  let tries = 0
  let stopped = false

  async function runOnce(): Promise<Result<Sync>> {
    if (stopped) return err(appError('network-unreachable'))
    cancelLater()
    const answer = await ask()
    if (stopped) return answer
    tries = answer.ok ? 0 : tries + 1
    isToldToWait = !answer.ok && answer.error.retryAfterMs !== undefined
    if (answer.ok) apply(answer.value)
    else onFailed(answer.error)
    const wait = answer.ok
      ? everyMs * (0.9 + 0.2 * chance())
      : Math.max(backoffMs(tries, chance(), { firstMs: 1_000 }), answer.error.retryAfterMs ?? 0)
    cancelLater()
    cancelLater = clock.after(wait, () => void run())
    return answer
  }

  function start(): Promise<Result<Sync>> {
    running = runOnce().finally(() => {
      running = undefined
    })
    return running
  }

  /** One that runs may have asked before what we want to know about happened; the one after it is for all who wait. */
  function run(): Promise<Result<Sync>> {
    if (running === undefined && next === undefined) return start()
    next ??= Promise.allSettled([running]).then(() => {
      next = undefined
      return start()
    })
    return next
  }

  function soon(delayMs: number) {
    if (stopped || isToldToWait || cancelSoon !== undefined) return
    cancelSoon = clock.after(delayMs, () => {
      cancelSoon = undefined
      void run()
    })
  }

  return {
    hint: () => soon(debounceMs + hintSpreadMs * chance()),
    request: () => soon(debounceMs),
    run,
    stop() {
      stopped = true
      cancelSoon?.()
      cancelLater()
    },
  }
}
