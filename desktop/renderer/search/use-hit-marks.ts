import { type RefObject, useLayoutEffect } from 'react'
import { listHitPlaces } from '../../../common/search/search-snippet.ts'

const name = 'natter-hit'
/** Of one piece of text; where more is looked for, somebody has pasted something. */
const mostCharacters = 20_000

/**
 * Marks words in what is drawn already, however it is drawn, without changing it: a hit that reaches over bold words or a
 * name that is mentioned is not marked. Browsers that cannot do it show the text without marks.
 */
export function useHitMarks(box: RefObject<HTMLElement | null>, words: readonly string[], drawn: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something else is drawn
  useLayoutEffect(() => {
    if (box.current === null || !('highlights' in CSS)) return
    const walker = document.createTreeWalker(box.current, NodeFilter.SHOW_TEXT)
    const ranges: Range[] = []
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.nodeValue ?? ''
      if (text.length > mostCharacters) continue
      for (const [from, to] of listHitPlaces(text, words)) {
        const range = new Range()
        range.setStart(node, from)
        range.setEnd(node, to)
        ranges.push(range)
      }
    }
    CSS.highlights.set(name, new Highlight(...ranges))
    return () => void CSS.highlights.delete(name)
  }, [words, drawn])
}
