import type { Block, Inline, TextTree } from './text-tree.ts'

export type Direction = 'ltr' | 'rtl'

const letter = /\p{L}/u
const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}]|[\u{1e800}-\u{1efff}]/u

/**
 * The direction of somebody's own words: of their first letter that no mention, address or code holds, since those are
 * written left to right whatever the language. Undefined where there are none: the place they stand in decides.
 */
export function directionOf(parts: readonly Inline[]): Direction | undefined {
  for (const part of parts) {
    const found = part.kind === 'words' ? directionOfWords(part.text) : directionOf(ownParts(part))
    if (found !== undefined) return found
  }
  return undefined
}

function ownParts(part: Inline): readonly Inline[] {
  if (part.kind === 'mark') return part.children
  return part.kind === 'link' && !part.isBare ? part.children : []
}

export function directionOfTree(tree: TextTree): Direction | undefined {
  for (const block of tree) {
    const found = directionOfBlock(block)
    if (found !== undefined) return found
  }
  return undefined
}

function directionOfBlock(block: Block): Direction | undefined {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return directionOf(block.children)
    case 'quote':
      return directionOfTree(block.children)
    case 'list':
      return directionOfTree(block.items.flatMap((item) => item.children))
    case 'table':
      return directionOf(block.rows.flat(2))
    default:
      return undefined
  }
}

/** Of words in which nothing else stands. */
export function directionOfWords(text: string): Direction | undefined {
  const first = letter.exec(text)?.[0]
  if (first === undefined) return undefined
  return rightToLeft.test(first) ? 'rtl' : 'ltr'
}
