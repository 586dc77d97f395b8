import { endOfAddress, safeUrl } from './address-parse.ts'
import { buildMarkdown, fullRation } from './mark-rules.ts'
import { bareLink } from './text-links.ts'
import type { Block, Inline, TextTree } from './text-tree.ts'
import { buildTree } from './token-tree.ts'
import { cutWords } from './word-parts.ts'

export type TextFormat = 'plain' | 'markdown'

/** Makes a parser. `leadsTo`: where an address leads, undefined for what must not become a link. */
export function buildTextParser(leadsTo: (address: string) => string | undefined) {
  const markdown = buildMarkdown((address) => leadsTo(address) !== undefined)
  return (text: string): TextTree => buildTree(markdown.parse(text, { ration: fullRation() }), leadsTo)
}

let parseMarkdown: ((text: string) => TextTree) | undefined
// The same text is drawn, listed, spoken and notified: it is read once. A Map keeps the order in which things came.
const kept = new Map<string, TextTree>()
const keptTexts = 400
const keptCharacters = 1_000_000
let keptSoFar = 0

/** What a text says. One parse for all who show, quote, count, speak or notify it, so that they cannot disagree. */
export function parseText(text: string, format: TextFormat): TextTree {
  const key = format === 'plain' ? `p${text}` : `m${text}`
  const before = kept.get(key)
  if (before !== undefined) return before
  const tree = format === 'plain' ? parsePlain(text) : parseMarked(text)
  kept.set(key, tree)
  keptSoFar += key.length
  for (const oldest of kept.keys()) {
    if (kept.size <= keptTexts && keptSoFar <= keptCharacters) break
    if (oldest === key) break
    kept.delete(oldest)
    keptSoFar -= oldest.length
  }
  return tree
}

/** Text whose marks leave nothing to see (`[a]: b` alone, say) is shown as it was typed. */
function parseMarked(text: string): TextTree {
  parseMarkdown ??= buildTextParser(safeUrl)
  const tree = parseMarkdown(text)
  return tree.length === 0 ? parsePlain(text) : tree
}

function parsePlain(text: string): TextTree {
  return [{ kind: 'paragraph', children: cutAddresses(text) }]
}

/** More than anybody writes in one message; what comes after is words. */
const mostAddresses = 4_000
const addressStart = /(?:https?|natter):\/\/|www\./gi

/** Words without marks: addresses first, what stands between them after. */
export function cutAddresses(text: string): readonly Inline[] {
  const parts: Inline[] = []
  let from = 0
  let addresses = 0
  for (const { 0: start, index } of text.matchAll(addressStart)) {
    const before = text.charAt(index - 1)
    if (index < from || /[a-z0-9_+@/-]/i.test(before) || (before === '.' && start.length === 4)) continue
    const end = endOfAddress(text, index)
    const url = end === undefined ? undefined : safeUrl(text.slice(index, end))
    if (end === undefined || url === undefined) continue
    if (addresses++ > mostAddresses) break
    parts.push(...cutWords(text.slice(from, index)), bareLink(text.slice(index, end), url))
    from = end
  }
  parts.push(...cutWords(text.slice(from)))
  return parts
}

/** Marks are drawn only where the text has some: everything else is sent, kept and shown as it was typed. */
export function formatOf(text: string): TextFormat {
  if (hasMarks(parseText(text, 'markdown'))) return 'markdown'
  // A backslash is a mark where it keeps something from being one. Alone it is a path, or a shrug.
  const bare = text.replace(/\\(?=[!-/:-@[-`{-~])/g, '')
  return bare !== text && hasMarks(parseText(bare, 'markdown')) ? 'markdown' : 'plain'
}

function hasMarks(tree: TextTree): boolean {
  return tree.some((block: Block) => block.kind !== 'paragraph' || block.children.some(isMark))
}

function isMark(part: Inline): boolean {
  return part.kind === 'mark' || part.kind === 'code' || (part.kind === 'link' && !part.isBare)
}
