import { emojiForm } from '../../../common/emoji-form.ts'
import { type Emoji, type EmojiTable, foldWord } from './emoji-table.ts'

/** What fits all that is typed, best first: the name itself, then whole words, then words that begin so, then codes. */
export function searchEmoji({ all }: Pick<EmojiTable, 'all'>, typed: string): readonly Emoji[] {
  const pasted = emojiForm(typed.trim())
  const folded = foldWord(typed.replaceAll(':', ' ').replaceAll('_', ' ').trim())
  if (folded === '') return []
  const wanted = folded.split(/\s+/)
  const found = all.flatMap((emoji) => {
    const rank = emoji.emoji === pasted || emoji.tones?.includes(pasted) ? 0 : rankOf(emoji, wanted, folded)
    return rank === undefined ? [] : [{ emoji, rank }]
  })
  // Stable: among equals the picker's order stays.
  return found.sort((a, b) => a.rank - b.rank).map(({ emoji }) => emoji)
}

function rankOf(emoji: Emoji, wanted: readonly string[], folded: string): number | undefined {
  const places = wanted.map((word) => emoji.words.findIndex((each) => each.startsWith(word)))
  if (places.includes(-1)) return undefined
  if (foldWord(emoji.name) === folded || emoji.codes.includes(folded.replaceAll(' ', '_'))) return 0
  if (wanted.every((word) => emoji.words.includes(word))) return emoji.codes[0]?.startsWith(folded) ? 1 : 2
  return emoji.codes.some((code) => code.startsWith(folded)) ? 3 : 4
}

const mostCompletions = 8

/** What `:sm` may become. Codes that begin so come before names and other words. */
export function completeEmoji(table: Pick<EmojiTable, 'all' | 'findCode'>, typed: string): readonly Emoji[] {
  const code = typed.toLowerCase()
  const exact = table.findCode(code)
  const byCode = table.all.filter(({ codes }) => codes.some((each) => each.startsWith(code)))
  byCode.sort((a, b) => shortest(a, code) - shortest(b, code))
  return [...new Set([...(exact ? [exact] : []), ...byCode, ...searchEmoji(table, typed)])].slice(0, mostCompletions)
}

function shortest({ codes }: Emoji, code: string): number {
  return Math.min(...codes.flatMap((each) => (each.startsWith(code) ? [each.length] : [])))
}

/** The code that is shown for an emoji: the one that begins as it was typed, else the usual one. */
export function codeFor({ codes }: Emoji, typed = ''): string | undefined {
  return codes.find((code) => code.startsWith(typed.toLowerCase())) ?? codes[0]
}

/** What stands behind a colon at the caret, while an emoji is being chosen. */
export type EmojiQuery = { readonly from: number; readonly to: number; readonly typed: string }

const atCaret = /(?:^|[^\p{L}\p{N}_:/])(:)([\p{L}\p{N}+-][\p{L}\p{N}_+-]{1,31})$/u
const closed = /(?:^|[^\p{L}\p{N}_:/]):([a-z0-9+-][a-z0-9_+-]{0,47}):$/iu

/** From two letters on: `:D` and `:p` are faces of their own, and "8:30" is a time. */
export function parseEmojiQuery(text: string, caret: number): EmojiQuery | undefined {
  const match = atCaret.exec(text.slice(Math.max(0, caret - 40), caret))
  const typed = match?.[2]
  if (typed === undefined || /^\d+$/.test(typed)) return undefined
  return { from: caret - typed.length - 1, to: caret, typed }
}

/** A whole code that ends at the caret, colons and all. */
export function closedCode(text: string, caret: number): EmojiQuery | undefined {
  const typed = closed.exec(text.slice(Math.max(0, caret - 60), caret))?.[1]
  return typed === undefined ? undefined : { from: caret - typed.length - 2, to: caret, typed }
}
