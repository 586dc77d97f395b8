import fc from 'fast-check'
import { expect } from 'vitest'
import { most, repeated, shaped } from './hostile-test-texts.ts'
import { mentionRunsOf } from './mention-reading.ts'
import { parseText } from './parse-text.ts'
import { wordsOf } from './plain-words.ts'

/** Marks of every kind in any order, many times. */
export function expectSoupIsRead(numRuns: number): void {
  const token = fc.constantFrom(
    ...repeated,
    ...shaped.map(([, text]) => text.slice(0, 40)),
    ...['a', ' ', '\n', '\n\n', '    ', '\t'],
  )
  fc.assert(
    fc.property(fc.array(token, { maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (tokens, times) => {
      const text = tokens.join('').repeat(times).slice(0, most)
      for (const format of ['plain', 'markdown'] as const) {
        const tree = parseText(text, format)
        expect(tree.length === 0 && text.trim() !== '').toBe(false)
        mentionRunsOf(tree)
      }
      expect(wordsOf(parseText(text, 'plain'))).toBe(text)
    }),
    { numRuns },
  )
}
