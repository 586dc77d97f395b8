const reloadedKey = 'natter.reloaded-at'
/** A page that is of an old version right after it was loaded again would be so the next time too. */
const onceWithinMs = 60_000

/**
 * Another version of the app has taken over: the page is loaded again, to be of that version. Not in a circle: where a
 * kept page comes back, the person is told instead, and loads it when they want.
 */
export function loadAgain(onInVain: () => void, at = Date.now()): void {
  if (Math.abs(at - lastReload()) < onceWithinMs) {
    onInVain()
    // So that the next load has it.
    void navigator.serviceWorker?.getRegistration().then((kept) => kept?.update(), noMatter)
    return
  }
  rememberReload(at)
  location.reload()
}

function lastReload(): number {
  try {
    return Number(sessionStorage.getItem(reloadedKey) ?? 0)
  } catch {
    return 0
  }
}

function rememberReload(at: number): void {
  try {
    sessionStorage.setItem(reloadedKey, String(at))
  } catch {
    // Then it is loaded again each time, as it always was.
  }
}

function noMatter(): void {
  // Without a service worker the server answers anyway.
}
