import { z } from 'zod'

/**
 * Strings that every store and every client keep unchanged: well-formed Unicode without NUL. SQLite, MongoDB and
 * JavaScript each do something else with lone surrogates and NUL (tried), so such text is refused at the door.
 */
export function isWellFormedText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}

/** Length in Unicode code points: what people count, not UTF-16 units. */
export function countCharacters(text: string): number {
  let count = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    // The low half of a pair was counted with its high half.
    if (unit < 0xdc00 || unit > 0xdfff) count++
  }
  return count
}

export const maxTextCharacters = 100_000
const emojiBytes = 64

export function textSchema(limits: { readonly min: number; readonly max: number }) {
  return z
    .string()
    .refine(isWellFormedText, 'must be well-formed Unicode without NUL')
    .refine((text) => {
      // Cheap bounds first: a code point is one or two units.
      if (text.length < limits.min || text.length > limits.max * 2) return false
      const characters = countCharacters(text)
      return characters >= limits.min && characters <= limits.max
    }, `must have ${limits.min} to ${limits.max} characters`)
}

/**
 * A name that people read in a list: one line of text with something to see. White space alone, or characters that show
 * nothing, would be a nameless entry that nobody can point at.
 */
export function nameSchema(max: number) {
  return (
    textSchema({ min: 1, max })
      .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text), 'must be one line without control characters')
      // Whatever stands behind such a name would be read backwards with it.
      .refine((text) => !/[\u202a-\u202e\u2066-\u2069]/u.test(text), 'must not turn the direction of reading')
      // What is of private use, or not assigned, is drawn by some and by others not: a name must be the same to all who point at it.
      .refine((text) => !showsNothing(text.replace(/[\p{Co}\p{Cn}]/gu, '')), 'must have something to see')
  )
}

// White space, controls, what Unicode calls ignorable, accents without a letter, and two signs that are drawn as nothing:
// the empty Braille cell and the place of an object that is not there.
const nothingToSee = /^[\s\p{Cc}\p{Cf}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800\ufffc]*$/u

/** Whether nobody would see anything: such a message, or such a name, is an empty place that nobody can point at. */
export function showsNothing(text: string): boolean {
  return nothingToSee.test(text)
}

export const messageTextSchema = textSchema({ min: 1, max: maxTextCharacters })
/** Of a message that may have files. */
export const captionableTextSchema = textSchema({ min: 0, max: maxTextCharacters })

export const emojiSchema = z
  .string()
  .min(1)
  .refine(isWellFormedText, 'must be well-formed Unicode without NUL')
  .refine((emoji) => utf8Bytes(emoji) <= emojiBytes, `must have at most ${emojiBytes} bytes`)

/** Bytes in UTF-8 of well-formed text. */
export function utf8Bytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}
