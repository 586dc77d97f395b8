import { countCharacters, maxTextCharacters, showsNothing } from '../../../common/well-formed-text.ts'
import { formatOf, parseText } from '../../text/parse-text.ts'
import { wordsOf } from '../../text/plain-words.ts'
import { type Direction, directionOfTree } from '../../text/text-direction.ts'
import type { Words } from '../../words/words.ts'

/** What is sent of what was typed: blank lines around it go, everything inside stays to the byte. */
export function trimOutgoing(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\u0000', '')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
}

/** Letters that nobody sees, or marks around nothing: a message of them is an empty place. */
export function hasNothingToShow(text: string): boolean {
  if (showsNothing(text)) return true
  const tree = parseText(text, formatOf(text))
  return showsNothing(wordsOf(tree)) && !tree.some((block) => block.kind === 'line')
}

/** As the message will be written: by its own words, not by a handle or an address that it begins with. */
export function typingDirection(text: string): Direction | 'auto' {
  // The first words decide, and this is asked with each letter.
  return directionOfTree(parseText(text.slice(0, 2_000), 'markdown')) ?? 'auto'
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
