import type { Token } from 'markdown-it'
import { bareLink, labelledLink } from './text-links.ts'
import type { Align, Block, Inline, ListItem, Mark, TableRow, TextTree } from './text-tree.ts'
import { cutWords } from './word-parts.ts'

type LeadsTo = (address: string) => string | undefined
type Mutable<T> = T extends readonly (infer Item)[] ? Item[] : never
type Open = { readonly blocks: Block[]; readonly close: (blocks: readonly Block[]) => void }

/** From the flat list of tokens that markdown-it gives to our own tree. Deep nesting of marks is flattened, not lost. */
export function buildTree(tokens: readonly Token[], leadsTo: LeadsTo): TextTree {
  const root: Block[] = []
  const stack: Open[] = [{ blocks: root, close: () => undefined }]
  let rows: Mutable<TableRow>[] = []
  let aligns: Align[] = []
  const put = (block: Block) => stack.at(-1)?.blocks.push(block)
  const open = (close: Open['close']) => stack.push({ blocks: [], close })
  const close = () => {
    const closed = stack.pop()
    closed?.close(closed.blocks)
  }
  const lists: { items: ListItem[]; isTight: boolean; start: number | undefined }[] = []
  let heading: number | undefined
  let isCell = false
  for (const token of tokens) {
    switch (token.type) {
      case 'heading_open':
        heading = Number(token.tag.slice(1))
        break
      case 'paragraph_open':
        if (!token.hidden) {
          const list = lists.at(-1)
          if (list !== undefined) list.isTight = false
        }
        break
      case 'inline': {
        const children = buildInlines(token.children ?? [], leadsTo)
        if (isCell) rows.at(-1)?.push(children)
        else if (heading !== undefined) put({ kind: 'heading', level: heading, children })
        else put({ kind: 'paragraph', children })
        heading = undefined
        break
      }
      case 'plain':
        put({ kind: 'paragraph', children: [{ kind: 'words', text: token.content }] })
        break
      case 'fence':
        put({ kind: 'code-block', language: languageOf(token.info), text: withoutLastBreak(token.content) })
        break
      case 'code_block':
        put({ kind: 'code-block', language: '', text: withoutLastBreak(token.content) })
        break
      case 'hr':
        put({ kind: 'line' })
        break
      case 'blockquote_open':
        lists.push({ items: [], isTight: true, start: undefined })
        open((children) => put({ kind: 'quote', children }))
        break
      case 'blockquote_close':
        lists.pop()
        close()
        break
      case 'bullet_list_open':
        lists.push({ items: [], isTight: true, start: undefined })
        break
      case 'ordered_list_open':
        lists.push({ items: [], isTight: true, start: Number(token.attrGet('start') ?? 1) })
        break
      case 'bullet_list_close':
      case 'ordered_list_close': {
        const list = lists.pop()
        if (list === undefined) break
        const { start, ...rest } = list
        put({ kind: 'list', ...rest, ...(start === undefined ? {} : { start }) })
        break
      }
      case 'list_item_open': {
        const list = lists.at(-1)
        open((children) => list?.items.push(taskOf(children)))
        break
      }
      case 'list_item_close':
        close()
        break
      case 'table_open':
        rows = []
        aligns = []
        break
      case 'tr_open':
        rows.push([])
        break
      case 'th_open':
        aligns.push(alignOf(token))
        isCell = true
        break
      case 'td_open':
        isCell = true
        break
      case 'th_close':
      case 'td_close':
        isCell = false
        break
      case 'table_close':
        put({ kind: 'table', aligns, rows })
        break
    }
  }
  return root
}

const deepestMarks = 30
const marks: Readonly<Record<string, Mark>> = {
  em: 'emphasis',
  strong: 'strong',
  strike: 'strike',
  spoiler: 'spoiler',
}

function buildInlines(tokens: readonly Token[], leadsTo: LeadsTo): readonly Inline[] {
  const root: Inline[] = []
  const stack: { readonly into: Inline[]; readonly build: (children: Inline[]) => Inline | undefined }[] = []
  let into = root
  let run = ''
  let flattened = 0
  let links = 0
  const flush = () => {
    if (run === '') return
    if (run.includes(' \n')) run = withoutSpacesBefore(run)
    into.push(...(links > 0 ? [{ kind: 'words', text: run } as const] : cutWords(run)))
    run = ''
  }
  const open = (build: (children: Inline[]) => Inline | undefined) => {
    flush()
    stack.push({ into, build })
    into = []
  }
  const close = () => {
    flush()
    const opened = stack.pop()
    if (opened === undefined) return
    const built = opened.build(into)
    if (built === undefined) opened.into.push(...into)
    else opened.into.push(built)
    into = opened.into
  }
  for (const token of tokens) {
    if (token.type === 'text') run += token.content
    else if (token.type === 'hardbreak' || token.type === 'softbreak') run += '\n'
    else if (token.type === 'text_special') {
      // What was escaped begins nothing: `\@ana` tells nobody.
      flush()
      into.push({ kind: 'words', text: token.content })
    } else if (token.type === 'code_inline') {
      flush()
      into.push({ kind: 'code', text: token.content })
    } else if (token.type === 'address') {
      flush()
      const url = leadsTo(token.content)
      into.push(url === undefined ? { kind: 'words', text: token.content } : bareLink(token.content, url))
    } else if (token.type === 'link_open') {
      const url = leadsTo(String(token.attrGet('href') ?? ''))
      const isBare = token.info === 'auto'
      const title = token.attrGet('title')
      open((children) => (url === undefined ? undefined : labelledLink({ url, isBare, children, title })))
      links++
    } else if (token.type === 'link_close') {
      close()
      links--
    } else {
      const mark = marks[token.type.replace(/_(?:open|close)$/, '')]
      if (mark === undefined) continue
      if (token.nesting === 1) {
        if (stack.length >= deepestMarks) flattened++
        else open((children) => ({ kind: 'mark', mark, children }))
      } else if (flattened > 0) flattened--
      else close()
    }
  }
  flush()
  return root
}

/** By line: a pattern for it would read a long row of spaces once for each of them. */
function withoutSpacesBefore(text: string): string {
  const lines = text.split('\n')
  const last = lines.pop() ?? ''
  return [...lines.map((line) => line.trimEnd()), last].join('\n')
}

function languageOf(info: string): string {
  return /^\S*/.exec(info.trim())?.[0] ?? ''
}

function withoutLastBreak(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text
}

function alignOf(token: Token): Align {
  const style = String(token.attrGet('style') ?? '')
  if (style.endsWith(':left')) return 'start'
  if (style.endsWith(':center')) return 'center'
  return style.endsWith(':right') ? 'end' : undefined
}

/** `[ ]` and `[x]` at the start of an item make it a task. */
function taskOf(children: readonly Block[]): ListItem {
  const [first, ...rest] = children
  const words = first?.kind === 'paragraph' ? first.children[0] : undefined
  if (first?.kind !== 'paragraph' || words?.kind !== 'words') return { children }
  const found = /^\[([ xX])\][ \t]+/.exec(words.text)
  if (found === null && !(first.children.length > 1 && /^\[[ xX]\] $/.test(words.text))) return { children }
  const text = words.text.slice(found?.[0].length ?? 4)
  const others = first.children.slice(1)
  const left: readonly Inline[] = text === '' ? others : [{ kind: 'words', text }, ...others]
  if (left.length === 0) return { children }
  return { isDone: words.text[1] !== ' ', children: [{ kind: 'paragraph', children: left }, ...rest] }
}
