/** Finds the first of somebody's own words in a text; undefined where there is none. */
export type FindOwnWord = (text: string) => string | undefined

const mostWords = 100
/** Nobody is called from the depth of a hundred thousand characters. */
const mostCharacters = 20_000

/**
 * Whole words, whatever is large or small in them. Where a language writes no spaces, as Chinese or Thai, there are no whole
 * words to go by, and what was typed counts wherever it stands.
 */
export function buildOwnWords(words: readonly string[]): FindOwnWord {
  const known = words.map((word) => word.normalize('NFC').trim()).filter((word) => word !== '')
  if (known.length === 0) return () => undefined
  const pattern = new RegExp(known.slice(0, mostWords).map(patternOf).join('|'), 'iu')
  return (text) => pattern.exec(text.slice(0, mostCharacters).normalize('NFC'))?.[0]
}

const letter = '[\\p{L}\\p{M}\\p{N}_]'
const unspaced = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]$/u
const isLetter = new RegExp(`^${letter}$`, 'u')

function patternOf(word: string): string {
  const characters = [...word]
  const escaped = word.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => (sign === '-' ? '\\x2d' : `\\${sign}`))
  const needsEdge = (edge = '') => isLetter.test(edge) && !unspaced.test(edge)
  return `${needsEdge(characters[0]) ? `(?<!${letter})` : ''}${escaped}${needsEdge(characters.at(-1)) ? `(?!${letter})` : ''}`
}
