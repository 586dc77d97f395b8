import { safeUrl } from './address-parse.ts'
import type { Inline } from './text-tree.ts'

// What may stand in plain words: `mailto:` and e-mail addresses, mentions and codes of emoji. All runs are bounded, so
// that no text, however it is made, is read twice.
const mail =
  /(?<![\w.+-])(?:mailto:)?[a-z0-9][\w.+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?![\w@-])/giu
const mention = /(?<![\p{Script=Latin}\p{Nd}@/+])@([a-z0-9][a-z0-9._-]{0,63})/giu
/** What makes another word of a handle, or an account elsewhere (`@ana@example.org`). */
const isOtherWord = /^.[\p{Script=Latin}\p{Nd}\p{M}]|^[^._-]@/su
const emojiCode = /(?<![\w:])(?::([a-z0-9+_-]{1,48}):)(?!\w)/giu

/** Cuts words that hold no marks any more. Put together again they are the same words. */
export function cutWords(text: string): readonly Inline[] {
  if (!text.includes('@') && !text.includes(':')) return text === '' ? [] : [{ kind: 'words', text }]
  const found: { readonly from: number; readonly to: number; readonly part: Inline }[] = []
  let free = 0
  const take = (from: number, to: number, part: Inline | undefined) => {
    if (part === undefined || from < free) return
    found.push({ from, to, part })
    free = to
  }
  const candidates = [...text.matchAll(mail), ...mentionsIn(text), ...text.matchAll(emojiCode)]
  candidates.sort((a, b) => a.index - b.index)
  for (const match of candidates) {
    const [whole, captured = ''] = match
    if (whole.startsWith('@')) take(match.index, match.index + whole.length, { kind: 'mention', run: captured })
    else if (whole.startsWith(':'))
      take(match.index, match.index + whole.length, { kind: 'emoji-code', code: captured })
    else take(match.index, match.index + whole.length, mailLink(whole))
  }
  const parts: Inline[] = []
  let from = 0
  for (const { from: start, to, part } of found) {
    if (start > from) parts.push({ kind: 'words', text: text.slice(from, start) })
    parts.push(part)
    from = to
  }
  if (from < text.length) parts.push({ kind: 'words', text: text.slice(from) })
  return parts
}

function* mentionsIn(text: string): Generator<RegExpExecArray> {
  if (!text.includes('@')) return
  for (const match of text.matchAll(mention)) {
    const end = match.index + match[0].length
    if (!isOtherWord.test(text.slice(end - 1, end + 1))) yield match
  }
}

function mailLink(text: string): Inline | undefined {
  const url = safeUrl(/^mailto:/i.test(text) ? text : `mailto:${text}`)
  return url === undefined ? undefined : { kind: 'link', url, isBare: true, children: [{ kind: 'words', text }] }
}
