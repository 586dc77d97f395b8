const stops =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex]'

/** What the Tab key would stop at, inside of an element, in order. */
export function innerStops(element: ParentNode): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>(stops)].filter((stop) => stop.tabIndex >= 0 && isShown(stop))
}

/** Goes on to the stop after (or before) an element, past all that is inside of it. */
export function focusBeyond(element: HTMLElement, step: 1 | -1): void {
  const all = innerStops(document).filter((stop) => stop !== element && !element.contains(stop))
  const wanted = step === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING
  const there = all.filter((stop) => (element.compareDocumentPosition(stop) & wanted) !== 0)
  const next = step === 1 ? there[0] : there.at(-1)
  // Nothing more that way: the other end, as the key itself would from the window's frame.
  ;(next ?? (step === 1 ? all[0] : all.at(-1)))?.focus()
}

export function isShown(element: Element): boolean {
  return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden'
}
