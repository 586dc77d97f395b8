import { expect, test } from 'vitest'
import { appError, sentenceOf } from '../../../common/app-error.ts'
import { sayEnglish as say } from '../../words/words-testbed.ts'
import { mayPass, type Problem, problemWords } from './refusal-words.ts'

const words = (problem: Problem) => problemWords(say, problem)
const error = appError('publish-refused')

test('a message that went no further says why', () => {
  expect(words({ state: 'stuck', error })).toBe(sentenceOf(error))
  expect(words({ state: 'stuck' })).toBe('Not sent.')
  expect(words({ state: 'refused' })).toBe('Not sent: the server refused it.')
  expect(problemWords(say, { state: 'refused' }, { hasFiles: true })).toContain(
    'take its files away and add them again',
  )
  expect(problemWords(say, { state: 'refused' }, { hasFiles: true, isSlow: true })).toContain('slow mode')
  expect(words({ state: 'refused', error: appError('event-refused') })).toBe(sentenceOf(appError('event-refused')))
})

test('one that goes out by itself says what holds it up, where nothing else on the screen does', () => {
  for (const code of ['stream-full', 'publish-timeout', 'busy'] as const) {
    expect(words({ state: 'waiting', error: appError(code) })).toBe(sentenceOf(appError(code)))
  }
  expect(words({ state: 'waiting', error: appError('network-unreachable') })).toBeUndefined()
  for (const state of ['stored', 'queued', 'sending'] as const) expect(words({ state, error })).toBeUndefined()
})

test('what may pass, by itself or by what somebody does about it, can be tried again', () => {
  for (const code of ['busy', 'publish-refused', 'quota-exceeded', 'not-allowed', 'room-unknown'] as const) {
    expect(mayPass(appError(code)), code).toBe(true)
  }
  expect(mayPass(undefined)).toBe(true)
  for (const code of ['forward-gone', 'forward-changed', 'message-too-large', 'edit-outdated'] as const) {
    expect(mayPass(appError(code)), code).toBe(false)
  }
})
