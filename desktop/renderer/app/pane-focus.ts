import { innerStops, isShown } from '../look/keys/tab-stops.ts'
import { composerElement } from '../look/popups/focus-back.ts'

/** The panes, in the order in which F6 goes: list, messages and composer or the page in their place, panel; or the two of the console. */
const panes = [
  '[data-region="rooms"]',
  '[data-timeline]',
  '[data-composer]',
  '[data-region="people"]',
  '[data-region="search"]',
  '[data-region="saved"]',
  '[data-region="inbox"]',
  '[data-region="lens"]',
  '[data-region="about"]',
  '[data-region="console"]',
  '[data-region="admin"]',
] as const

function shownPanes(): HTMLElement[] {
  return panes.flatMap((selector) => {
    const pane = document.querySelector<HTMLElement>(selector)
    return pane !== null && isShown(pane) ? [pane] : []
  })
}

/** To the next pane, or the one before, going round. */
export function focusPane(step: 1 | -1): void {
  const shown = shownPanes()
  const at = shown.findIndex((pane) => pane.contains(document.activeElement))
  const from = at === -1 && step === 1 ? -1 : Math.max(at, 0)
  const next = shown[(from + step + shown.length) % shown.length]
  if (next !== undefined) enterPane(next)
}

export function enterPane(pane: HTMLElement): void {
  if (pane === composerElement()) {
    pane.focus()
  } else if (pane.hasAttribute('data-timeline')) {
    const messages = [...pane.querySelectorAll<HTMLElement>('[data-message]')]
    const { bottom } = pane.getBoundingClientRect()
    const entry = messages.findLast((each) => each.getBoundingClientRect().bottom <= bottom + 1) ?? pane
    entry.focus({ preventScroll: true })
  } else {
    const current = pane.querySelector<HTMLElement>('[data-room][tabindex="0"], [data-row][tabindex="0"]')
    ;(current ?? innerStops(pane)[0] ?? composerElement())?.focus()
  }
}

/** The pane that an element is in. */
export function paneOf(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>(panes.join(', '))
}
