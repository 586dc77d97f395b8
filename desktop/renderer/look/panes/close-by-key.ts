import type { KeyboardEvent } from 'react'
import { isComposing } from '../keys/is-composing.ts'

/**
 * Escape leads out of a page in place of a room, wherever the focus is in it; but not from a menu that lies over it, and not
 * where it puts away what is nearer.
 */
export function closeByKey(close: () => void): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return
    if (!event.currentTarget.contains(event.target as Node)) return
    event.preventDefault()
    close()
  }
}
