import type { EngineClock } from '../engine-clock.ts'

/** A wait that can be cut short: the network came back, or somebody pressed "try now". */
export type WakeablePause = {
  wait(ms: number): Promise<void>
  wake(): void
}

export function buildPause(clock: EngineClock): WakeablePause {
  let wake = () => {}
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const cancel = clock.after(ms, resolve)
        wake = () => {
          cancel()
          resolve()
        }
      }),
    wake: () => wake(),
  }
}
