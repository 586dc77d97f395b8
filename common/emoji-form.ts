import { utf8Bytes } from './well-formed-text.ts'

export const maxEmojiBytes = 64
const selectors = /[\ufe0e\ufe0f]/g
/** Drawn as text unless the selector says otherwise; digits and signs only as part of a key (`1` and U+20E3). */
const wantsSelector = /(?:(?![0-9#*])(?!\p{Emoji_Presentation})\p{Emoji}|[0-9#*](?=\u20e3))(?!\p{Emoji_Modifier})/gu

/**
 * An emoji in the one form in which it is kept and compared. Keyboards send the heart with the variation selector or
 * without; people see one heart. The signs that want a selector have been the same since 2016, so archive and clients of
 * different age agree.
 */
export function emojiForm(emoji: string): string {
  const bare = emoji.replace(selectors, '')
  const full = bare.replace(wantsSelector, '$&\ufe0f')
  if (bare === '') return emoji
  return utf8Bytes(full) <= maxEmojiBytes ? full : bare
}
