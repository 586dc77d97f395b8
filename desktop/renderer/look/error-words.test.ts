import { expect, test } from 'vitest'
import { appError, type ErrorCode, errorTable } from '../../../common/app-error.ts'
import { errorWords } from './error-words.ts'

test('nothing that is asked for once claims to be tried again by itself', () => {
  for (const code of Object.keys(errorTable) as ErrorCode[]) {
    expect(errorWords(appError(code)), code).not.toMatch(/by itself/)
  }
})

test('what is particular to a case is said instead, and the rest is what the table says', () => {
  expect(errorWords(appError('busy', { detail: 'Ten rooms are being made.' }))).toBe('Ten rooms are being made.')
  expect(errorWords(appError('last-owner'))).toBe(errorTable['last-owner'].sentence)
})
