import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import { placeError } from './place-error.ts'

test('an error of the server stands beside the field it is about', () => {
  expect(placeError(appError('handle-taken')).field).toBe('handle')
  expect(placeError(appError('sign-in-refused')).field).toBe('password')
  expect(placeError(appError('request-invalid', { fields: { '/body/password': 'is too long' } }))).toEqual({
    field: 'password',
    words: 'This is too long.',
  })
  expect(placeError(appError('network-unreachable')).field).toBeUndefined()
})

test('a wait is stated in seconds', () => {
  expect(placeError(appError('rate-limited', { retryAfterMs: 29_001 })).words).toContain('Wait 30 seconds')
})
