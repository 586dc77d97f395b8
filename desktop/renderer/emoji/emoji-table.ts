import { emojiForm } from '../../../common/emoji-form.ts'

export type Emoji = {
  readonly emoji: string
  /** Where it stands in the picker; emojibase's own numbers. */
  readonly group: number
  /** In the chosen language. */
  readonly name: string
  /** What may be written for it between colons, the usual one first. */
  readonly codes: readonly string[]
  /** Everything it is found by, in the chosen language and in English, folded. */
  readonly words: readonly string[]
  /** Newer than the font that comes with Natter: only where the system's has it. */
  readonly isNewer?: true
  /** From light to dark, where it has a skin. */
  readonly tones?: readonly string[]
}

export type EmojiTable = {
  /** In the picker's order. */
  readonly all: readonly Emoji[]
  readonly findCode: (code: string) => Emoji | undefined
  /** In any form, of any skin. */
  readonly find: (emoji: string) => Emoji | undefined
}

/**
 * Reads what emoji-table-build.ts made. A line of the first table: emoji, group, whether it is newer than our font, forms by skin, English name, codes,
 * English words; of the other: name and words in that language.
 */
export function parseEmojiTable(first: string, other?: string): EmojiTable {
  const names = other?.split('\n')
  const byCode = new Map<string, Emoji>()
  const byForm = new Map<string, Emoji>()
  const all = first.split('\n').map((line, index) => {
    const [unicode = '', group = '', newer = '', tones = '', english = '', codes = '', tags = ''] = line.split('\t')
    const [name = '', words = ''] = names?.[index]?.split('\t') ?? []
    const emoji: Emoji = {
      emoji: emojiForm(unicode),
      group: Number(group),
      name: name === '' ? english : name,
      codes: codes === '' ? [] : codes.split(' '),
      words: [...new Set(wordsIn(`${name} ${words} ${english} ${tags} ${codes.replaceAll('_', ' ')}`))],
      ...(newer === '' ? {} : { isNewer: true as const }),
      ...(tones === '' ? {} : { tones: tones.split(' ').map(emojiForm) }),
    }
    for (const code of emoji.codes) if (!byCode.has(code)) byCode.set(code, emoji)
    for (const form of [emoji.emoji, ...(emoji.tones ?? [])]) byForm.set(form, emoji)
    return emoji
  })
  return {
    all,
    findCode: (code) => byCode.get(code.toLowerCase()),
    find: (emoji) => byForm.get(emojiForm(emoji)),
  }
}

/** Light to dark is 1 to 5; 0 is the yellow that nobody has. */
export type SkinTone = 0 | 1 | 2 | 3 | 4 | 5

export function withTone({ emoji, tones }: Emoji, tone: SkinTone): string {
  return tones?.[tone - 1] ?? emoji
}

/** As it is compared: whoever types without accents or in capitals means the same. */
export function foldWord(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

function wordsIn(text: string): string[] {
  return foldWord(text)
    .split(/[^\p{L}\p{N}+-]+/u)
    .filter((word) => word !== '')
}
