import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safeUrl } from './address-parse.ts'
import { mentionRunsOf } from './mention-reading.ts'
import { buildTextParser, cutAddresses, parseText } from './parse-text.ts'
import { wordsOf } from './plain-words.ts'

const most = 100_000
const fill = (part: string, length = most) => part.repeat(Math.ceil(length / part.length)).slice(0, length)
/** The parts that `make` gives for 1, 2, 3 … until the text is full. */
const stair = (make: (step: number) => string) => {
  let text = ''
  for (let step = 1; text.length < most; step++) text += make(step)
  return text.slice(0, most)
}
const address = 'https://a.example/'

const repeated = [
  'The quick brown fox, and so on. ',
  'The quick **brown** fox, `code` and [a](https://b.example).\n\n',
  '[',
  '](',
  '[a](',
  '[]',
  '[[',
  '![',
  '[a][',
  '[a](b "',
  '[a](<b',
  '[\\',
  '[a]:',
  '[^1]',
  '*',
  '*a ',
  'a* ',
  '**a *b',
  '_a __b ',
  'a_',
  '*a_ ',
  '*~~_a ',
  'a**b* ',
  '`',
  '`a``b```c ',
  '`` a ',
  '>',
  '> ',
  '> > > > > > > a\n',
  '- ',
  '- a\n',
  '- a\n\n',
  '-\n\n',
  '1. ',
  '1. a\n',
  '1) a\n\n',
  '- > ',
  '* * * a\n',
  '- [ ] a\n',
  '- [ ',
  '|',
  '||',
  '||a',
  '||a|| ',
  '|| a ',
  'a|b\n',
  'a|b\n-|-\n\n',
  '|\n-',
  '|-',
  '~',
  '~~a ',
  '~a~~b~~~c',
  '<',
  '<a ',
  '<http:',
  '<https://a',
  '<!--',
  '<?',
  '<![CDATA[',
  '<a b="',
  '<div>\n',
  '&',
  '&a',
  '&amp;',
  '&#1',
  '\\',
  '\\\n',
  '\\*',
  `${address}x `,
  `${address}x,`,
  'https://',
  'http:',
  `${address}(`,
  'www.',
  'www.a.com ',
  'mailto:',
  'a@b.co ',
  'a@',
  '@',
  '@a',
  '@ana ',
  '@ana-',
  'a.b',
  '/',
  '//a',
  ':',
  ':a',
  ':smile:',
  '👨‍👩‍👧‍👦',
  '\n',
  '\r\n',
  ' ',
  '\t',
  '\ta\n',
  'a\n',
  'a  \n',
  '#',
  '# a\n',
  '---\n',
  'a\n=\n',
  '=',
  '```\n',
  '~~~\n```\n',
  '    a\n',
  '[a]: b\n',
  '\u202eab',
  '\u200b',
  '😀',
  'https://例え。テスト、',
  '“https://a.example”',
  'natter://room/',
  '[@ana](',
  '\u0301',
  '|||',
  '[x] ',
  '* ',
  '+ a\n\n  b\n',
] as const
const shaped: readonly (readonly [string, string])[] = [
  ['an address and closing brackets', address + fill(')')],
  ['an address and opening brackets', address + fill('(')],
  ['an address and pairs of brackets', address + fill('()')],
  ['an address and nested brackets', address + '('.repeat(49_990) + ')'.repeat(49_990)],
  ['an address and all brackets', address + fill('[({')],
  ...['.', '!', "'", '"', ',', '*', '_', '?', ';', '&a;', '~', '-', '[', '%'].map(
    (tail) => [`an address and ${tail}`, address + fill(tail)] as const,
  ),
  ['a long host', `https://${fill('a.')}`],
  ['a long part of a host', `https://${fill('a')}`],
  ['a host of dashes', `https://a${fill('-')}`],
  ['dots before an @', `${fill('a.')}@b.co`],
  ['a long handle', `@${fill('a')}`],
  ['a long code of an emoji', `:${fill('a')}`],
  ['a long host after <', `<https://${fill('a')}`],
  ['brackets and their ends', '['.repeat(50_000) + ']'.repeat(50_000)],
  ['links in links', '[a'.repeat(33_000) + '](b)'.repeat(8_000)],
  ['nested stars', `${'*'.repeat(49_000)}a${'*'.repeat(49_000)}`],
  ['nested strokes', '~~a '.repeat(12_000) + ' a~~'.repeat(12_000)],
  ['growing backticks', stair((step) => `${'`'.repeat(step)} a `)],
  ['growing quotes', stair((step) => `${'>'.repeat(step)} a\n`)],
  ['growing lists', stair((step) => `${'  '.repeat(step)}- a\n`)],
  ['growing fences', stair((step) => `${'`'.repeat(step + 2)}\n`)],
  ['growing stars', stair((step) => `${'*'.repeat(step)}a `)],
  ['a wide table', `${fill('a|', 33_000)}\n${fill('-|', 33_000)}\n${fill('b|', 33_000)}`],
  ['a table without cells', `${fill('|a', 2_000)}|\n${fill('|-', 2_000)}|\n${fill('|b|\n', 96_000)}`],
  ['a long table', `a|b\n-|-\n${fill('c|d\n')}`],
  ['a row without end', `|a|\n|-|\n${fill('|')}`],
  ['an underlined text', `${fill('a\n')}===`],
  ['a heading and its end', `# a${fill(' #')}`],
  ['an open fence', `\`\`\`\n${fill('a\n')}`],
  ['a title without end', `[a]: b "${fill('a\n')}`],
  ['a long name of a reference', `[${fill('a', 99_000)}]: b`],
  ['many references', `${stair((step) => `[a${step}]: b\n`).slice(0, 60_000)}\n\n${fill('[a1]', 39_000)}`],
  ['a row of dashes that is none', `|\n${fill('-', 99_000)}x`],
  ['spaces inside', `a${fill(' ')}a`],
  ['an address of 60,000 brackets', `[a](${fill('(')}`],
]
const hostile = [
  ...repeated.map((part) => [JSON.stringify(part), fill(part)] as const),
  ...shaped.map(([name, text]) => [name, text.slice(0, most)] as const),
]

/** Of the processor, not of the clock, and the least of a few: others work on this machine too. */
function cpuMs(work: () => void, rounds = 4): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

/** Work that takes an idle core 5 ms or more: what 50 ms are here and now is ten times this. */
function floorWork(): number {
  let sum = 0
  for (let round = 0; round < 60; round++) for (let at = 0; at < most; at++) sum = (sum * 31 + at) | 0
  return sum
}

describe('100,000 characters, made to be slow to read', () => {
  const parse = buildTextParser(safeUrl)
  for (const [, text] of hostile.slice(0, 20)) parse(text)

  test.each(hostile)('%s, marked and plain', (_name, text) => {
    // Twice what is promised, for a machine that does much else: what grows with the square takes hundreds of times it.
    const most = 20 * Math.max(cpuMs(floorWork, 2), 5)
    expect(cpuMs(() => parse(text))).toBeLessThan(most)
    expect(cpuMs(() => cutAddresses(text))).toBeLessThan(most)
  })

  // What nobody thought of: runs of a few marks, all of them with NATTER_HOSTILE=all (ten minutes), else a few of them.
  const pieces = [
    '[',
    ']',
    '(',
    ')',
    '!',
    '<',
    '>',
    '*',
    '_',
    '`',
    '|',
    '~',
    ':',
    '\\',
    '- ',
    '> ',
    '1. ',
    '\n',
    '\n\n',
    ' ',
    'a',
  ]
  const runs =
    process.env.NATTER_HOSTILE === 'all'
      ? pieces.flatMap((one) => pieces.flatMap((two) => ['', ...pieces].map((three) => one + two + three)))
      : fc.sample(
          fc.array(fc.constantFrom(...pieces), { minLength: 2, maxLength: 5 }).map((some) => some.join('')),
          { numRuns: 24, seed: 38 },
        )

  test('any run of a few marks', () => {
    const most = 20 * Math.max(cpuMs(floorWork, 2), 5)
    const slow = runs.flatMap((run) => {
      const text = fill(run)
      // Once is enough where it is fast.
      const ms = cpuMs(() => parse(text), 1)
      const least = ms < most / 2 ? ms : cpuMs(() => parse(text), 4)
      return least >= most / (process.env.NATTER_HOSTILE === 'all' ? 2 : 1) ? [[run, least]] : []
    })
    expect(slow).toEqual([])
  }, 1_200_000)

  test('all is shown, also what comes after the last mark that is read', () => {
    const lost = hostile.filter(([, text]) => {
      const shown = lettersOf(wordsOf(parse(text), { withSpoilers: true }))
      return shown.length < lettersOf(text).length
    })
    // An address behind words and the name of an entity are marks made of letters.
    const withLetters = ['The quick **brown** fox, `code` and [a](https://b.example).\n\n', '&amp;']
    expect(lost.map(([name]) => name)).toEqual(withLetters.map((part) => JSON.stringify(part)))
  })
})

const lettersOf = (text: string) => text.replace(/[^\p{L}]/gu, '')

test('any soup of marks is read, nested and flattened without an error, and ends', () => {
  const token = fc.constantFrom(
    ...repeated,
    ...shaped.map(([, text]) => text.slice(0, 40)),
    'a',
    ' ',
    '\n',
    '\n\n',
    '    ',
    '\t',
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
    { numRuns: 150 },
  )
})
