import { useCallback, useEffect, useRef, useState } from 'react'
import { hasAddress, listAddresses } from '../../../common/count-links.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { LinkPreview } from '../../../common/wire-event.ts'
import { previewLink } from '../commands.ts'
import { useSlice } from '../state/engine-store.ts'

/** Whoever is still writing an address has not written it yet. */
const settledMs = 700

/**
 * What stands behind the first link of what is being written, asked of our server while somebody writes: so that nobody who
 * reads it has to go there. One address is asked for once; what was taken away stays away.
 */
export function useLinkPreview(room: RoomId, text: string) {
  const isOff = useSlice('settings', ({ linkPreviews }) => linkPreviews.isOff === true)
  const [preview, setPreview] = useState<LinkPreview>()
  const asked = useRef(new Map<string, LinkPreview | undefined>())
  const [url] = isOff ? [] : listAddresses(text).filter((each) => URL.canParse(each))
  useEffect(() => {
    if (url === undefined) return
    const known = asked.current.get(url)
    if (asked.current.has(url)) return setPreview(known)
    let isOver = false
    const timer = setTimeout(async () => {
      asked.current.set(url, undefined)
      const made = await previewLink(room, url)
      if (!made.ok || made.value === null) return
      asked.current.set(url, made.value)
      if (!isOver) setPreview(made.value)
    }, settledMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [url, room])
  const shown = preview !== undefined && url === preview.url && hasAddress(text, preview.url) ? preview : undefined
  const remove = useCallback(() => {
    if (shown !== undefined) asked.current.set(shown.url, undefined)
    setPreview(undefined)
  }, [shown])
  return { preview: shown, remove }
}
