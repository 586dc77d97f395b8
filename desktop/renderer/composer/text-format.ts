/**
 * What the buttons of the formatting bar write: the same marks that one may type by hand. Pure: a text and what is
 * selected in it go in, one replacement comes out, so that one undo takes it back.
 */
export type Selected = { readonly text: string; readonly from: number; readonly to: number }

/** Puts `put` in place of what stands between `from` and `to`, and selects from `start` to `end` afterwards. */
export type Replacement = {
  readonly from: number
  readonly to: number
  readonly put: string
  readonly start: number
  readonly end: number
}

export type InlineMark = 'strong' | 'emphasis' | 'strike' | 'code' | 'spoiler'
export type LineMark = 'list' | 'numbers' | 'quote'

const signs: Readonly<Record<InlineMark, readonly [string, ...string[]]>> = {
  strong: ['**', '__'],
  emphasis: ['*', '_'],
  strike: ['~~', '~'],
  code: ['`'],
  spoiler: ['||'],
}

/** `isOn`: the caret stands in the mark, which then is taken away. */
export function toggleMark(selected: Selected, mark: InlineMark, isOn: boolean): Replacement {
  const around = isOn ? findSigns(selected, signs[mark]) : undefined
  if (around !== undefined) return without(selected, around)
  return withSigns(selected, signs[mark][0])
}

type Around = { readonly open: number; readonly close: number; readonly sign: string }

function without({ text, from, to }: Selected, { open, close, sign }: Around): Replacement {
  const inner = text.slice(open + sign.length, close)
  const shift = (place: number) => Math.min(Math.max(place - sign.length, open), open + inner.length)
  return { from: open, to: close + sign.length, put: inner, start: shift(from), end: shift(to) }
}

/** The nearest pair around what is selected. A single star next to another one is a part of two. */
function findSigns({ text, from, to }: Selected, all: readonly string[]): Around | undefined {
  const paragraph = { start: text.lastIndexOf('\n\n', from - 1) + 1, end: endOf(text, to) }
  const found = all.flatMap((sign) => {
    // A caret in the middle of the sign stands before it.
    const open = lastSign(text, sign, { from: paragraph.start, to: Math.min(from + sign.length - 1, to) })
    const close =
      open === undefined
        ? undefined
        : nextSign(text, sign, { from: Math.max(to, open + sign.length), to: paragraph.end })
    return open === undefined || close === undefined ? [] : [{ open, close, sign }]
  })
  return found.sort((a, b) => b.open - a.open)[0]
}

type Range = { readonly from: number; readonly to: number }

function lastSign(text: string, sign: string, { from, to }: Range): number | undefined {
  for (let at = to - sign.length; at >= from; at--) if (isSign(text, sign, at)) return at
  return undefined
}

function nextSign(text: string, sign: string, { from, to }: Range): number | undefined {
  for (let at = from; at <= to - sign.length; at++) if (isSign(text, sign, at)) return at
  return undefined
}

/** `***` is both: one sign of three signs' length belongs to the emphasis too. */
function isSign(text: string, sign: string, at: number): boolean {
  if (!text.startsWith(sign, at)) return false
  const letter = sign.charAt(0)
  let start = at
  while (text[start - 1] === letter) start--
  let end = at + sign.length
  while (text[end] === letter) end++
  const length = end - start
  if (sign.length === 1) return length === 1 || (length === 3 && letter !== '`' && at === start)
  return length === 2 || (length === 3 && at === start + 1)
}

function withSigns({ text, from, to }: Selected, sign: string): Replacement {
  const lines = text.slice(from, to).split('\n')
  // A mark does not reach over an empty line, nor begin or end with a space.
  const put = lines.map((line) => (lines.length > 1 && line.trim() === '' ? line : wrapped(line, sign))).join('\n')
  if (lines.length > 1) return { from, to, put, start: from, end: from + put.length }
  const lead = put.indexOf(sign) + sign.length
  return { from, to, put, start: from + lead, end: from + lead + text.slice(from, to).trim().length }
}

function wrapped(line: string, sign: string): string {
  const inner = line.trim()
  if (inner === '') return `${line}${sign}${sign}`
  const start = line.indexOf(inner)
  const prefix = linePrefix.exec(inner)?.[0] ?? ''
  const words = inner.slice(prefix.length)
  return `${line.slice(0, start)}${prefix}${sign}${words}${sign}${line.slice(start + inner.length)}`
}

/** What makes a line one of a list or a quote. */
const linePrefix = /^(?:>\s?|[-*+]\s+(?:\[[ x]\]\s+)?|\d{1,9}[.)]\s+)/i
const prefixes: Readonly<Record<LineMark, RegExp>> = {
  list: /^[-*+]\s+/,
  numbers: /^\d{1,9}[.)]\s+/,
  quote: /^>\s?/,
}

/** Every line that is touched becomes one of a list or quote; where all are, none is any more. */
export function toggleLines({ text, from, to }: Selected, mark: LineMark): Replacement {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const last = to > from && text[to - 1] === '\n' ? to - 1 : to
  const end = endOf(text, last)
  const lines = text.slice(start, end).split('\n')
  const isOn = lines.every((line) => prefixes[mark].test(line) || (line.trim() === '' && lines.length > 1))
  let number = 0
  const put = lines
    .map((line) => {
      if (isOn) return line.replace(prefixes[mark], '')
      if (line.trim() === '' && lines.length > 1) return line
      number += 1
      const bare = mark === 'quote' ? line : line.replace(prefixes.list, '').replace(prefixes.numbers, '')
      return { list: '- ', numbers: `${number}. `, quote: '> ' }[mark] + bare
    })
    .join('\n')
  if (from !== to) return { from: start, to: end, put, start, end: start + put.length }
  const caret = Math.max(start, from + put.length - (end - start))
  return { from: start, to: end, put, start: caret, end: caret }
}

/** Lines of code become a block of their own. */
export function fenceLines({ text, from, to }: Selected, isOn: boolean): Replacement {
  if (isOn) {
    const open = text.lastIndexOf('```', Math.max(0, from - 1))
    const close = text.indexOf('\n```', Math.max(to - 1, open + 3))
    if (open >= 0 && close >= 0) {
      const first = text.indexOf('\n', open) + 1
      const inner = text.slice(first, Math.max(first, close))
      return { from: open, to: close + 4, put: inner, start: open, end: open + inner.length }
    }
  }
  const inner = text.slice(from, to)
  const ticks = '`'.repeat(Math.max(3, ...[...inner.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  const before = from === 0 || text[from - 1] === '\n' ? `${ticks}\n` : `\n${ticks}\n`
  const after = to === text.length || text[to] === '\n' ? `\n${ticks}` : `\n${ticks}\n`
  const start = from + before.length
  return { from, to, put: before + inner + after, start, end: start + inner.length }
}

/** Words that lead somewhere: the address is selected, to be written. An address gets words to be written. */
export function linkWords({ text, from, to }: Selected, addressOf: (text: string) => string | undefined): Replacement {
  const words = text.slice(from, to).trim()
  const address = words === '' ? undefined : addressOf(words)
  if (address !== undefined) return { from, to, put: `[](${target(address)})`, start: from + 1, end: from + 1 }
  const put = `[${label(words)}](https://)`
  if (words === '') return { from, to, put, start: from + 1, end: from + 1 }
  const start = from + label(words).length + 3
  return { from, to, put, start, end: start + 'https://'.length }
}

/** An address that is pasted over words links them; undefined where it is to be pasted as any other text. */
export function pastedLink(
  { text, from, to }: Selected,
  pasted: string,
  addressOf: (text: string) => string | undefined,
): Replacement | undefined {
  const address = addressOf(pasted.trim())
  const chosen = text.slice(from, to)
  const words = chosen.trim()
  if (address === undefined || words === '' || words.includes('\n') || addressOf(words) !== undefined) return undefined
  const start = from + chosen.indexOf(words)
  const put = `[${label(words)}](${target(pasted.trim())})`
  const end = start + put.length
  return { from: start, to: start + words.length, put, start: end, end }
}

const label = (words: string) => words.replace(/[[\]\\]/g, '\\$&')
const target = (address: string) =>
  /[()\s<>]/.test(address) ? `<${address.replace(/[<>]/g, encodeURIComponent)}>` : address

/** What a new line begins with inside a list or quote; an empty item ends it. Undefined where it is a line as any other. */
export function continuedLine({ text, from, to }: Selected): Replacement | undefined {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const line = text.slice(start, from)
  const prefix = /^(\s*)(?:([-*+])(\s+)(?:\[[ x]\](\s+))?|(\d{1,9})([.)])(\s+)|(>)(\s?))/i.exec(line)
  if (prefix === null) return undefined
  const [whole, indent = '', bullet, gap = '', boxGap, number, dot = '', numberGap = '', quote, quoteGap = ''] = prefix
  if (line.length === whole.length && endOf(text, to) === to) return { from: start, to, put: '', start, end: start }
  const box = boxGap === undefined ? '' : `[ ]${boxGap}`
  const next = bullet
    ? `${bullet}${gap}${box}`
    : number
      ? `${Number(number) + 1}${dot}${numberGap}`
      : `${quote ?? ''}${quoteGap}`
  const put = `\n${indent}${next}`
  return { from, to, put, start: from + put.length, end: from + put.length }
}

function endOf(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}
