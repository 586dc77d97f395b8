import { useEffect } from 'react'
import { desktopBridge } from '../state/desktop-link.ts'
import { readSlice } from '../state/engine-store.ts'
import { hasUnkeptWords } from './unkept-words.ts'

/**
 * Whoever closes a page that holds words which no disk has is asked by their browser, in its words. Not in the desktop: its
 * window only hides, and a page there that objects keeps the app from quitting without saying why.
 */
export function useLeaveQuestion(): void {
  useEffect(() => {
    if (desktopBridge() !== undefined) return
    const ask = (event: BeforeUnloadEvent) => {
      const state = { notes: readSlice('notes'), rooms: readSlice('rooms'), drafts: readSlice('drafts') }
      // The last words typed are on the screen a moment before they are the engine's.
      const typed = document.querySelector<HTMLTextAreaElement>('[data-composer]')?.value ?? ''
      if (hasUnkeptWords(state, typed)) event.preventDefault()
    }
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [])
}
