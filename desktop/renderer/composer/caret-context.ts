import { parseText } from '../../text/parse-text.ts'
import type { Block, Inline } from '../../text/text-tree.ts'
import type { InlineMark, LineMark, Selected } from './text-format.ts'

/** What the caret stands in. `code-block` has no other marks in it. */
export type CaretMark = InlineMark | LineMark | 'code-block' | 'link'

/** A character that nobody types (Unicode promises that it is none), to be found again in what was parsed. */
const caret = '\ufdd0'
/** Marks further away than that are not told: this is asked for with every step of the caret. */
const reach = 4_000
const nothing: ReadonlySet<CaretMark> = new Set()

/** By the parse by which the message is drawn, so that a button shows what others will see. */
export function caretMarks({ text, from, to }: Selected): ReadonlySet<CaretMark> {
  if (text === '') return nothing
  const at = marksAt(text, from)
  if (from === to) return at
  const atEnd = marksAt(text, to)
  return new Set([...at].filter((mark) => atEnd.has(mark)))
}

function marksAt(text: string, place: number): ReadonlySet<CaretMark> {
  const start = place <= reach ? 0 : text.lastIndexOf('\n', place - reach / 2) + 1
  const shown = text.slice(Math.max(start, place - reach), place + reach)
  const at = place - Math.max(start, place - reach)
  const marks = new Set<CaretMark>()
  collect(parseText(shown.slice(0, at) + caret + shown.slice(at), 'markdown'), [], marks)
  // At the beginning of a line the caret would stand before what makes it one of a list.
  const lineEnd = shown.indexOf('\n', at)
  const end = lineEnd === -1 ? shown.length : lineEnd
  const ofLine = new Set<CaretMark>()
  collect(parseText(shown.slice(0, end) + caret + shown.slice(end), 'markdown'), [], ofLine)
  for (const mark of ofLine) if (isOfLine(mark)) marks.add(mark)
  return marks
}

const isOfLine = (mark: CaretMark) => mark === 'list' || mark === 'numbers' || mark === 'quote' || mark === 'code-block'

function collect(blocks: readonly Block[], outer: readonly CaretMark[], found: Set<CaretMark>): void {
  for (const block of blocks) {
    switch (block.kind) {
      case 'paragraph':
      case 'heading':
        inInlines(block.children, outer, found)
        break
      case 'quote':
        collect(block.children, [...outer, 'quote'], found)
        break
      case 'list':
        for (const item of block.items) {
          collect(item.children, [...outer, block.start === undefined ? 'list' : 'numbers'], found)
        }
        break
      case 'code-block':
        if (block.text.includes(caret) || block.language.includes(caret)) add([...outer, 'code-block'], found)
        break
      case 'table':
        for (const row of block.rows) for (const cell of row) inInlines(cell, outer, found)
        break
      default:
    }
  }
}

function inInlines(parts: readonly Inline[], outer: readonly CaretMark[], found: Set<CaretMark>): void {
  for (const part of parts) {
    if (part.kind === 'mark') inInlines(part.children, [...outer, part.mark], found)
    else if (part.kind === 'link') {
      if (part.url.includes(encodeURIComponent(caret))) add([...outer, 'link'], found)
      inInlines(part.children, part.isBare ? outer : [...outer, 'link'], found)
    } else if (part.kind === 'code') {
      if (part.text.includes(caret)) add([...outer, 'code'], found)
    } else if (part.kind === 'words' && part.text.includes(caret)) add(outer, found)
  }
}

function add(marks: readonly CaretMark[], found: Set<CaretMark>): void {
  for (const mark of marks) found.add(mark)
}
