import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import { quoteLines, textForMarkdown, wordsForMarkdown } from './mark-text.ts'

const reader = new MarkdownIt({ html: true, linkify: false })
const parse = (text: string) => {
  const env: { references?: Record<string, never> } = {}
  return { tokens: reader.parse(text, env), references: Object.keys(env.references ?? {}) }
}
/** What somebody reads of it, without what stands for the ends of lines. */
function readBack(markdown: string): string {
  return parse(markdown)
    .tokens.flatMap(({ children }) => children ?? [])
    .map(({ type, content }) => (type === 'hardbreak' || type === 'softbreak' ? '\n' : content))
    .join('')
}
function kindsIn(markdown: string): ReadonlySet<string> {
  return new Set(
    parse(markdown).tokens.flatMap(({ type, children }) => [type, ...(children ?? []).map((one) => one.type)]),
  )
}

const signs = [
  '\\',
  '`',
  '*',
  '_',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '#',
  '!',
  '|',
  '~',
  '&',
  '-',
  '+',
  '=',
  '1.',
  ':',
  ' ',
  '\n',
  'a',
  'b',
  '"',
]
const soup = fc.array(fc.constantFrom(...signs), { maxLength: 40 }).map((parts) => parts.join(''))

test('whatever somebody types without marks is read as it was typed, and becomes no structure', () => {
  fc.assert(
    fc.property(soup, (text) => {
      const quoted = quoteLines(textForMarkdown(text, 'plain'))
      const kinds = [...kindsIn(quoted)].filter(
        (kind) => !/^(blockquote|paragraph)_|^(inline|text|text_special|hardbreak|softbreak)$/.test(kind),
      )
      expect(kinds).toEqual([])
      const plain = (words: string) => words.replaceAll('\u00a0', ' ').replace(/[ \n]+/g, '')
      expect(plain(readBack(quoted))).toBe(plain(text))
    }),
    { numRuns: 150 },
  )
})

test('a text with marks stays in its quote, whatever is in it, and brings no HTML, no picture and no name for links', () => {
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ maxLength: 60 })), (text) => {
      const quoted = quoteLines(textForMarkdown(text, 'markdown'))
      const { tokens, references } = parse(`${quoted}\n\nafter [a] it`)
      expect(references).toEqual([])
      expect(tokens.at(-1)?.type).toBe('paragraph_close')
      expect(tokens.filter(({ level }) => level === 0).at(-1)?.type).toBe('paragraph_close')
      const kinds = kindsIn(quoted)
      for (const kind of ['html_block', 'html_inline', 'image']) expect(kinds.has(kind), kind).toBe(false)
    }),
    { numRuns: 150 },
  )
})

test.each([
  ['**bold** and `Array<string>`', '**bold** and `Array<string>`'],
  ['```html\n<script>\n```', '```html\n<script>\n```'],
  ['* one\n* two', '* one\n* two'],
  ['see [here](https://example.org)', 'see [here](https://example.org)'],
  ['see [it](notes.md#two) or <mailto:ana@example.org>', 'see [it](notes.md#two) or <mailto:ana@example.org>'],
])('marks that reach nowhere stay as they are: %j', (text, expected) => {
  expect(textForMarkdown(text, 'markdown')).toBe(expected)
})

test.each([
  '<script>alert(1)</script>',
  '```\nnever closed <b>',
  '<!-- from here on nothing is shown',
  '[a]: https://evil.example "a"',
  '![](https://evil.example/seen.png)',
  '`a\nb` <img src=x onerror=alert(1)> `c`',
  '> > > deep\n<details open ontoggle=alert(1)>',
])('what would reach beyond a message does not: %j', (text) => {
  for (const format of ['plain', 'markdown'] as const) {
    const kinds = kindsIn(`${quoteLines(textForMarkdown(text, format))}\n\n# after`)
    expect([...kinds].filter((kind) => /html|image/.test(kind))).toEqual([])
    expect(kinds.has('heading_open')).toBe(true)
  }
})

test.each([
  '[x](javascript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '<javascript:alert(1)>',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](file:///etc/passwd) and **more**',
  '[a]\n\n[a]: vbscript:x',
])('no link runs or opens anything where it is read by others: %j', (text) => {
  const open = new MarkdownIt({ html: true })
  open.validateLink = () => true
  const links = open
    .parse(quoteLines(textForMarkdown(text, 'markdown')), {})
    .flatMap(({ children }) => children ?? [])
    .filter(({ type }) => type === 'link_open')
  expect(links.map((link) => link.attrGet('href'))).toEqual([])
})

test('a name in a line ends no line, opens nothing, and shows what nobody would see', () => {
  expect(wordsForMarkdown('# Ana\n\n## Ben')).toBe('\\# Ana  \\#\\# Ben')
  expect(wordsForMarkdown('a\u0007b\ud800')).toBe('a\ufffdb\ufffd')
  expect(wordsForMarkdown('a\u202egnp.exe')).toBe('agnp.exe')
  expect(readBack(wordsForMarkdown('[x](javascript:alert(1))'))).toBe('[x](javascript:alert(1))')
})

test('whatever long texts somebody sends, they are read in less than it takes to notice', () => {
  const begun = process.cpuUsage()
  for (const part of ['[', '`', '*a', '<!--', '> ', '![', '&']) {
    textForMarkdown(part.repeat(7_000 / part.length), 'markdown')
    textForMarkdown(part.repeat(100_000), 'markdown')
  }
  expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(2_000)
})
