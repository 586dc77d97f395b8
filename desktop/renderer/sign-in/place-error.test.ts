import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import { sayEnglish as say } from '../../words/words-testbed.ts'
import { placeError } from './place-error.ts'

test('an error of the server stands beside the field it is about', () => {
  expect(placeError(say, appError('handle-taken')).field).toBe('handle')
  expect(placeError(say, appError('sign-in-refused')).field).toBe('password')
  expect(placeError(say, appError('request-invalid', { fields: { '/body/password': 'is too long' } }))).toEqual({
    field: 'password',
    words: 'This is too long.',
  })
  expect(placeError(say, appError('network-unreachable')).field).toBeUndefined()
})

test('a wait is stated in seconds', () => {
  expect(placeError(say, appError('rate-limited', { retryAfterMs: 29_001 })).words).toContain('Wait 30 seconds')
})
