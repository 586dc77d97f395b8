import MarkdownIt from 'markdown-it'
import { withoutControls } from './seen-text.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For text and for what stands in quotes alike. */
export function escapeHtml(text: string): string {
  return withoutControls(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}

/** A name among other words: its direction is its own. */
export function isolated(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`
}

const reader = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 40 })
reader.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
reader.inline.ruler.disable(['image'])
reader.validateLink = (address) => /^(https?|mailto):/i.test(address.trim())
reader.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer')
  return self.renderToken(tokens, index, options)
}

/** Longer ones, and those with more marks than anybody writes, are shown as they were typed. */
const longestMarked = 20_000
const mostMarks = 4_000

/** What a message says, as a page shows it: nothing in it is more than words, marks, and links that lead outside. */
export function renderText(text: string, format: 'plain' | 'markdown'): string {
  const tidy = withoutControls(text)
  const marks = tidy.match(/[[\]*_`~<|>&]/g)?.length ?? 0
  if (format === 'plain' || tidy.length > longestMarked || marks > mostMarks) return `<p>${linked(tidy)}</p>`
  const rendered = reader.render(tidy)
  // Marks that leave nothing to see are shown as they were typed.
  return rendered.trim() === '' ? `<p>${linked(tidy)}</p>` : rendered
}

const address = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g

function linked(text: string): string {
  let [html, from] = ['', 0]
  for (const { 0: url, index } of text.matchAll(address)) {
    const safe = escapeHtml(url)
    html += `${escapeHtml(text.slice(from, index))}<a href="${safe}" rel="noopener noreferrer">${safe}</a>`
    from = index + url.length
  }
  return (html + escapeHtml(text.slice(from))).replaceAll('\n', '<br>')
}
