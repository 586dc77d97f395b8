import { countCharacters, maxTextCharacters } from '../../../common/well-formed-text.ts'
import type { Words } from '../../words/words.ts'

/** What is sent of what was typed: blank lines around it go, everything inside stays to the byte. */
export function trimOutgoing(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\u0000', '')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
}

export type LengthNote = { readonly isTooLong: boolean; readonly words: string }

/** Says something only near the limit: nobody counts a short message. */
export function lengthNote(say: Words, text: string): LengthNote | undefined {
  // Cheap bound first: a character is one or two units.
  if (text.length < maxTextCharacters * 0.95) return undefined
  const characters = countCharacters(text)
  if (characters < maxTextCharacters * 0.95) return undefined
  const limit = maxTextCharacters
  if (characters <= limit) return { isTooLong: false, words: say('composer.characters', { count: characters, limit }) }
  return { isTooLong: true, words: say('composer.too-long', { count: characters - limit, limit }) }
}
