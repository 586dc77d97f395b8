import MarkdownIt from 'markdown-it'
import { turningMarks } from '../../common/turning-marks.ts'
import { withoutControls } from './seen-text.ts'

// As readers of Markdown commonly are: with HTML, which is what nobody's text may become.
const reader = new MarkdownIt({ html: true, linkify: false, maxNesting: 40 })
// Others make a link of any address: which may be one is said below.
reader.validateLink = () => true
/** Beyond that it is not worth reading it twice. */
const longestMarked = 20_000

/**
 * A message for a Markdown file, to be put into a quote. One without marks reads as it was typed, whatever signs are in it; one with
 * marks keeps them, but for what reaches beyond it: HTML, pictures from elsewhere, names for links.
 */
export function textForMarkdown(text: string, format: 'plain' | 'markdown'): string {
  const lines = withoutControls(text)
  if (format === 'plain' || lines.length > longestMarked) return escapeText(lines)
  for (const attempt of [lines, tame(lines), tame(lines, true)]) if (isTame(attempt)) return attempt
  return escapeText(lines)
}

/** In a line among others: a name, a file, a sentence. It turns nobody's direction but its own. */
export function wordsForMarkdown(text: string): string {
  return escapeLine(withoutControls(text).replace(turningMarks, '').replaceAll('\n', ' ').trim())
}

export function quoteLines(text: string, depth = 1): string {
  const mark = '> '.repeat(depth)
  return text
    .split('\n')
    .map((line) => `${mark}${line}`.trimEnd())
    .join('\n')
}

function escapeText(text: string): string {
  const lines = text.split('\n').map((line) => {
    const words = line.trim()
    const space = line.slice(0, line.length - line.trimStart().length).replaceAll('\t', '    ')
    return words === '' ? '' : `${'&nbsp;'.repeat(space.length)}${escapeLine(words)}`
  })
  // A line that goes on in the next one ends in a sign that says so; an empty one parts paragraphs.
  return lines.map((line, at) => (line === '' || (lines[at + 1] ?? '') === '' ? line : `${line}\\`)).join('\n')
}

function escapeLine(line: string): string {
  return line
    .replace(/[\\`*_{}[\]<>()#|~&$^!]/g, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2')
    .replace(/^[-+=:]/, '\\$&')
    .replace(/\s+$/, '')
}

/** `all`: in code too, where the sign before it is seen. */
function tame(text: string, all = false): string {
  let isCode = false
  return text
    .split('\n')
    .map((line) => {
      if (/^[ >]*(```|~~~)/.test(line)) {
        isCode = !isCode
        return line
      }
      if (isCode && !all) return line
      const parts = all ? [line] : line.split(/(`+[^`]*`+)/)
      return parts
        .map((part, index) => (index % 2 === 1 ? part : part.replace(/<|!(?=\[)/g, '\\$&')))
        .join('')
        .replace(/^([ >\-+*\d.)]*)\[/, '$1\\[')
    })
    .join('\n')
}

/** One that leads to the web or to a mailbox; what has no scheme leads to what lies beside the file. */
const isPlainAddress = (address: string) => /^(https?|mailto):/i.test(address) || !address.includes(':')

/**
 * Whether all of it stays in its quote, and nothing in it is HTML, a picture, a name that other texts would follow, or a link that
 * runs something.
 */
function isTame(text: string): boolean {
  const env: { references?: Record<string, never> } = {}
  const tokens = reader.parse(quoteLines(text), env)
  if (Object.keys(env.references ?? {}).length > 0) return false
  const tops = tokens.filter(({ level }) => level === 0)
  if (tops.length !== 2 || tops[0]?.type !== 'blockquote_open') return false
  return tokens.every(
    ({ type, children }) =>
      type !== 'html_block' &&
      (children ?? []).every((one) => {
        if (one.type === 'link_open') return isPlainAddress(String(one.attrGet('href') ?? ''))
        return one.type !== 'html_inline' && one.type !== 'image'
      }),
  )
}
