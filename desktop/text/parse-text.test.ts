import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inviteHere, placeHere } from './address-parse.ts'
import { formatOf, parseText } from './parse-text.ts'
import { previewWords, wordsOf } from './plain-words.ts'
import { type Inline, inlinesOf } from './text-tree.ts'

const inline = (text: string, format: 'plain' | 'markdown' = 'markdown') =>
  [...inlinesOf(parseText(text, format))].flat()
const brief = (parts: readonly Inline[]): string =>
  parts
    .map((part) => {
      if (part.kind === 'words') return part.text
      if (part.kind === 'link') return `[${part.isBare ? '' : `${brief(part.children)} → `}${part.url}]`
      if (part.kind === 'mark') return `<${part.mark}>${brief(part.children)}</>`
      if (part.kind === 'mention') return `{@${part.run}}`
      return part.kind === 'code' ? `<code>${part.text}</>` : `{:${part.code}:}`
    })
    .join('')

describe('an address ends where people see its end', () => {
  test.each([
    ['“https://example.com”', '“[https://example.com/]”'],
    ['‘https://example.com’ «https://example.com»', '‘[https://example.com/]’ «[https://example.com/]»'],
    ['見て：https://example.com/路、それと', '見て：[https://example.com/%E8%B7%AF]、それと'],
    ['看https://example.com/a。好', '看[https://example.com/a]。好'],
    ['（https://example.com/a）', '（[https://example.com/a]）'],
    ['＜https://example.com/a＞', '＜[https://example.com/a]＞'],
    ['「https://example.com/a」', '「[https://example.com/a]」'],
    ["https://example.com/it's-here", "[https://example.com/it's-here]"],
    ["'https://example.com/a'", "'[https://example.com/a]'"],
    [
      'https://example.com/a_b_c and https://example.com/_x_',
      '[https://example.com/a_b_c] and [https://example.com/_x_]',
    ],
    ['see https://example.org/a?b=1#c.', 'see [https://example.org/a?b=1#c].'],
    ['(https://en.example/wiki/A_(b))', '([https://en.example/wiki/A_(b)])'],
    ['https://a.b.example/"onclick="x', '[https://a.b.example/]"onclick="x'],
    ['http:// and https:///', 'http:// and https:///'],
    [
      'javascript:alert(1) data:text/html,x ftp://a.example file:///etc',
      'javascript:alert(1) data:text/html,x ftp://a.example file:///etc',
    ],
  ])('%s', (text, drawn) => {
    expect(brief(inline(text, 'plain'))).toBe(drawn)
    expect(brief(inline(text, 'markdown'))).toBe(drawn)
  })

  test.each([
    ['**https://example.com/a**', '<strong>[https://example.com/a]</>'],
    ['*see https://example.com/a*', '<emphasis>see [https://example.com/a]</>'],
    ['_https://example.com/a_', '<emphasis>[https://example.com/a]</>'],
    ['_**https://example.com/a_b**_', '<emphasis><strong>[https://example.com/a_b]</></>'],
    ['~~https://example.com/a~~', '<strike>[https://example.com/a]</>'],
    ['||https://example.com/a||', '<spoiler>[https://example.com/a]</>'],
    ['**www.example.com**', '<strong>[http://www.example.com/]</>'],
    ['https://example.com/**a**', '[https://example.com/**a]**'],
  ])('marks around it stay marks: %s', (text, drawn) => {
    expect(brief(inline(text))).toBe(drawn)
  })
})

describe('links', () => {
  test.each([
    ['[words](https://a.example "a title")', '[words → https://a.example/]'],
    ['[click](javascript:alert(1))', '[click](javascript:alert(1))'],
    ['[click](//evil.example)', '[click](//evil.example)'],
    ['[click](/settings)', '[click](/settings)'],
    ['![picture](https://a.example/p.png)', '![picture → https://a.example/p.png]'],
    ['<https://a.example/b>', '[https://a.example/b]'],
    ['[@ana](https://a.example)', '[@ana → https://a.example/]'],
    ['<b>bold</b>', '<b>bold</b>'],
  ])('%s', (text, drawn) => {
    expect(brief(inline(text))).toBe(drawn)
  })

  test('to a room or a message of it lead inside, where they name this server', () => {
    const room = '7.abcdefghijklmn'
    const message = '01k0000000000000000000000a'
    const places = (text: string) =>
      inline(text, 'plain').flatMap((part) => (part.kind === 'link' ? [placeHere(part, 'https://chat.example')] : []))
    expect(places(`https://chat.example/r/${room}`)).toEqual([{ room }])
    expect(places(`see https://chat.example/r/${room}/m/${message}.`)).toEqual([{ room, message }])
    expect(places(`natter://room/${room}/m/${message}`)).toEqual([{ room, message }])
    expect(places(`natter://room/${room}, and`)).toEqual([{ room }])
    expect(places(`https://evil.example/r/${room}`)).toEqual([undefined])
    expect(places('natter://room/../settings natter://invite/x')).toEqual([])
  })

  test('to an invitation lead inside, where they are of this server', () => {
    const code = 'abcdef-GHIJ_2345678901'
    const here = 'https://chat.example'
    expect(inviteHere(`${here}/invite/${code}`, here)).toBe(code)
    expect(inviteHere(`natter://invite/chat.example/${code}`, here)).toBe(code)
    for (const url of [`https://evil.example/invite/${code}`, `${here}/invite/x`, `${here}/r/7.abcdefghijklmn`]) {
      expect(inviteHere(url, here)).toBeUndefined()
    }
    expect(inviteHere(`${here}/invite/${code}`, 'app://natter')).toBeUndefined()
  })
})

describe('marks', () => {
  test.each([
    ['a ||hidden **too**|| b', 'a <spoiler>hidden <strong>too</></> b'],
    ['a || b || c and |one|', 'a || b || c and |one|'],
    ['``a ` b``', '<code>a ` b</>'],
    ['one\ntwo  \nthree\\\nfour', 'one\ntwo\nthree\nfour'],
    ['\\@ana and :smile: and 10:30:15', '@ana and {:smile:} and 10:30:15'],
  ])('%s', (text, drawn) => {
    expect(brief(inline(text))).toBe(drawn)
  })

  test('a block of code keeps its tabs and line ends to the byte, and nothing is added', () => {
    const code = '\tif (a) {\n\n\t\t**b**  \n\t}'
    expect(parseText(`look:\n\`\`\`js title="x"\n${code}\n\`\`\`\nthat is all`, 'markdown')).toEqual([
      { kind: 'paragraph', children: [{ kind: 'words', text: 'look:' }] },
      { kind: 'code-block', language: 'js', text: code },
      { kind: 'paragraph', children: [{ kind: 'words', text: 'that is all' }] },
    ])
  })

  test('a fence inside a longer fence is code', () => {
    const code = '```js\nconst a = 1\n```'
    expect(parseText(`\`\`\`\`md\n${code}\n\`\`\`\``, 'markdown')).toEqual([
      { kind: 'code-block', language: 'md', text: code },
    ])
  })

  test('text whose marks leave nothing to see is shown as it was typed', () => {
    for (const text of ['[a]: https://b.example', '   ']) expect(wordsOf(parseText(text, 'markdown'))).toBe(text)
  })
})

test.each([
  ['2 * 3 * 4', 'plain'],
  ['a ** b', 'plain'],
  ['two\n\n\nparagraphs', 'plain'],
  ['D:\\plans\\_temp\\new', 'plain'],
  ['AT&amp;T', 'plain'],
  ['<b>no</b>', 'plain'],
  ['@ana https://a.example a@b.example :smile:', 'plain'],
  ['say `it`', 'markdown'],
  ['\\*not slanted\\*', 'markdown'],
  ['**yes**', 'markdown'],
  ['- one\n- two', 'markdown'],
  ['> said', 'markdown'],
  ['||ending||', 'markdown'],
  ['a|b\n-|-', 'markdown'],
  ['```\nx\n```', 'markdown'],
] as const)('%j is sent as %s', (text, format) => {
  expect(formatOf(text)).toBe(format)
})

test.each([
  ['**bold** and `code` of @ana', 'bold and code of @ana'],
  ['see:\n```js\nconst a = 1\nconst b = 2\n```\ndone', 'see: const a = 1 … done'],
  ['the end: ||he dies||', 'the end: ▒▒▒'],
  ['# Title\n- one\n- [x] two', 'Title • one ☑ two'],
  ['a|b\n-|-\n1|2', 'a, b 1, 2'],
  ['2 ** 3 and a ` alone', '2 ** 3 and a ` alone'],
  ['---', '---'],
])('%j is %j in a list', (text, words) => {
  expect(previewWords(text, 'markdown')).toBe(words)
})

test('a preview never shows half of a character', () => {
  const family = '👨‍👩‍👧‍👦'
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(family, 'e\u0301', '🇩🇪', 'a', ' '), { maxLength: 60 }),
      fc.integer({ min: 1, max: 80 }),
      (parts, most) => {
        const shown = previewWords(parts.join(''), 'plain', most).replace(/…$/, '')
        expect(shown.isWellFormed()).toBe(true)
        expect(parts.join('').replace(/\s+/g, ' ').trim().startsWith(shown)).toBe(true)
        expect(shown).not.toMatch(/\u200d$|e$|[\u{1f1e9}](?![\u{1f1ea}])/u)
        expect(shown.split(family).join('')).not.toMatch(/[\u{1f468}\u{1f469}\u{1f467}]/u)
      },
    ),
  )
})

test('plain text is shown to the letter, whatever is typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(wordsOf(parseText(text, 'plain'))).toBe(text)
    }),
  )
})
