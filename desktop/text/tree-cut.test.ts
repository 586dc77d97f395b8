import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseText } from './parse-text.ts'
import { wordsOf } from './plain-words.ts'
import { cutTree } from './tree-cut.ts'

const room = { characters: 400, parts: 30 }

test('what fits is left as it is', () => {
  const tree = parseText('# a\n\n- one **two**\n- three\n\n|a|\n|-|\n|b|', 'markdown')
  expect(cutTree(tree, room)).toBe(tree)
})

test.each([
  ['words', 'wave '.repeat(1_000)],
  ['lines', '- a **b**\n'.repeat(200)],
  ['a table', `a|b\n-|-\n${'c|d\n'.repeat(100)}`],
  ['code', `\`\`\`\n${'line\n'.repeat(500)}\`\`\``],
  ['a quote', '> a **b** c\n>\n'.repeat(200)],
])('much of %s is cut, and what is left is its beginning', (_name, text) => {
  const tree = parseText(text, 'markdown')
  const shown = wordsOf(cutTree(tree, room))
  expect(shown.length).toBeLessThan(500)
  expect(wordsOf(tree).startsWith(shown.replace(/…$/, '').trimEnd())).toBe(true)
})

test('any text is cut to its room', () => {
  const token = fc.constantFrom(
    '**',
    '- ',
    '> ',
    '\n',
    '\n\n',
    'a',
    ' ',
    '|',
    '`',
    '👨‍👩‍👧',
    '[x](https://a.example)',
    '@ana ',
  )
  fc.assert(
    fc.property(fc.array(token, { maxLength: 200 }), fc.nat(50), fc.nat(20), (tokens, characters, parts) => {
      const tree = parseText(tokens.join(''), 'markdown')
      const cut = cutTree(tree, { characters, parts })
      expect(wordsOf(cut).isWellFormed()).toBe(true)
      // A token brings three parts at most: a block, a block or mark in it, and its words.
      if (wordsOf(tree).length + 3 < characters && tokens.length * 3 < parts) expect(cut).toBe(tree)
    }),
  )
})
