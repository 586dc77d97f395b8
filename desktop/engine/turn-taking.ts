/** Longer than that nobody has the engine for themselves: somebody types, and messages arrive. */
const mostMs = 12

/** For work that may be long: whether others are due, and what lets them. */
export function takeTurns() {
  let since = performance.now()
  return {
    isLong: () => performance.now() - since > mostMs,
    async letOthers(): Promise<void> {
      await new Promise((done) => setTimeout(done))
      since = performance.now()
    },
  }
}
export type Turns = ReturnType<typeof takeTurns>
