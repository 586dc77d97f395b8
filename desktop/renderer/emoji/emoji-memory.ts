import { emojiForm } from '../../../common/emoji-form.ts'
import type { SkinTone } from './emoji-table.ts'

/** What this person takes often on this installation, and of which skin. */
export type EmojiMemory = {
  readonly tone: SkinTone
  /** With how much each was used; what is long ago weighs less. */
  readonly used: readonly (readonly [emoji: string, weight: number])[]
}

/** What is offered before anybody has chosen anything. */
const usual = ['👍', '❤️', '😂', '🎉', '👀', '✅', '🙏', '😅', '☕']
const mostKept = 36
const fading = 0.95

export const emptyMemory: EmojiMemory = { tone: 0, used: [] }

export function withUse({ tone, used }: EmojiMemory, sent: string): EmojiMemory {
  const emoji = emojiForm(sent)
  const faded = used.map(([each, weight]) => [each, each === emoji ? weight * fading + 1 : weight * fading] as const)
  const all = faded.some(([each]) => each === emoji) ? faded : [...faded, [emoji, 1] as const]
  return { tone, used: all.toSorted((a, b) => b[1] - a[1]).slice(0, mostKept) }
}

/** The most used first; a first line is filled up with what most people use. */
export function oftenUsed(
  { used }: EmojiMemory,
  { line, most = line }: { line: number; most?: number },
): readonly string[] {
  const mine = used.map(([emoji]) => emoji)
  return mine.length >= line ? mine.slice(0, most) : [...new Set([...mine, ...usual])].slice(0, line)
}

/** What lies on disk may come from another version, or from anybody with the browser's tools open. */
export function parseMemory(kept: string | null): EmojiMemory {
  try {
    const { tone, used }: { tone?: unknown; used?: unknown } = JSON.parse(kept ?? '{}') ?? {}
    return {
      tone: isTone(tone) ? tone : 0,
      used: Array.isArray(used) ? used.filter(isUse).slice(0, mostKept) : [],
    }
  } catch {
    return emptyMemory
  }
}

function isTone(value: unknown): value is SkinTone {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 5
}

function isUse(value: unknown): value is readonly [string, number] {
  if (!Array.isArray(value)) return false
  const [emoji, weight] = value
  return typeof emoji === 'string' && emoji !== '' && emoji.length <= 64 && Number.isFinite(weight)
}
