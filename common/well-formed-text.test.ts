import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeUtf8, encodeUtf8 } from './text-codec.ts'
import {
  countCharacters,
  emojiSchema,
  isWellFormedText,
  maxTextCharacters,
  messageTextSchema,
  nameSchema,
  textSchema,
  utf8Bytes,
} from './well-formed-text.ts'

const anyText = fc.string({ unit: 'binary' })

describe('text', () => {
  it.each([
    ['a lone high surrogate', 'a\ud83c', false],
    ['a lone low surrogate', '\udf0aa', false],
    ['a pair the wrong way round', '\udf0a\ud83c', false],
    ['NUL', 'a\u0000b', false],
    ['a pair', '🌊', true],
    ['other control characters', '\u0001\t\n', true],
    ['nothing', '', true],
  ])('with %s is well-formed: %s', (_, text, wanted) => {
    expect(isWellFormedText(text)).toBe(wanted)
  })

  it('is well-formed exactly when UTF-8 keeps it unchanged and it has no NUL', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units)
        const kept = decodeUtf8(encodeUtf8(text)) === text
        expect(isWellFormedText(text)).toBe(kept && !units.includes(0))
      }),
    )
  })

  it('is counted in code points and in bytes as the platform counts them', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(countCharacters(text)).toBe([...text].length)
        expect(utf8Bytes(text)).toBe(encodeUtf8(text).byteLength)
      }),
    )
  })

  it('of a message has 1 to 100,000 characters, whatever planes they are from', () => {
    const ok = (text: string) => messageTextSchema.safeParse(text).success
    expect([ok(''), ok('x'), ok('🌊'.repeat(maxTextCharacters)), ok('🌊'.repeat(maxTextCharacters + 1))]).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect([ok('x'.repeat(maxTextCharacters)), ok('x'.repeat(maxTextCharacters + 1))]).toEqual([true, false])
    expect([ok('a\u0000'), ok('\ud83c')]).toEqual([false, false])
    expect(messageTextSchema.safeParse(5).success).toBe(false)
  })

  it('keeps to its own limits', () => {
    const limited = textSchema({ min: 2, max: 3 })
    expect(['a', '🌊', 'ab', '🌊🌊🌊', 'abcd'].map((text) => limited.safeParse(text).success)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ])
  })
})

describe('an emoji', () => {
  it.each([
    ['one of several people joined', '👩‍👩‍👧‍👦', true],
    ['64 bytes', 'x'.repeat(64), true],
    ['65 bytes', 'x'.repeat(65), false],
    ['17 of four bytes', '🌊'.repeat(17), false],
    ['nothing', '', false],
    ['half a pair', '\ud83c', false],
    ['NUL', '\u0000', false],
    ['the name of a prototype', '__proto__', true],
  ])('of %s is taken: %s', (_, emoji, wanted) => {
    expect(emojiSchema.safeParse(emoji).success).toBe(wanted)
  })
})

describe('a name', () => {
  it.each([
    ['letters', 'Anna', true],
    ['letters and white space', ' Anna  B. ', true],
    ['pictures that are joined', '👩‍👩‍👧‍👦', true],
    ['any script', 'Ⰰⰱ 안녕', true],
    ['nothing', '', false],
    ['white space', ' \t\u00a0\u3000', false],
    ['characters that show nothing', '\u200b\u2060\ufeff\u3164', false],
    ['the empty Braille cell', '\u2800\u2800', false],
    ['the place of an object', '\ufffc', false],
    ['what is not assigned', '\u0378\u{e0fff}', false],
    ['private use', '\ue000\u{f0000}', false],
    ['accents without a letter', '\u0301\u0308 \u20dd', false],
    ['private use beside a letter', '\ue000A', true],
    ['two lines', 'Anna\nBert', false],
    ['two lines of another kind', 'Anna\u2028Bert', false],
    ['a control character', 'Anna\u0007', false],
  ])('of %s is taken: %s', (_, name, wanted) => {
    expect(nameSchema(64).safeParse(name).success).toBe(wanted)
  })

  it('has an end', () => {
    expect(nameSchema(8).safeParse('x'.repeat(8)).success).toBe(true)
    expect(nameSchema(8).safeParse('x'.repeat(9)).success).toBe(false)
  })
})
