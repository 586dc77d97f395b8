import { create } from 'zustand'

const key = 'natter.version-dismissed'

/** Of a pair of versions that do not go together the person wants to hear no more; of the next pair they hear again. */
const useDismissed = create<{ readonly pair: string | undefined }>(() => ({ pair: loadPair() }))

export function useIsDismissed(pair: string): boolean {
  return useDismissed((kept) => kept.pair === pair)
}

export function dismissVersions(pair: string): void {
  useDismissed.setState({ pair })
  try {
    localStorage.setItem(key, pair)
  } catch {
    // Storage is closed to this page: it holds until the window closes.
  }
}

function loadPair(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}
