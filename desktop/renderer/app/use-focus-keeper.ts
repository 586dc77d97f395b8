import { useEffect } from 'react'
import { composerElement } from '../look/popups/focus-back.ts'
import { enterPane, paneOf } from './pane-focus.ts'

/**
 * What goes from the page while it has the focus takes it along, and the next key goes nowhere. Then the pane it was in has
 * it, or the composer. What somebody leaves on purpose, by a click beside it, is theirs.
 */
export function useFocusKeeper(): void {
  useEffect(() => {
    let last: Element | undefined
    let pane: HTMLElement | null = null
    const onFocusIn = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return
      last = target
      pane = paneOf(target)
    }
    const keep = () => {
      if (last === undefined || last.isConnected || document.activeElement !== document.body) return
      last = undefined
      // A dialog that closes has its own say about where the focus goes: it speaks first.
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return
        if (pane?.isConnected) enterPane(pane)
        else composerElement()?.focus()
      })
    }
    const watcher = new MutationObserver(keep)
    watcher.observe(document.body, { childList: true, subtree: true })
    addEventListener('focusin', onFocusIn)
    return () => {
      watcher.disconnect()
      removeEventListener('focusin', onFocusIn)
    }
  }, [])
}
