import MarkdownIt, { type Delimiter, type StateBlock, type StateInline } from 'markdown-it'
import { endOfAddress } from './address-parse.ts'

/**
 * markdown-it with our own rules and our own bounds. It is linear in what it reads, but each mark costs it about three
 * microseconds, and somebody else chooses how many there are. So a text has a ration of marks and of blocks, far beyond
 * what anybody types; what comes after them is shown as it was typed, and nothing is cut off.
 */
export const mostMarks = 16_000
export const mostBlocks = 3_000
export const mostCells = 4_000
/** A run of stars longer than this opens nothing. */
const longRun = /([*_])\1{63,}/y
/** Quotes and lists deeper than this are words. */
const deepest = 24

export type Ration = { marks: number; blocks: number; cells: number }
export const fullRation = (): Ration => ({ marks: mostMarks, blocks: mostBlocks, cells: mostCells })

const code = (character: string) => character.charCodeAt(0)
const [tilde, bar, colon, star, low] = ['~', '|', ':', '*', '_'].map(code) as [number, number, number, number, number]
/** One tilde closes one, two close two: markers of their own for the pairing of markdown-it. */
const oneTilde = 1_000 + tilde

const stops = /[\n!&*:<[\\\]_`~|]/g
const stopsWithHosts = /[\n!&*:<[\\\]_`~|]|www\./gi

export function buildMarkdown(mayLead: (url: string) => boolean) {
  const markdown = new MarkdownIt({ html: false, linkify: false, maxNesting: 1_000 })
  markdown.validateLink = mayLead
  markdown.core.ruler.disable(['linkify', 'replacements', 'smartquotes', 'text_join'])
  markdown.block.ruler.disable('html_block')
  markdown.inline.ruler.disable(['html_inline', 'image', 'strikethrough', 'linkify', 'newline'])
  markdown.inline.ruler2.disable(['strikethrough', 'fragments_join'])
  markdown.core.ruler.after('block', 'language', ({ tokens }) => {
    for (const token of tokens) if (token.type === 'fence') token.info = markdown.utils.unescapeAll(token.info)
  })
  markdown.block.ruler.before('table', 'ration', blockRation, { alt: ['list'] })
  markdown.block.ruler.before('table', 'depth', depth)
  markdown.block.ruler.before('table', 'cells', tableRation)
  markdown.inline.ruler.at('text', words)
  markdown.inline.ruler.before('text', 'ration', ration)
  markdown.inline.ruler.after('text', 'address', address)
  markdown.inline.ruler.after('text', 'break', lineBreak)
  markdown.inline.ruler.before('emphasis', 'pairs', pairs)
  markdown.inline.ruler2.before('emphasis', 'pairs', closePairs)
  return markdown
}

/** Hosts without a scheme are looked for only where there is one: they begin with a letter. */
function words(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state
  const stop = hasHost(state) ? stopsWithHosts : stops
  stop.lastIndex = pos
  const found = stop.exec(src)
  const end = Math.min(found?.index ?? state.posMax, state.posMax)
  if (end === pos) return false
  if (!silent) state.pending += src.slice(pos, end)
  state.pos = end
  return true
}

function hasHost(state: StateInline): boolean {
  const { env } = state as { env: { host?: { src: string; has: boolean } } }
  if (env.host?.src !== state.src) env.host = { src: state.src, has: /www\./i.test(state.src) }
  return env.host.has
}

/** What looking at a character costs: brackets are tried as links, letters are free. */
const costs = new Map([...'*_`~|<&\\:\n'].map((character) => [code(character), 1]))
for (const bracket of '[!') costs.set(code(bracket), 9)

function ration(state: StateInline, silent: boolean): boolean {
  const { ration } = state.env as { ration: Ration }
  longRun.lastIndex = state.pos
  const run = longRun.test(state.src) ? longRun.lastIndex : undefined
  ration.marks -= costs.get(state.src.charCodeAt(state.pos)) ?? 0
  if (ration.marks > 0 && run === undefined) return false
  const end = Math.min(run ?? state.posMax, state.posMax)
  if (!silent) state.pending += state.src.slice(state.pos, end)
  state.pos = end
  return true
}

/** A new line is where it was typed. Spaces around it show nothing: those before it go when the words are whole. */
function lineBreak(state: StateInline, silent: boolean): boolean {
  if (state.src.charAt(state.pos) !== '\n') return false
  if (!silent) state.pending += '\n'
  state.pos++
  while (state.pos < state.posMax && (state.src[state.pos] === ' ' || state.src[state.pos] === '\t')) state.pos++
  return true
}

/** An address is found before the marks in it are: `_` and `*` belong to it. */
function address(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state
  const first = src.charCodeAt(pos)
  if (first === colon) return schemeBefore(state, silent)
  if (first !== 0x77 && first !== 0x57) return false
  if (/[\w.+@/-]/.test(src.charAt(pos - 1))) return stepOver(state, silent)
  const end = endOf(state, pos)
  return end === undefined ? stepOver(state, silent) : pushLink(state, { from: pos, to: end, silent })
}

/** The `w` of `www.` that is no address: a letter like others. */
function stepOver(state: StateInline, silent: boolean): boolean {
  if (!silent) state.pending += state.src.slice(state.pos, state.pos + 4)
  state.pos += 4
  return true
}

const scheme = /(?:^|[^a-z0-9+])(https?|natter)$/i
function schemeBefore(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state
  if (src.charAt(pos + 1) !== '/' || src.charAt(pos + 2) !== '/') return false
  const name = scheme.exec(src.slice(Math.max(0, pos - 7), pos))?.[1]
  if (name === undefined) return false
  if (silent) return stepTo(state, endOf(state, pos - name.length))
  // Looking at the end of `pending` would copy all of it each time; letters in front of here are its end.
  if (state.pending.length < name.length) return false
  const end = endOf(state, pos - name.length)
  if (end === undefined) return false
  state.pending = state.pending.slice(0, -name.length)
  return pushLink(state, { from: pos - name.length, to: end, silent })
}

function stepTo(state: StateInline, end: number | undefined): boolean {
  if (end === undefined) return false
  state.pos = end
  return true
}

function endOf(state: StateInline, from: number): number | undefined {
  // Inside the words of a link no other begins.
  if (state.linkLevel > 0) return undefined
  const end = endOfAddress(state.src, from, isOpen(state, low))
  return end === undefined ? undefined : Math.min(end, state.posMax)
}

function isOpen(state: StateInline, marker: number): boolean {
  return state.delimiters.slice(-50).some((one) => one.marker === marker && one.open)
}

function pushLink(state: StateInline, link: { from: number; to: number; silent: boolean }): boolean {
  if (!link.silent) {
    const token = state.push('address', '', 0)
    token.content = state.src.slice(link.from, link.to)
    ;(state.env as { ration: Ration }).ration.marks -= 2
  }
  state.pos = link.to
  return true
}

/** `~~struck~~`, `~struck~` and `||hidden||`: a run opens and closes as it is, longer ones are words. */
function pairs(state: StateInline, silent: boolean): boolean {
  const marker = state.src.charCodeAt(state.pos)
  if (silent || (marker !== tilde && marker !== bar)) return false
  const { length, can_open: open, can_close: close } = state.scanDelims(state.pos, true)
  const token = state.push('text', '', 0)
  token.content = state.src.slice(state.pos, state.pos + length)
  state.pos += length
  if (length > 2 || (marker === bar && length === 1)) return true
  state.delimiters.push({
    marker: marker === tilde && length === 1 ? oneTilde : marker,
    length: 0,
    token: state.tokens.length - 1,
    end: -1,
    open,
    close,
  })
  return true
}

function closePairs(state: StateInline): void {
  markPairs(state, state.delimiters)
  for (const meta of state.tokens_meta) {
    if (meta?.delimiters !== undefined) markPairs(state, meta.delimiters)
  }
}

function markPairs(state: StateInline, delimiters: readonly Delimiter[]): void {
  for (const opening of delimiters) {
    if (opening.end === -1 || opening.marker === star || opening.marker === low) continue
    const closing = delimiters[opening.end]
    const first = state.tokens[opening.token]
    const last = closing && state.tokens[closing.token]
    if (first === undefined || last === undefined) continue
    const name = opening.marker === bar ? 'spoiler' : 'strike'
    Object.assign(first, { type: `${name}_open`, nesting: 1, content: '' })
    Object.assign(last, { type: `${name}_close`, nesting: -1, content: '' })
  }
}

/** What comes after the last block that is paid for is one paragraph of words as they were typed. */
function blockRation(state: StateBlock, line: number, endLine: number, silent: boolean): boolean {
  const { ration } = state.env as { ration: Ration }
  // A list asks before each of its items whether something else begins: one without any words costs too.
  if (silent) {
    ration.blocks -= 0.5
    return ration.blocks <= 0
  }
  // What stands in a list or a quote costs its frame too.
  ration.blocks -= state.level > 0 ? 3 : 1
  return ration.blocks <= 0 && pushPlain(state, line, restOf(state, line, endLine))
}

/** A table is read in one go, so its cells are counted before. */
function tableRation(state: StateBlock, line: number, endLine: number, silent: boolean): boolean {
  if (silent || line + 1 >= endLine || !isTableLine(lineOf(state, line + 1)) || !lineOf(state, line).includes('|'))
    return false
  const { ration } = state.env as { ration: Ration }
  const columns = lineOf(state, line + 1).split('|').length
  let end = line + 2
  while (end < endLine && !state.isEmpty(end) && (state.sCount[end] ?? 0) >= state.blkIndent) end++
  ration.cells -= columns * (end - line)
  return ration.cells < 0 && pushPlain(state, line, end)
}

// Two tests: one pattern for both would read a long row of dashes once for each of them.
const isTableLine = (text: string) => text.includes('-') && /^[ \t|:-]+$/.test(text)

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])
}

/** The lines that still belong to the innermost quote or item. */
function restOf(state: StateBlock, line: number, endLine: number): number {
  let end = line + 1
  while (end < endLine && (state.isEmpty(end) || (state.sCount[end] ?? 0) >= state.blkIndent)) end++
  return end
}

function depth(state: StateBlock, line: number, _endLine: number, silent: boolean): boolean {
  return !silent && state.level >= deepest && pushPlain(state, line, line + 1)
}

function pushPlain(state: StateBlock, line: number, end: number): boolean {
  const token = state.push('plain', '', 0)
  token.content = state.getLines(line, end, state.blkIndent, false)
  state.line = end
  return true
}
