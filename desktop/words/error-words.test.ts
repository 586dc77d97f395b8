import { expect, test } from 'vitest'
import { type AppError, appError, type ErrorCode, errorTable } from '../../common/app-error.ts'
import { errorWords, sentenceWords } from './error-words.ts'
import { type Language, languages } from './languages.ts'
import { loadWords } from './load-words.ts'

const codes = Object.keys(errorTable) as ErrorCode[]

test.each(Object.keys(languages) as Language[])('in %s every code has a sentence, of its own', async (language) => {
  const say = await loadWords(language)
  const sentences = codes.map((code) => sentenceWords(say, appError(code)))
  expect(new Set(sentences).size).toBe(codes.length)
  // Nothing that is asked for once claims to be tried again by itself.
  for (const code of codes) expect(errorWords(say, appError(code)), code).not.toMatch(/by itself|von selbst/)
})

test('what is particular to a case is said instead, by those who read what it is said in', async () => {
  const error = appError('busy', { detail: 'Ten rooms are being made.' })
  expect(errorWords(await loadWords('en'), error)).toBe('Ten rooms are being made.')
  expect(errorWords(await loadWords('de'), error)).toBe('Der Server ist ausgelastet. Versuch es gleich noch einmal.')
})

test('a code of a later version has words too', async () => {
  const error = { code: 'from-tomorrow' } as unknown as AppError
  expect(errorWords(await loadWords('en'), error)).toBe(errorTable.internal.sentence)
})
