import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import { placePasswordError } from './password-problem.ts'

test('what is wrong stands beside the password it is about', () => {
  const wrong = appError('sign-in-refused', { fields: { '/body/currentPassword': 'is not right' } })
  expect(placePasswordError(wrong)).toEqual({ field: 'currentPassword', words: 'That is not your password now.' })
  const long = appError('request-invalid', { fields: { '/body/newPassword': 'is too long' } })
  expect(placePasswordError(long)).toEqual({ field: 'newPassword', words: 'This is too long.' })
})

test('a wait is stated, and so is that it may have been done', () => {
  expect(placePasswordError(appError('rate-limited', { retryAfterMs: 9_000 })).words).toContain('Wait 9 seconds')
  expect(placePasswordError(appError('network-unreachable')).words).toContain('It may be changed already')
  expect(placePasswordError(appError('busy')).words).not.toContain('already')
})
