type Waiting = { readonly start: () => void; readonly isUrgent: () => boolean }
export type Limiter = <T>(call: () => Promise<T>, isUrgent?: () => boolean) => Promise<T>

/**
 * At most so many at once; the others wait in order, the urgent ones first. After a long sleep every room wants to be
 * filled, and somebody looks at one of them.
 */
export function buildLimiter(most: number): Limiter {
  const waiting: Waiting[] = []
  let running = 0

  function startNext() {
    const urgent = waiting.findIndex(({ isUrgent }) => isUrgent())
    const [next] = waiting.splice(Math.max(0, urgent), 1)
    // Its place is taken at once, so that nobody slips in before it runs.
    if (next === undefined) running--
    else next.start()
  }
  return async (call, isUrgent = () => false) => {
    if (running < most) running++
    else await new Promise<void>((start) => waiting.push({ start, isUrgent }))
    try {
      return await call()
    } finally {
      startNext()
    }
  }
}
