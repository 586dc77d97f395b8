import { foldText } from './fold-text.ts'

/** Code points; who types more has pasted something. */
export const maxQueryCharacters = 400
/** Different ones; the rest would only narrow what is narrow already. */
const maxWords = 40

/** In one pass, whatever somebody pastes: no place of a text fits two parts of it. */
const phraseOrWord = /"( *[^" ][^"]*)"|[^ ]+/gu

/**
 * What has to stand in a text, folded: words between spaces, each a substring wherever it stands, and what stands between
 * quotes exactly together. A quote that closes nothing is looked for like any other character. None: there is nothing to
 * look for.
 */
export function parseSearchWords(query: string): readonly string[] {
  const words = new Set<string>()
  for (const [found, phrase] of foldText(query).matchAll(phraseOrWord)) words.add((phrase ?? found).trim())
  return [...words].slice(0, maxWords)
}

/** @param folded by `foldText` */
export function hasAllWords(folded: string, words: readonly string[]): boolean {
  return words.every((word) => folded.includes(word))
}
