import { expect, test } from 'vitest'
import { parseText } from '../../text/parse-text.ts'
import { caretMarks } from './caret-context.ts'
import {
  continuedLine,
  fenceLines,
  type InlineMark,
  linkWords,
  pastedLink,
  type Replacement,
  type Selected,
  toggleLines,
  toggleMark,
} from './text-format.ts'

/** `[` and `]` are the ends of what is selected, `|` stands for both; signs that need these themselves use `‹` and `›`. */
function read(marked: string): Selected {
  const from = marked.search(/[‹¦]/)
  const text = marked.replace(/[‹›¦]/g, '')
  const to = marked.includes('¦') ? from : marked.indexOf('›') - 1
  return { text, from, to }
}
function show({ text }: Selected, { from, to, put, start, end }: Replacement): string {
  const next = text.slice(0, from) + put + text.slice(to)
  if (start === end) return `${next.slice(0, start)}¦${next.slice(start)}`
  return `${next.slice(0, start)}‹${next.slice(start, end)}›${next.slice(end)}`
}
const press = (marked: string, mark: InlineMark) => {
  const selected = read(marked)
  return show(selected, toggleMark(selected, mark, caretMarks(selected).has(mark)))
}

test.each<[string, InlineMark, string]>([
  ['a ‹word› here', 'strong', 'a **‹word›** here'],
  ['a ¦', 'strong', 'a **¦**'],
  ['a ‹word › here', 'emphasis', 'a *‹word›*  here'],
  ['‹one\n\ntwo›', 'strike', '‹~~one~~\n\n~~two~~›'],
  ['‹- one\n- two›', 'strong', '‹- **one**\n- **two**›'],
  ['a **wo¦rd** here', 'strong', 'a wo¦rd here'],
  ['a **‹word›** here', 'strong', 'a ‹word› here'],
  ['a __wo¦rd__ here', 'strong', 'a wo¦rd here'],
  ['***wo¦rd***', 'strong', '*wo¦rd*'],
  ['***wo¦rd***', 'emphasis', '**wo¦rd**'],
  ['**a *b¦c* d**', 'emphasis', '**a b¦c d**'],
  ['**a** b¦c **d**', 'strong', '**a** b**¦**c **d**'],
  ['`co¦de`', 'code', 'co¦de'],
  ['||hid¦den||', 'spoiler', 'hid¦den'],
  ['~~o¦ld~~', 'strike', 'o¦ld'],
])('%j with %s becomes %j', (before, mark, after) => {
  expect(press(before, mark)).toBe(after)
})

test('pressing a button twice leaves the words as they were, and what it wrote is drawn as that', () => {
  for (const mark of ['strong', 'emphasis', 'strike', 'code', 'spoiler'] as const) {
    const once = press('say ‹these words› twice', mark)
    expect(once).toContain('‹these words›')
    const { text } = read(once)
    const [paragraph] = parseText(text, 'markdown')
    expect(paragraph).toMatchObject({
      children: [{}, mark === 'code' ? { kind: 'code' } : { kind: 'mark', mark }, {}],
    })
    expect(press(once, mark)).toBe('say ‹these words› twice')
  }
})

test.each<[string, Parameters<typeof toggleLines>[1], string]>([
  ['¦one', 'list', '- ¦one'],
  ['- o¦ne', 'list', 'o¦ne'],
  ['‹one\ntwo›', 'numbers', '‹1. one\n2. two›'],
  ['‹1. one\n2. two›', 'list', '‹- one\n- two›'],
  ['‹> one\n> two›', 'quote', '‹one\ntwo›'],
  ['a\n¦\nb', 'quote', 'a\n> ¦\nb'],
  ['‹one\n\ntwo›', 'list', '‹- one\n\n- two›'],
])('the lines of %j become %s: %j', (before, mark, after) => {
  const selected = read(before)
  expect(show(selected, toggleLines(selected, mark))).toBe(after)
})

test('a block of code stands on lines of its own, in fences longer than what is in it, and goes again', () => {
  const fence = (marked: string) => {
    const selected = read(marked)
    return show(selected, fenceLines(selected, caretMarks(selected).has('code-block')))
  }
  expect(fence('see ‹a()› there')).toBe('see \n```\n‹a()›\n```\n there')
  expect(fence('‹a\nb›')).toBe('```\n‹a\nb›\n```')
  expect(fence('‹a ``` b›')).toBe('````\n‹a ``` b›\n````')
  expect(fence('```\na¦b\n```')).toBe('‹ab›')
  expect(fence('¦')).toBe('```\n¦\n```')
})

const addressOf = (text: string) => (/^https?:\/\/\S+$/.test(text) ? text : undefined)

test('words are linked, and an address gets words', () => {
  const link = (marked: string) => show(read(marked), linkWords(read(marked), addressOf))
  expect(link('see ‹the plan›')).toBe('see [the plan](‹https://›)')
  expect(link('¦')).toBe('[¦](https://)')
  expect(link('‹https://a.example/b›')).toBe('[¦](https://a.example/b)')
})

test('an address pasted over words links them; anything else is pasted as it is', () => {
  const paste = (marked: string, pasted: string) => {
    const done = pastedLink(read(marked), pasted, addressOf)
    return done && show(read(marked), done)
  }
  expect(paste('see ‹the plan›.', ' https://a.example/b\n')).toBe('see [the plan](https://a.example/b)¦.')
  expect(paste('‹a]b›', 'https://a.example/(b)')).toBe('[a\\]b](<https://a.example/(b)>)¦')
  expect(paste('see ¦', 'https://a.example')).toBeUndefined()
  expect(paste('‹https://b.example›', 'https://a.example')).toBeUndefined()
  expect(paste('‹one\ntwo›', 'https://a.example')).toBeUndefined()
  expect(paste('‹word›', 'no address')).toBeUndefined()
})

test.each([
  ['- one¦', '- one\n- ¦'],
  ['- [x] one¦', '- [x] one\n- [ ] ¦'],
  ['  9. nine¦ more', '  9. nine\n  10. ¦ more'],
  ['> said¦', '> said\n> ¦'],
  ['- one\n- ¦', '- one\n¦'],
])('a new line in %j gives %j', (before, after) => {
  const selected = read(before)
  const done = continuedLine(selected)
  expect(done && show(selected, done)).toBe(after)
})

test('a new line elsewhere is a new line', () => {
  expect(continuedLine(read('one¦'))).toBeUndefined()
  expect(continuedLine(read('-5 degrees¦'))).toBeUndefined()
})

test.each([
  ['**a ¦ b**', ['strong']],
  ['**a *b¦* c**', ['emphasis', 'strong']],
  ['- one\n- **t¦wo**', ['list', 'strong']],
  ['¦- one', ['list']],
  ['3. th¦ree', ['numbers']],
  ['> quo¦ted', ['quote']],
  ['```js\nco¦de **not bold**\n```', ['code-block']],
  ['`a ¦b`', ['code']],
  ['[wo¦rds](https://a.example)', ['link']],
  ['||hid¦den||', ['spoiler']],
  ['plain ¦ words', []],
  ['**a** ¦ b', []],
  ['**a‹b› c**', ['strong']],
  ['‹a **b›** c', []],
])('in %j the caret stands in %j', (marked, marks) => {
  expect([...caretMarks(read(marked))].sort()).toEqual(marks)
})
