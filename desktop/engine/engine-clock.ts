/** Time as the engine sees it: passed in, so that tests can hold it. All in milliseconds. */
export type EngineClock = {
  now(): number
  /** Runs once after `ms`; the answer calls it off. */
  after(ms: number, run: () => void): () => void
}

export function buildSystemClock(): EngineClock {
  return {
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  }
}

export function waitFor(clock: EngineClock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve))
}

/** The promise's value, or `fallback` where it takes longer than `ms`. */
export function withinTime<T, F>(clock: EngineClock, ms: number, promise: Promise<T>, fallback: F): Promise<T | F> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(fallback))
    promise.then(resolve, reject).finally(cancel)
  })
}
