/** Texts in which a pair of characters, or one alone, may be a word: looked up instead of looked for. */
const isWide = (codePoint: number) => codePoint >= 0x2e_80
const isForeign = (codePoint: number) => codePoint >= 0x80

/** So many are enough to find the few texts that may have all: what they say is verified anyhow. */
const mostAsked = 48

/**
 * What an index keeps of a folded text: its runs of three characters as numbers of 32 bits; of two where one of them is
 * not ASCII, and of one from the scripts on that write words so. Two runs may have one number, so whoever finds by grams
 * looks into the text. None reaches over a space, and no text can be read from them.
 */
export function listGrams(folded: string): readonly number[] {
  const grams = new Set<number>()
  for (const run of folded.split(' ')) {
    const points = Array.from(run, (character) => character.codePointAt(0) ?? 0)
    for (let at = 0; at < points.length; at++) {
      const [first = 0, second, third] = [points[at], points[at + 1], points[at + 2]]
      if (isWide(first)) grams.add(gramOf(first))
      if (second === undefined) continue
      if (isForeign(first) || isForeign(second)) grams.add(gramOf(first, second))
      if (third !== undefined) grams.add(gramOf(first, second, third))
    }
  }
  return [...grams]
}

/** Those that a text with all these words has; none: the words are too short to be looked up. */
export function listAskedGrams(words: readonly string[]): readonly number[] {
  const grams = new Set<number>()
  for (const word of words) {
    for (const run of word.split(' ')) {
      const points = Array.from(run, (character) => character.codePointAt(0) ?? 0)
      if (points.length >= 3) {
        for (let at = 0; at + 2 < points.length; at++)
          grams.add(gramOf(points[at] ?? 0, points[at + 1], points[at + 2]))
        continue
      }
      const [first, second] = points
      if (first === undefined) continue
      if (second === undefined) {
        if (isWide(first)) grams.add(gramOf(first))
      } else if (isForeign(first) || isForeign(second)) grams.add(gramOf(first, second))
    }
  }
  const all = [...grams]
  if (all.length <= mostAsked) return all
  // From all over the words: the beginnings of two long texts may be alike.
  return Array.from({ length: mostAsked }, (_, at) => all[Math.floor((at * all.length) / mostAsked)] ?? 0)
}

/** FNV-1a over the code points, with how many there are; signed, as databases keep 32 bits. */
function gramOf(...points: readonly (number | undefined)[]): number {
  let hash = 0x81_1c_9d_c5 ^ points.length
  for (const point of points) {
    for (let rest = point ?? 0, byte = 0; byte < 3; byte++, rest >>>= 8)
      hash = Math.imul(hash ^ (rest & 0xff), 0x01_00_01_93)
  }
  return hash | 0
}
