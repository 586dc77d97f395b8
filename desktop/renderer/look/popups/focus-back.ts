/** The composer on screen, if there is one: it marks itself. */
export function composerElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-composer]')
}

/** Longer than any dialog takes to go, on a machine that does much else. */
const mostMs = 3_000
/** Longer than what goes meanwhile takes it away again. */
const settledAfterMs = 1_000

/**
 * A dialog that is just closing keeps the page under it from taking the focus for a moment, or drops it where it goes: what
 * comes on screen then has it as soon as it can, and once more where it falls to nobody, until somebody does something.
 */
export function focusOnceAble(element: HTMLElement): () => void {
  element.focus()
  let endAt = performance.now() + mostMs
  let hasHad = false
  const again = () => {
    const { activeElement } = document
    if (activeElement === document.body) element.focus()
    if (activeElement === element && !hasHad) {
      hasHad = true
      endAt = performance.now() + settledAfterMs
    }
    if (performance.now() > endAt) return stop()
    frame = requestAnimationFrame(again)
  }
  let frame = requestAnimationFrame(again)
  const stop = () => {
    cancelAnimationFrame(frame)
    removeEventListener('pointerdown', stop, true)
    removeEventListener('keydown', onKey, true)
  }
  // Whoever presses beside it, or goes on by a key from there, puts it elsewhere.
  const onKey = () => {
    if (hasHad) stop()
  }
  addEventListener('pointerdown', stop, true)
  addEventListener('keydown', onKey, true)
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
