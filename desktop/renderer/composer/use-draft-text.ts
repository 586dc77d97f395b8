import { useCallback, useEffect, useRef, useState } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import { saveDraft } from '../commands.ts'
import { useDraft } from '../state/room-selectors.ts'

/** A typed word is on disk within 300 ms, the way through the worker included. */
const saveAfterMs = 200

type DraftText = {
  readonly text: string
  /** `keep: false` changes what is shown and leaves the draft on disk alone: an edit is not a draft. */
  readonly setText: (text: string, options?: { readonly keep: boolean }) => void
  readonly draft: () => string
}

/** What stands in one composer, kept for its room. Takes over what another window typed, unless somebody types here. */
export function useDraftText(room: RoomId, isTypingHere: () => boolean): DraftText {
  const kept = useDraft(room)
  const [text, setShown] = useState(kept)
  const draft = useRef(kept)
  const saved = useRef(kept)
  const isTouched = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const save = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    if (draft.current === saved.current) return
    saved.current = draft.current
    void saveDraft(room, draft.current)
  }, [room])

  const setText = useCallback(
    (next: string, { keep } = { keep: true }) => {
      setShown(next)
      if (!keep) return
      draft.current = next
      isTouched.current = true
      // An emptied composer is saved at once: a sent message must not come back as a draft.
      if (next === '') save()
      else timer.current ??= setTimeout(save, saveAfterMs)
    },
    [save],
  )

  useEffect(() => {
    if (kept === saved.current || timer.current !== undefined) return
    if (isTouched.current && isTypingHere()) return
    saved.current = kept
    draft.current = kept
    setShown(kept)
  }, [kept, isTypingHere])

  useEffect(() => {
    const onHidden = () => document.visibilityState === 'hidden' && save()
    addEventListener('pagehide', save)
    document.addEventListener('visibilitychange', onHidden)
    return () => {
      removeEventListener('pagehide', save)
      document.removeEventListener('visibilitychange', onHidden)
      save()
    }
  }, [save])

  return { text, setText, draft: useCallback(() => draft.current, []) }
}
