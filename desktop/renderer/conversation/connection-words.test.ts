import { expect, test } from 'vitest'
import { sayEnglish } from '../../words/words-testbed.ts'
import { connectionWords } from './connection-words.ts'

test('the first three seconds are not worth a word', () => {
  expect(connectionWords(sayEnglish, { kind: 'online' }, 10_000)).toBeUndefined()
  expect(connectionWords(sayEnglish, { kind: 'offline', sinceAt: 10_000 }, 12_900)).toBeUndefined()
  expect(connectionWords(sayEnglish, { kind: 'connecting', sinceAt: 10_000 }, 12_900)).toBeUndefined()
})

test('then it says what still works and when it tries again', () => {
  const words = connectionWords(sayEnglish, { kind: 'offline', sinceAt: 0, nextTryAt: 14_000 }, 10_000)
  expect(words?.what).toBe('No connection.')
  expect(words?.next).toBe('What you write is kept here and goes out by itself.')
  expect(words?.again).toBe('Trying again in 4 s.')
})

test('a try that is due counts no seconds', () => {
  expect(connectionWords(sayEnglish, { kind: 'offline', sinceAt: 0, nextTryAt: 9_000 }, 10_000)?.again).toBe(
    'Trying again.',
  )
})
