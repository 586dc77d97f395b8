import { expect, test } from 'vitest'
import { buildOwnWords } from './own-words.ts'

test.each([
  ['harbour', 'The Harbour wall', 'Harbour'],
  ['harbour', 'harbourmaster', undefined],
  ['harbour', 'inharbour', undefined],
  ['harbour', '"harbour",', 'harbour'],
  ['Straße', 'auf der STRASSE', undefined],
  ['straße', 'auf der Straße.', 'Straße'],
  ['café', 'cafe\u0301 at noon', 'café'],
  ['cafe', 'café', undefined],
  ['c++', 'I know C++ well', 'C++'],
  ['a-b', 'x a-b y', 'a-b'],
  ['(?:x)*', 'what (?:x)* is', '(?:x)*'],
  ['港', '在港口见', '港'],
  ['ไทย', 'ประเทศไทยสวย', 'ไทย'],
  ['порт', 'Порт открыт', 'Порт'],
  ['порт', 'портал', undefined],
  ['two words', 'these two words here', 'two words'],
])('%s in "%s"', (word, text, found) => {
  expect(buildOwnWords([word])(text)).toBe(found)
})

test('no words are none, and hostile ones are only words', () => {
  expect(buildOwnWords([])('anything')).toBeUndefined()
  expect(buildOwnWords(['', '  '])('anything')).toBeUndefined()
  const find = buildOwnWords(['(a+)+$', '[', '\\', '|', 'a'.repeat(60), '^', '-'])
  const startedAt = performance.now()
  find('a'.repeat(100_000))
  expect(performance.now() - startedAt).toBeLessThan(2_000)
  expect(find('see [')).toBe('[')
})
