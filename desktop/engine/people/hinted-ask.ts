import type { EngineDeps } from '../engine-deps.ts'

/** A question that hints lead to, one at a time. */
export type HintedAsk<Answer> = {
  /** Now, or after the one that is under way: that may have been asked before what is to be known happened. */
  refresh(): Promise<Answer>
  /** After so long and up to so much longer, each device at another moment; where it is to come already, then. */
  soon(afterMs: number, spreadMs: number): void
  /** What was to come does not. */
  callOff(): void
}

export function buildHintedAsk<Answer>(
  { clock, chance }: Pick<EngineDeps, 'clock' | 'chance'>,
  ask: () => Promise<Answer>,
): HintedAsk<Answer> {
  let cancel: (() => void) | undefined
  let running: Promise<Answer> | undefined
  let next: Promise<Answer> | undefined

  function start(): Promise<Answer> {
    running = ask().finally(() => {
      running = undefined
    })
    return running
  }
  function callOff() {
    cancel?.()
    cancel = undefined
  }
  function refresh(): Promise<Answer> {
    callOff()
    if (running === undefined && next === undefined) return start()
    // One for all who wait.
    next ??= Promise.allSettled([running]).then(() => {
      next = undefined
      return start()
    })
    return next
  }

  return {
    refresh,
    soon(afterMs, spreadMs) {
      cancel ??= clock.after(afterMs + spreadMs * chance(), () => void refresh())
    },
    callOff,
  }
}
