import { useSyncExternalStore } from 'react'

/** Narrower, and the list has the page to itself. */
const wide = '(min-width: 900px)'

export function useIsWide(): boolean {
  return useSyncExternalStore(watch, () => matchMedia(wide).matches)
}

function watch(onChanged: () => void): () => void {
  const query = matchMedia(wide)
  query.addEventListener('change', onChanged)
  return () => query.removeEventListener('change', onChanged)
}
