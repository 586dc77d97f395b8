import { describe, expect, test } from 'vitest'
import { cutAtGrapheme } from '../../common/text-cut.ts'
import { isWellFormedText, messageTextSchema, showsNothing } from '../../common/well-formed-text.ts'
import { memberEventSchema } from '../../common/wire-event.ts'
import { loadNaughtyStrings } from '../../test-kit/naughty-strings/naughty-strings.ts'
import { cutAddresses, formatOf, parseText } from './parse-text.ts'
import { previewWords, wordsOf } from './plain-words.ts'
import { type Inline, inlinesOf } from './text-tree.ts'

const strings = loadNaughtyStrings()
const linksOf = (parts: readonly Inline[]): string[] =>
  parts.flatMap((part) => (part.kind === 'link' ? [part.url] : part.kind === 'mark' ? linksOf(part.children) : []))

test('the list is the whole list', () => {
  expect(strings.length).toBeGreaterThan(500)
  expect(strings.filter(isWellFormedText).length).toBe(strings.length)
})

describe.each(strings.filter((text) => text !== '').map((text, index) => [index, text] as const))(
  'string %i of the Big List of Naughty Strings',
  (_index, text) => {
    test('is sent to the letter', () => {
      const event = {
        v: 1,
        id: '01k0000000000000000000000a',
        at: 0,
        kind: 'message.posted',
        text,
        format: formatOf(text),
      }
      const sent = memberEventSchema.parse(JSON.parse(JSON.stringify(event)))
      expect(sent).toEqual(event)
      expect(messageTextSchema.parse(text)).toBe(text)
    })

    test('is shown to the letter without marks, and leads nowhere but over http and mail', () => {
      expect(wordsOf([{ kind: 'paragraph', children: cutAddresses(text) }])).toBe(text)
      for (const format of ['plain', 'markdown'] as const) {
        const tree = parseText(text, format)
        for (const url of linksOf([...inlinesOf(tree)].flat())) expect(url).toMatch(/^(?:https?|mailto):/)
        if (!showsNothing(text)) expect(tree).not.toEqual([])
      }
    })

    test('is quoted in one line, at most so long, with no half character', () => {
      const line = previewWords(text, formatOf(text), 20)
      expect(line.isWellFormed()).toBe(true)
      expect(line).not.toMatch(/[\r\n]/)
      expect(line.length).toBeLessThanOrEqual(21)
      expect(text.startsWith(cutAtGrapheme(text, 7).replace(/…$/, '').trimEnd())).toBe(true)
    })
  },
)
