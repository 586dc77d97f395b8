import { cutAtGrapheme } from '../../common/text-cut.ts'
import { parseText, type TextFormat } from './parse-text.ts'
import type { Block, Inline, TextTree } from './text-tree.ts'
import { cutWords } from './word-parts.ts'

/** What stands for hidden words where they cannot be opened: a spoiler is none in a preview either. */
export const hiddenWords = '▒▒▒'

type WordsOptions = {
  /** Says a spoiler's words too. Only for one's own eyes: what was typed, to be edited or copied. */
  readonly withSpoilers?: boolean
  /** In place of a block of code, which nobody wants to hear read out whole. */
  readonly codeBlock?: (text: string) => string
  readonly emoji?: (code: string) => string | undefined
}

/** The words of a text without its marks. A line for each line, item and row. */
export function wordsOf(tree: TextTree, options: WordsOptions = {}): string {
  return tree.map((block) => blockWords(block, options)).join('\n')
}

type EmojiFinder = (code: string) => string | undefined

/** Words that were flattened already, with the emoji that their codes stand for. */
export function withEmoji(words: string, emoji: EmojiFinder): string {
  return words.includes(':') ? inlineWords(cutWords(words), { emoji }) : words
}

/** One line for a list, a quote or a notification, at most so many characters, never half of one. */
export function previewWords(text: string, format: TextFormat, mostCharacters = 200, emoji?: EmojiFinder): string {
  // Of a long text only the beginning is read: this is asked for with each change of a room.
  let words = ''
  for (const block of parseText(text, format)) {
    words += `${blockWords(block, { codeBlock: firstLine, ...(emoji && { emoji }) })}\n`
    if (words.length > mostCharacters * 8) break
  }
  const line = words
    .slice(0, mostCharacters * 8)
    .replace(/\s+/g, ' ')
    .trim()
  // A line across, or a block of code without any, has no words: what was typed stands for it.
  return cutAtGrapheme(line === '' ? text.slice(0, mostCharacters * 8).trim() : line, mostCharacters)
}

function firstLine(code: string): string {
  const [first = '', ...rest] = code.trim().split('\n', 2)
  return rest.length === 0 ? first : `${first} …`
}

function blockWords(block: Block, options: WordsOptions): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return inlineWords(block.children, options)
    case 'quote':
      return wordsOf(block.children, options)
    case 'list':
      return block.items
        .map((item, index) => {
          const sign = item.isDone === undefined ? '•' : item.isDone ? '☑' : '☐'
          return `${block.start === undefined ? sign : `${block.start + index}.`} ${wordsOf(item.children, options)}`
        })
        .join('\n')
    case 'table':
      return block.rows.map((row) => row.map((cell) => inlineWords(cell, options)).join(', ')).join('\n')
    case 'code-block':
      return options.codeBlock?.(block.text) ?? block.text
    default:
      return ''
  }
}

export function inlineWords(parts: readonly Inline[], options: WordsOptions = {}): string {
  return parts
    .map((part) => {
      switch (part.kind) {
        case 'words':
        case 'code':
          return part.text
        case 'mention':
          return `@${part.run}`
        case 'emoji-code':
          return options.emoji?.(part.code) ?? `:${part.code}:`
        case 'link':
          return inlineWords(part.children, options)
        default:
          return part.mark === 'spoiler' && options.withSpoilers !== true
            ? hiddenWords
            : inlineWords(part.children, options)
      }
    })
    .join('')
}
