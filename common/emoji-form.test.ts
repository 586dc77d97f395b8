import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emojiForm } from './emoji-form.ts'
import { emojiSchema } from './well-formed-text.ts'

test.each([
  ['❤', '❤\ufe0f'],
  ['❤\ufe0f', '❤\ufe0f'],
  ['❤\ufe0e', '❤\ufe0f'],
  ['👍', '👍'],
  ['👍\ufe0f', '👍'],
  ['✌🏽', '✌🏽'],
  ['1\u20e3', '1\ufe0f\u20e3'],
  ['👁‍🗨', '👁\ufe0f‍🗨\ufe0f'],
  ['🏳‍🌈', '🏳\ufe0f‍🌈'],
  ['🏳\ufe0f‍🌈', '🏳\ufe0f‍🌈'],
  ['🇩🇪', '🇩🇪'],
  ['ok', 'ok'],
  ['12', '12'],
  ['\ufe0f', '\ufe0f'],
])('%j is %j', (sent, kept) => {
  expect(emojiForm(sent)).toBe(kept)
})

test('the form of a form is itself, with or without selectors, and it stays an emoji that may be sent', () => {
  const part = fc.constantFrom('❤', '☎', '\ufe0f', '\ufe0e', '‍', '👍', '🏽', '1', '\u20e3', '🇩🇪', 'a')
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 14 }), (parts) => {
      const emoji = parts.join('')
      fc.pre(emojiSchema.safeParse(emoji).success)
      const form = emojiForm(emoji)
      expect(emojiForm(form)).toBe(form)
      expect(emojiSchema.safeParse(form).success).toBe(true)
      const bare = emoji.replace(/[\ufe0e\ufe0f]/g, '')
      if (bare !== '') expect(emojiForm(bare)).toBe(form)
    }),
  )
})
