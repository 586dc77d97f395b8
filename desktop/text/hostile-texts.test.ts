import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasAddress } from '../../common/count-links.ts'
import { safeUrl } from './address-parse.ts'
import { expectSoupIsRead } from './hostile-test-soup.ts'
import { fill, hostileTexts, pieces } from './hostile-test-texts.ts'
import { expectWithinMs } from './hostile-test-times.ts'
import { buildTextParser, cutAddresses } from './parse-text.ts'
import { wordsOf } from './plain-words.ts'
import type { TextTree } from './text-tree.ts'

describe('100,000 characters, made to be slow to read', () => {
  const parse = buildTextParser(safeUrl)
  for (const [, text] of hostileTexts.slice(0, 20)) parse(text)
  // An address behind words and the name of an entity are marks made of letters.
  const withLetters = ['The quick **brown** fox, `code` and [a](https://b.example).\n\n', '&amp;'].map((part) =>
    JSON.stringify(part),
  )

  // Twice the 50 ms that are promised, for a machine that does much else; hostile-texts.integration.test.ts asks for them.
  test.each(hostileTexts)('%s, marked and plain, and all of it is shown', (name, text) => {
    let tree: TextTree = []
    expectWithinMs(100, 'marked', () => {
      tree = parse(text)
    })
    expectWithinMs(100, 'plain', () => cutAddresses(text))
    const shown = lettersOf(wordsOf(tree, { withSpoilers: true }))
    expect(shown.length < lettersOf(text).length).toBe(withLetters.includes(name))
  })

  const someMarks = fc.array(fc.constantFrom(...pieces), { minLength: 2, maxLength: 5 }).map((some) => some.join(''))
  test.each(fc.sample(someMarks, { numRuns: 12, seed: 38 }))('a run of %j', (run) =>
    expectWithinMs(100, run, () => parse(fill(run))),
  )

  const url = 'https://a.example'
  test.each([
    ['its beginnings', fill(`${url}.x `)],
    ['dots behind it', `${url}${fill('.')}x`],
  ])('an address is looked for in %s', (name, text) =>
    expectWithinMs(100, name, () => expect(hasAddress(text, url)).toBe(false)),
  )
})

const lettersOf = (text: string) => text.replace(/[^\p{L}]/gu, '')

test('any soup of marks is read, nested and flattened without an error, and ends', () => expectSoupIsRead(60))
