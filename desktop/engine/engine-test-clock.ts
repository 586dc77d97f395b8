import type { EngineClock } from './engine-clock.ts'

/** For tests: time that moves only when it is told to. */
export type TestClock = EngineClock & {
  /** Runs what falls due on the way, in its order. */
  advance(ms: number): Promise<void>
  /** Somebody sets the clock: nothing falls due by it. */
  jump(ms: number): void
}

export function buildTestClock(startAt = 1_000_000): TestClock {
  let now = startAt
  let last = 0
  let offset = 0
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>()

  return {
    now: () => now + offset,
    jump(ms) {
      offset += ms
    },
    after(ms, run) {
      const id = ++last
      timers.set(id, { at: now + ms, run })
      return () => timers.delete(id)
    },
    async advance(ms) {
      const endAt = now + ms
      for (;;) {
        await settle()
        const due = [...timers].filter(([, { at }]) => at <= endAt).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0]
        if (due === undefined) break
        const [id, { at, run }] = due
        timers.delete(id)
        now = Math.max(now, at)
        run()
      }
      now = endAt
      await settle()
    },
  }
}

/** Lets promises that are ready run on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
