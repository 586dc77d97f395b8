import type { Replacement, Selected } from './text-format.ts'

/**
 * Writes into a text box as if it were typed, so that undo takes it back and `input` is heard. `execCommand` is old, but
 * the only way a browser offers that keeps the undo history.
 */
export function applyReplacement(area: HTMLTextAreaElement, { from, to, put, start, end }: Replacement): void {
  area.focus()
  area.setSelectionRange(from, to)
  // Nothing in the place of something: `insertText` of nothing does nothing in some browsers.
  if (put === '') document.execCommand('delete')
  else document.execCommand('insertText', false, put)
  area.setSelectionRange(start, end)
}

export function selectedIn({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Selected {
  return { text: value, from: selectionStart, to: selectionEnd }
}

/** `before` and `after` go around the selection; the caret ends up where one would go on typing. */
export function insertText(area: HTMLTextAreaElement, before: string, after = ''): void {
  const { text, from, to } = selectedIn(area)
  const selected = after === '' ? '' : text.slice(from, to)
  const start = from + before.length
  applyReplacement(area, { from, to, put: before + selected + after, start, end: start + selected.length })
}

/** Puts `text` in place of a stretch of what was typed, and the caret behind it. */
export function replaceText(area: HTMLTextAreaElement, { from, to }: { from: number; to: number }, text: string): void {
  const end = from + text.length
  applyReplacement(area, { from, to, put: text, start: end, end })
}
