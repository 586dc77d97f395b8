/** The composer on screen, if there is one: it marks itself. */
export function composerElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-composer]')
}

/** Longer than any dialog takes to go, on a machine that does much else. */
const mostMs = 3_000

/**
 * A dialog that is just closing keeps the page under it from taking the focus for a moment: what comes on screen then has it
 * as soon as it can, unless somebody has put it elsewhere.
 */
export function focusOnceAble(element: HTMLElement): () => void {
  element.focus()
  const endAt = performance.now() + mostMs
  const again = () => {
    if (document.activeElement === element || performance.now() > endAt) return stop()
    if (document.activeElement === document.body) element.focus()
    frame = requestAnimationFrame(again)
  }
  let frame = requestAnimationFrame(again)
  // Whoever presses beside it has put it elsewhere.
  const stop = () => {
    cancelAnimationFrame(frame)
    removeEventListener('pointerdown', stop, true)
  }
  addEventListener('pointerdown', stop, true)
  return stop
}

/**
 * Where the focus goes when something over the page closes: to where it was before; where that is gone (a menu, the tools
 * of a message), to the composer. Else the browser drops it, and the next words typed go nowhere.
 */
export function focusBack(before: Element | null): HTMLElement | boolean {
  if (before instanceof HTMLElement && before.isConnected && before !== document.body) return before
  return composerElement() ?? true
}
