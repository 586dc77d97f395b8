/**
 * A message's text cut into what is drawn: words, links, mentions and code. Text stays text: nothing here makes HTML, and
 * only http, https and mailto addresses become links.
 */
export type TextPart =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'mention'; readonly text: string; readonly handle: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'block'; readonly text: string; readonly language: string }

const linkPattern = /\b(?:https?:\/\/|mailto:)[^\s<>"'`]+/giu
const mentionPattern = /(?<![\p{L}\p{N}_@./-])@([a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?)(?![\p{L}\p{N}_@])/giu
const fencePattern = /(?:^|\n)```([^\s`]*)[^\S\n]*\n([\s\S]*?)(?:\n```[^\S\n]*(?=\n|$)|\n?$(?![\s\S]))/gu
const markPattern = /`([^`\n]+)`|\*\*([^\s*](?:[^*\n]*[^\s*])?)\*\*/gu

/** Marks are drawn only where the text needs them: everything else is sent, kept and shown as plain text. */
export function formatOf(text: string): 'plain' | 'markdown' {
  return cutMarks(text).some((part) => part.kind !== 'words') ? 'markdown' : 'plain'
}

export function parseText(text: string, format: 'plain' | 'markdown'): readonly TextPart[] {
  const marked: readonly TextPart[] = format === 'markdown' ? cutMarks(text) : [{ kind: 'words', text }]
  return marked.flatMap((part) => (part.kind === 'words' ? cutLinks(part.text) : [part]))
}

/** The words without their marks: for where a line has no room for more. */
export function plainWords(text: string): string {
  return cutMarks(text)
    .map((part) => (part.kind === 'block' ? `\n${part.text}\n` : part.text))
    .join('')
}

function cutMarks(text: string): TextPart[] {
  if (!text.includes('`') && !text.includes('**')) return [{ kind: 'words', text }]
  const fenced = cut(text, fencePattern, (match) => ({ kind: 'block', language: match[1] ?? '', text: match[2] ?? '' }))
  return fenced.flatMap((part) => {
    if (part.kind !== 'words') return [part]
    return cut(part.text, markPattern, ([, code, strong]) =>
      code === undefined ? { kind: 'strong', text: strong ?? '' } : { kind: 'code', text: code },
    )
  })
}

function cutLinks(text: string): TextPart[] {
  const linked = text.includes(':') ? cut(text, linkPattern, (match) => linkOf(match[0])) : [words(text)]
  return linked.flatMap((part) => {
    if (part.kind !== 'words' || !part.text.includes('@')) return [part]
    return cut(part.text, mentionPattern, ([whole, handle]) => ({
      kind: 'mention',
      text: whole,
      handle: (handle ?? '').toLowerCase(),
    }))
  })
}

function linkOf(found: string): TextPart | undefined {
  const text = withoutTail(found)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !isSafeProtocol(url.protocol)) return undefined
  return { kind: 'link', text, url: url.href }
}

export function isSafeProtocol(protocol: string): boolean {
  return protocol === 'http:' || protocol === 'https:' || protocol === 'mailto:'
}

/** A full stop or a bracket after an address belongs to the sentence, unless the bracket was opened inside. */
function withoutTail(found: string): string {
  let text = found
  for (;;) {
    const last = text.at(-1) ?? ''
    const opening = { ')': '(', ']': '[', '}': '{' }[last]
    const isStray = opening !== undefined && count(text, last) > count(text, opening)
    if (!isStray && !/[.,;:!?*_~。，！？、）]/u.test(last)) return text
    text = text.slice(0, -1)
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

function words(text: string): TextPart {
  return { kind: 'words', text }
}

function cut(text: string, pattern: RegExp, build: (match: RegExpExecArray) => TextPart | undefined): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(pattern)) {
    const part = build(match)
    if (part === undefined) continue
    if (match.index > from) parts.push(words(text.slice(from, match.index)))
    parts.push(part)
    // A link may be shorter than what was found: its tail goes back to the words.
    from = match.index + (part.kind === 'link' ? part.text.length : match[0].length)
  }
  if (from < text.length) parts.push(words(text.slice(from)))
  return parts
}
