import { expect, test } from 'vitest'
import { keptKinds, keptPlaces } from '../../../common/http-contract/kept-data-contract.ts'
import { sayEnglish } from '../../words/words-testbed.ts'
import { keptWords } from './kept-words.ts'

const dayMs = 86_400_000

test('everything that is kept, wherever, is said in the words of the page', () => {
  for (const what of keptKinds) {
    for (const where of keptPlaces) {
      const words = keptWords(sayEnglish, { what, where, until: 'x' })
      expect(words).toMatchObject({ isForeign: false })
      expect(words.what).not.toBe(what)
    }
  }
})

test('how long is what the server says, in days', () => {
  const kept = { what: 'messages', where: 'MongoDB', until: 'x' }
  expect(keptWords(sayEnglish, { ...kept, forMs: 90 * dayMs }).howLong).toBe('For 90 days')
  expect(keptWords(sayEnglish, { ...kept, forMs: 3_600_000 }).howLong).toBe('For 1 hour')
  expect(keptWords(sayEnglish, kept).howLong).toBe('Without a fixed time')
})

test('what a later server keeps is said in its own words', () => {
  expect(keptWords(sayEnglish, { what: 'dreams', where: 'the cellar', until: 'morning' })).toEqual({
    what: 'dreams',
    where: 'the cellar',
    howLong: 'Without a fixed time',
    until: 'morning',
    isForeign: true,
  })
})
