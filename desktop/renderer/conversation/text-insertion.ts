/**
 * Writes into a text box as if it were typed, so that undo takes it back and `input` is heard. `execCommand` is old, but
 * the only way a browser offers that keeps the undo history.
 * `before` and `after` go around the selection; the caret ends up where one would go on typing.
 */
export function insertText(area: HTMLTextAreaElement, before: string, after = ''): void {
  area.focus()
  const { selectionStart, selectionEnd, value } = area
  const selected = value.slice(selectionStart, selectionEnd)
  document.execCommand('insertText', false, before + selected + after)
  if (after === '') return
  const start = selectionStart + before.length
  area.setSelectionRange(start, start + selected.length)
}

/** Puts `text` in place of a stretch of what was typed. */
export function replaceText(area: HTMLTextAreaElement, stretch: { from: number; to: number }, text: string): void {
  area.focus()
  area.setSelectionRange(stretch.from, stretch.to)
  document.execCommand('insertText', false, text)
}
