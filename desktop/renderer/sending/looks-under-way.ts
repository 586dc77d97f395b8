export type LooksUnderWay = {
  /** One after the other: each holds a whole picture in memory. */
  add(look: () => Promise<void>): void
  isAny(): boolean
  /** Resolves once whoever sends may go on: all were looked at, or took too long. */
  whenOver(): Promise<void>
}

/**
 * Looks that whoever sends at once waits for: how large a film is, and its first picture, are in the message or nowhere, and a
 * slow computer takes its seconds for them. Whatever takes longer from when it was added goes out without.
 */
export function buildLooksUnderWay(tooLong: () => Promise<void>): LooksUnderWay {
  const waited = new Set<Promise<void>>()
  let last: Promise<void> = Promise.resolve()
  return {
    add(look) {
      last = last.then(look).catch(() => undefined)
      const over = Promise.race([last, tooLong()]).then(() => void waited.delete(over))
      waited.add(over)
    },
    isAny: () => waited.size > 0,
    whenOver: async () => void (await Promise.all(waited)),
  }
}
