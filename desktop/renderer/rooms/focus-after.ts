import { composerElement } from '../look/popups/focus-back.ts'

/**
 * Who goes to a room goes there to write. A composer that is there already takes the focus; one that is still to come takes
 * it by itself when it does, so nothing else may. `isGoing` false: the focus goes back to where it was.
 */
export function focusAfter(isGoing: boolean): HTMLElement | boolean {
  return composerElement() ?? !isGoing
}
