import { emojiSet, quickEmoji } from './emoji-set.ts'

export const emojiColumns = 8

/** Whose words hold what is typed, whole words first; with nothing typed all of them, the quick ones first. */
export function findEmoji(typed: string): typeof emojiSet {
  const wanted = typed.trim().toLowerCase().replaceAll(':', '')
  if (wanted === '') return [...emojiSet].sort((a, b) => quickRank(a.emoji) - quickRank(b.emoji))
  const found = emojiSet.filter(({ words, emoji }) => words.includes(wanted) || emoji === wanted)
  return found.sort((a, b) => wordRank(a.words, wanted) - wordRank(b.words, wanted))
}

/** Where an arrow key leads on the grid, which ends at its edges; nothing for any other key. */
export function placeAfter(key: string, place: number, count: number): number | undefined {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: emojiColumns, ArrowUp: -emojiColumns }[key]
  if (step === undefined) return undefined
  const next = place + step
  return next >= 0 && next < count ? next : place
}

function quickRank(emoji: string): number {
  const place = quickEmoji.indexOf(emoji)
  return place === -1 ? quickEmoji.length : place
}

function wordRank(words: string, wanted: string): number {
  const all = words.split(' ')
  if (all.includes(wanted)) return 0
  return all.some((word) => word.startsWith(wanted)) ? 1 : 2
}
