/** The composer on screen, if there is one: it marks itself. */
export function composerElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-composer]')
}

/**
 * Where the focus goes when something over the page closes: to where it was before; where that is gone (a menu, the tools
 * of a message), to the composer. Else the browser drops it, and the next words typed go nowhere.
 */
export function focusBack(before: Element | null): HTMLElement | boolean {
  if (before instanceof HTMLElement && before.isConnected && before !== document.body) return before
  return composerElement() ?? true
}
