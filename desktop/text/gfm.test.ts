import { describe, expect, test } from 'vitest'
import { buildTextParser, parseText } from './parse-text.ts'
import { wordsOf } from './plain-words.ts'
import type { Inline, TextTree } from './text-tree.ts'

const parse = buildTextParser((address) => (/^www\./.test(address) ? `http://${address}` : address))
const inline = (text: string): readonly Inline[] => {
  const [block] = parse(text)
  return block?.kind === 'paragraph' ? block.children : []
}
/** `[address]` for a link, marks by their name: enough to see what was understood. */
const brief = (parts: readonly Inline[]): string =>
  parts
    .map((part) => {
      if (part.kind === 'words') return part.text
      if (part.kind === 'link') return `[${part.url}]`
      if (part.kind === 'mark') return `<${part.mark}>${brief(part.children)}</${part.mark}>`
      return part.kind === 'code' ? `<code>${part.text}</code>` : `{${part.kind}}`
    })
    .join('')
const tableOf = (tree: TextTree) => tree.flatMap((block) => (block.kind === 'table' ? [block] : []))
const cells = (text: string) => tableOf(parse(text)).map(({ rows }) => rows.map((row) => row.map(brief)))

describe('tables, as in the examples of GFM', () => {
  test('198: head, delimiter, body', () => {
    expect(cells('| foo | bar |\n| --- | --- |\n| baz | bim |')).toEqual([
      [
        ['foo', 'bar'],
        ['baz', 'bim'],
      ],
    ])
  })
  test('199: cells are aligned and need not be as wide', () => {
    const [table] = tableOf(parse('| abc | defghi |\n:-: | -----------:\nbar | baz'))
    expect(table).toMatchObject({ aligns: ['center', 'end'] })
  })
  test('200: a bar in a cell is escaped, in code too', () => {
    expect(cells('| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |')).toEqual([
      [['f|oo'], ['b <code>|</code> az'], ['b <strong>|</strong> im']],
    ])
  })
  test('201: a quote ends a table', () => {
    const tree = parse('| abc | def |\n| --- | --- |\n| bar | baz |\n> bar')
    expect(tree.map(({ kind }) => kind)).toEqual(['table', 'quote'])
  })
  test('202: an empty line ends a table, a line without bars does not', () => {
    expect(cells('| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar')).toEqual([
      [
        ['abc', 'def'],
        ['bar', 'baz'],
        ['bar', ''],
      ],
    ])
  })
  test('203: head and delimiter must have as many cells', () => {
    expect(cells('| abc | def |\n| --- |\n| bar |')).toEqual([])
  })
  test('204: rows are filled up and cut to the width of the head', () => {
    expect(cells('| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |')).toEqual([
      [
        ['abc', 'def'],
        ['bar', ''],
        ['bar', 'baz'],
      ],
    ])
  })
  test('205: a table may have no body', () => {
    expect(cells('| abc | def |\n| --- | --- |')).toEqual([[['abc', 'def']]])
  })
})

test.each([
  ['279', '- [ ] foo\n- [x] bar', [false, true]],
  ['280', '- [x] foo\n  - [ ] bar\n  - [x] baz\n- [ ] bim', [true, false]],
  ['(an item that only looks like one)', '- [y] foo\n- [x]bar\n- \\[x] baz', [undefined, undefined, undefined]],
])('tasks, example %s of GFM', (_number, text, done) => {
  const [list] = parse(text)
  expect(list?.kind === 'list' && list.items.map((item) => item.isDone)).toEqual(done)
})

test.each([
  ['491', '~~Hi~~ Hello, ~there~ world!', '<strike>Hi</strike> Hello, <strike>there</strike> world!'],
  ['492', 'This ~~has a\n\nnew paragraph~~.', 'This ~~has a'],
  ['493', 'This will ~~~not~~~ strike.', 'This will ~~~not~~~ strike.'],
])('struck out, example %s of GFM', (_number, text, drawn) => {
  expect(brief(inline(text))).toBe(drawn)
})

test.each([
  ['622', 'www.commonmark.org', '[http://www.commonmark.org]'],
  [
    '623',
    'Visit www.commonmark.org/help for more information.',
    'Visit [http://www.commonmark.org/help] for more information.',
  ],
  ['624', 'Visit www.commonmark.org.', 'Visit [http://www.commonmark.org].'],
  ['624', 'Visit www.commonmark.org/a.b.', 'Visit [http://www.commonmark.org/a.b].'],
  ['625', 'www.google.com/search?q=Markup+(business)', '[http://www.google.com/search?q=Markup+(business)]'],
  ['625', 'www.google.com/search?q=Markup+(business)))', '[http://www.google.com/search?q=Markup+(business)]))'],
  ['625', '(www.google.com/search?q=Markup+(business))', '([http://www.google.com/search?q=Markup+(business)])'],
  ['626', 'www.google.com/search?q=(business))+ok', '[http://www.google.com/search?q=(business)])+ok'],
  ['627', 'www.google.com/search?q=commonmark&hl=en', '[http://www.google.com/search?q=commonmark&hl=en]'],
  ['627', 'www.google.com/search?q=commonmark&hl;', '[http://www.google.com/search?q=commonmark]&hl;'],
  ['628', 'www.commonmark.org/he<lp', '[http://www.commonmark.org/he]<lp'],
  ['629', 'http://commonmark.org', '[http://commonmark.org]'],
  [
    '629',
    '(Visit https://encrypted.google.com/search?q=Markup+(business))',
    '(Visit [https://encrypted.google.com/search?q=Markup+(business)])',
  ],
  ['630', 'foo@bar.baz', '[mailto:foo@bar.baz]'],
  [
    '631',
    "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
    "hello@mail+xyz.example isn't valid, but [mailto:hello+xyz@mail.example] is.",
  ],
  ['632', 'a.b-c_d@a.b', '[mailto:a.b-c_d@a.b]'],
  ['632', 'a.b-c_d@a.b.', '[mailto:a.b-c_d@a.b].'],
  ['632', 'a.b-c_d@a.b-', 'a.b-c_d@a.b-'],
  ['632', 'a.b-c_d@a.b_', 'a.b-c_d@a.b_'],
  ['633', 'mailto:foo@bar.baz', '[mailto:foo@bar.baz]'],
])('addresses, example %s of GFM: %s', (_number, text, drawn) => {
  expect(brief(inline(text))).toBe(drawn)
})

test('626 reads otherwise, on purpose: a bracket that nothing opened ends an address', () => {
  expect(wordsOf(parseText('www.google.com/search?q=(business))+ok', 'plain'))).toBe(
    'www.google.com/search?q=(business))+ok',
  )
})
