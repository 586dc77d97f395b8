import type { ClipboardEvent, DragEvent, RefObject } from 'react'
import { maxTextCharacters } from '../../../common/well-formed-text.ts'
import { isDraggingFiles, isPastedAsFiles, type Picked, pickedFrom } from '../sending/picked-files.ts'
import { useWords } from '../state/language-choice.ts'
import { pastedLink } from './text-format.ts'
import { applyReplacement, selectedIn } from './text-insertion.ts'
import { addressOf } from './use-format.ts'

/**
 * More than this never gets into the box: it could not be sent, a browser freezes over it, and its draft would freeze the
 * next start. Twice what a message takes, so that one may paste a little too much and cut it.
 */
const mostUnits = 2 * maxTextCharacters

/** What is pasted or dropped: an address over words links them, and what is far too long stays where it came from. */
export function usePasting(
  area: RefObject<HTMLTextAreaElement | null>,
  onProblem: (words: string) => void,
  onFiles: (picked: Picked) => void,
) {
  const say = useWords()
  const isTooMuch = (text: string): boolean => {
    if (area.current === null) return false
    const { value, selectionStart, selectionEnd } = area.current
    return value.length - (selectionEnd - selectionStart) + text.length > mostUnits
  }
  const refuse = (event: ClipboardEvent | DragEvent, text: string) => {
    event.preventDefault()
    onProblem(say('composer.paste-too-long', { count: text.length, limit: maxTextCharacters }))
  }
  return {
    onPaste: (event: ClipboardEvent) => {
      if (isPastedAsFiles(event.clipboardData.types)) {
        event.preventDefault()
        return onFiles(pickedFrom(event.clipboardData))
      }
      const text = event.clipboardData.getData('text/plain')
      if (isTooMuch(text)) return refuse(event, text)
      if (area.current === null || text.length > 4_000) return
      const link = pastedLink(selectedIn(area.current), text, addressOf)
      if (link === undefined) return
      event.preventDefault()
      applyReplacement(area.current, link)
    },
    onDrop: (event: DragEvent) => {
      // Those are the conversation's, wherever in it they are dropped.
      if (isDraggingFiles(event.dataTransfer)) return
      const text = event.dataTransfer.getData('text/plain')
      if (isTooMuch(text)) refuse(event, text)
    },
  }
}
