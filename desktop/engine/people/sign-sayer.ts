import type { EngineClock } from '../engine-clock.ts'

/**
 * Says that this device is idle, or is not, when that changes and every two minutes. That it is here at all is the broker's
 * to say; a sign that is lost is said again.
 */
export type SignSayer = {
  /** Of all windows together. */
  onIdle(idle: boolean): void
  /** Connected, or with another connection: the role tells devices apart by it. */
  onUp(): void
  onDown(): void
  stop(): void
}

const everyMs = 120_000

export function buildSignSayer(clock: EngineClock, say: (idle: boolean) => void, startsIdle = false): SignSayer {
  let isIdle = startsIdle
  let isUp = false
  let cancel: (() => void) | undefined

  function sayNow() {
    cancel?.()
    cancel = undefined
    if (!isUp) return
    say(isIdle)
    cancel = clock.after(everyMs, sayNow)
  }
  return {
    onIdle(idle) {
      if (idle === isIdle) return
      isIdle = idle
      sayNow()
    },
    onUp() {
      isUp = true
      sayNow()
    },
    onDown() {
      isUp = false
      cancel?.()
      cancel = undefined
    },
    stop() {
      isUp = false
      cancel?.()
    },
  }
}
