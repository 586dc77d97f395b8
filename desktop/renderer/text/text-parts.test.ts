import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatOf, parseText, plainWords, type TextPart } from './text-parts.ts'

const brief = (parts: readonly TextPart[]) =>
  parts.map((part) => (part.kind === 'words' ? part.text : [part.kind, 'url' in part ? part.url : part.text]))

test.each([
  ['see https://example.org/a?b=1#c.', ['see ', ['link', 'https://example.org/a?b=1#c'], '.']],
  ['(https://en.wikipedia.org/wiki/A_(b))', ['(', ['link', 'https://en.wikipedia.org/wiki/A_(b)'], ')']],
  ['mailto:ana@example.org', [['link', 'mailto:ana@example.org']]],
  ['javascript:alert(1) data:text/html,x', ['javascript:alert(1) data:text/html,x']],
  ['http://', ['http://']],
  ['<script>alert(1)</script>', ['<script>alert(1)</script>']],
  ['https://a.b/"onclick="x', [['link', 'https://a.b/'], '"onclick="x']],
])('plain text %j keeps its words and finds its links', (text, parts) => {
  expect(brief(parseText(text, 'plain'))).toEqual(parts)
})

test.each([
  ['@ana hello', [['mention', '@ana'], ' hello']],
  ['hello @Ana, and @ben.o!', ['hello ', ['mention', '@Ana'], ', and ', ['mention', '@ben.o'], '!']],
  ['ana@example.org', ['ana@example.org']],
  ['https://x.org/@ana', [['link', 'https://x.org/@ana']]],
  ['@', ['@']],
])('%j names people only where someone is addressed', (text, parts) => {
  expect(brief(parseText(text, 'plain'))).toEqual(parts)
})

test('marks are drawn in text that says so, and only there', () => {
  const text = 'run `npm test` **now**'
  expect(brief(parseText(text, 'plain'))).toEqual([text])
  expect(brief(parseText(text, 'markdown'))).toEqual(['run ', ['code', 'npm test'], ' ', ['strong', 'now']])
})

test('a fenced block keeps its tabs and line ends to the byte', () => {
  const code = '\tif (a) {\n\n\t\t**b**  \n\t}'
  const parts = parseText(`look:\n\`\`\`js\n${code}\n\`\`\`\nthat is all`, 'markdown')
  expect(parts).toEqual([
    { kind: 'words', text: 'look:' },
    { kind: 'block', language: 'js', text: code },
    { kind: 'words', text: '\nthat is all' },
  ])
})

test.each([
  ['2 * 3 * 4', 'plain'],
  ['a ** b', 'plain'],
  ['say `it`', 'markdown'],
  ['**yes**', 'markdown'],
  ['```\nx\n```', 'markdown'],
  ['<b>no</b>', 'plain'],
] as const)('%j is sent as %s', (text, format) => {
  expect(formatOf(text)).toBe(format)
})

test.each([
  ['**bold** and `code`', 'bold and code'],
  ['see:\n```js\nconst a = 1\n```\ndone', 'see:\nconst a = 1\n\ndone'],
  ['2 ** 3 and a ` alone', '2 ** 3 and a ` alone'],
])('%j without its marks is %j', (text, words) => {
  expect(plainWords(text)).toBe(words)
})

test('no text is lost, whatever is typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(
        parseText(text, 'plain')
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
