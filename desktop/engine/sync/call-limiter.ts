/** At most so many at once; the others wait in order. After a long sleep every room wants to be filled. */
export function buildLimiter(most: number): <T>(call: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (call) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    running++
    try {
      return await call()
    } finally {
      running--
      waiting.shift()?.()
    }
  }
}
