/** What is asked for often and changes now and then: loaded once for all who ask within that time, or at the same moment. */
export type Remembered<T> = {
  readonly get: () => Promise<T>
  /** It has changed here. */
  readonly forget: () => void
}

export function buildRemembered<T>(load: () => Promise<T>, keptMs: number, now: () => number): Remembered<T> {
  let kept: { readonly at: number; readonly value: Promise<T> } | undefined
  return {
    get: () => {
      const at = now()
      if (kept !== undefined && at - kept.at < keptMs) return kept.value
      const mine = { at, value: load() }
      kept = mine
      // What failed is not what the next one hears.
      mine.value.catch(() => {
        if (kept === mine) kept = undefined
      })
      return mine.value
    },
    forget: () => {
      kept = undefined
    },
  }
}
