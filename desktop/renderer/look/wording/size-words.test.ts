import { expect, test } from 'vitest'
import { sizeWords } from './size-words.ts'

test.each([
  [0, 'en', '0 byte'],
  [999, 'en', '999 byte'],
  [1_000, 'en', '1 kB'],
  [18_400_000, 'en', '18.4 MB'],
  [18_400_000, 'de', '18,4 MB'],
  [104_857_600, 'en', '105 MB'],
  [2_500_000_000_000, 'en', '2,500 GB'],
])('%i bytes in %s are %s', (bytes, locale, words) => {
  expect(sizeWords(bytes, locale).replace(/\s/g, ' ')).toBe(words)
})
