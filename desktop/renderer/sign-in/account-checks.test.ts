import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import { sayEnglish as say } from '../../words/words-testbed.ts'
import { checkAccount, parseLoginName, suggestHandle } from './account-checks.ts'
import { placeError } from './place-error.ts'

const good = { displayName: 'Ana Lindqvist', handle: 'ana', password: 'long enough' }

test('an account that the server would take passes', () => {
  expect(checkAccount(say, good)).toBeUndefined()
})

test.each([
  [{ ...good, displayName: '' }, 'displayName'],
  [{ ...good, handle: '' }, 'handle'],
  [{ ...good, handle: '.ana' }, 'handle'],
  [{ ...good, handle: 'Ana' }, 'handle'],
  [{ ...good, password: '1234567' }, 'password'],
])('what is wrong is said beside its field: %j', (account, field) => {
  expect(checkAccount(say, account)?.field).toBe(field)
})

test.each([
  ['Ana Lindqvist', 'ana'],
  ['Zoë', 'zoe'],
  ['-Mei-', 'mei'],
  ['上海', ''],
])('for %j the handle %j is suggested', (name, handle) => {
  expect(suggestHandle(name)).toBe(handle)
})

test.each([
  [' @Ana ', 'ana'],
  ['Ana@Example.org', 'Ana@Example.org'],
])('who types %j signs in as %j', (typed, name) => {
  expect(parseLoginName(typed)).toBe(name)
})

test('an error of the server stands beside the field it is about', () => {
  expect(placeError(say, appError('handle-taken')).field).toBe('handle')
  expect(placeError(say, appError('sign-in-refused')).field).toBe('password')
  expect(placeError(say, appError('network-unreachable')).field).toBeUndefined()
  expect(placeError(say, appError('rate-limited', { retryAfterMs: 41_200 })).words).toContain('42 seconds')
})
