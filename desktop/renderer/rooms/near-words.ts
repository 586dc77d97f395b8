/** One slip in a word of so many letters, two in one of so many: a letter too much, too few, another one, or two swapped. */
const [oneFrom, twoFrom] = [4, 8]

/** Whether each typed word is the beginning of one of the name's, but for slips of the hand. Both folded. */
export function isNear(name: string, typed: string): boolean {
  const words = name.split(/[\s\p{P}]+/u).filter(Boolean)
  return typed.split(/\s+/).every((word) => {
    const slips = word.length >= twoFrom ? 2 : word.length >= oneFrom ? 1 : 0
    return words.some((one) => one.startsWith(word) || (slips > 0 && countSlips(one, word, slips) <= slips))
  })
}

/** Between what was typed and the beginning of a word that is nearest to it; more than `most` is only more. */
function countSlips(word: string, typed: string, most: number): number {
  const [letters, wanted] = [[...word.slice(0, typed.length + most)], [...typed]]
  let older: readonly number[] = []
  let before: readonly number[] = [0, ...letters.map((_, at) => at + 1)]
  for (const [row, letter] of wanted.entries()) {
    const now = [row + 1]
    for (const [at, other] of letters.entries()) {
      const change = (before[at] ?? 0) + (letter === other ? 0 : 1)
      let least = Math.min(change, (before[at + 1] ?? 0) + 1, (now[at] ?? 0) + 1)
      if (letter === letters[at - 1] && wanted[row - 1] === other) least = Math.min(least, (older[at - 1] ?? 0) + 1)
      now.push(least)
    }
    if (Math.min(...now) > most) return most + 1
    ;[older, before] = [before, now]
  }
  // The word may go on.
  return Math.min(...before)
}
