import { expect, test } from 'vitest'
import { cleanNote, escapeBody } from './note-text.ts'

const of = (text: string) => cleanNote({ title: text, text })

test.each([
  ['what people write stays as it is', 'Grüße an Żółć, 日本, مرحبا 👩‍👩‍👧', 'Grüße an Żółć, 日本, مرحبا 👩‍👩‍👧'],
  ['lines become one', 'one\ntwo\t three', 'one two three'],
  ['NUL and control characters go', 'a\u0000b\u001b[31mc\u007f\u009fd', 'ab[31mcd'],
  ['what turns the direction goes', 'invoice\u202efdp.exe\u2066x\u2069\u200f', 'invoicefdp.exex'],
  ['half a character is none', 'a\ud800b', 'a\ufffdb'],
  ['what stands apart comes together', 'cafe\u0301', 'café'],
  ['an option is no option', '--icon=/etc/passwd', '\u2060--icon=/etc/passwd'],
  ['nor behind what is taken away', '\u202e \u0000-w', '\u2060-w'],
])('%s', (_what, text, clean) => {
  expect(of(text)).toEqual({ title: clean, text: clean })
})

test('nothing is too long, half a pair is never cut, and what is no text is none', () => {
  const { title, text } = of('😀'.repeat(100_000))
  expect([...title]).toHaveLength(80)
  expect([...text]).toHaveLength(240)
  expect(title.endsWith('😀…')).toBe(true)
  expect(cleanNote({ title: undefined, text: { toString: 'x' } } as never)).toEqual({ title: 'Natter', text: '' })
})

test('marks are words in a body, and a backslash is one', () => {
  expect(escapeBody('<b>a</b> &amp; C:\\new')).toBe('&lt;b&gt;a&lt;/b&gt; &amp;amp; C:\\\\new')
})
