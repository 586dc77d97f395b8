// Made once: building one costs as much as a thousand uses.
let segmenter: Intl.Segmenter | undefined

/**
 * The beginning of a text, `most` UTF-16 units at most and an ellipsis where something was left out, cut where people see
 * the end of a character: never inside an emoji, a letter with its accents or a pair of surrogates.
 */
export function cutAtGrapheme(text: string, most: number): string {
  if (text.length <= most) return text
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  let end = 0
  // A single character may be of any length (a letter with ten thousand accents); such a one is left out whole.
  for (const { index, segment } of segmenter.segment(text.slice(0, most + 200))) {
    if (index + segment.length > most) break
    end = index + segment.length
  }
  return `${text.slice(0, end).trimEnd()}…`
}
