import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import { sayEnglish as say } from '../../words/words-testbed.ts'
import { placePasswordError } from './password-problem.ts'

test('what is wrong stands beside the password it is about', () => {
  const wrong = appError('sign-in-refused', { fields: { '/body/currentPassword': 'is not right' } })
  expect(placePasswordError(say, wrong)).toEqual({ field: 'currentPassword', words: 'That is not your password now.' })
  const long = appError('request-invalid', { fields: { '/body/newPassword': 'is too long' } })
  expect(placePasswordError(say, long)).toEqual({ field: 'newPassword', words: 'This is too long.' })
})

test('a wait is stated, and so is that it may have been done', () => {
  expect(placePasswordError(say, appError('rate-limited', { retryAfterMs: 9_000 })).words).toContain('Wait 9 seconds')
  expect(placePasswordError(say, appError('network-unreachable')).words).toContain('It may be changed already')
  expect(placePasswordError(say, appError('busy')).words).not.toContain('already')
})
