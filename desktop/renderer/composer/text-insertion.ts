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

/** Several lines of code are a block of their own; anything else stays in the line. */
export function insertCode(area: HTMLTextAreaElement): void {
  const { selectionStart, selectionEnd, value } = area
  if (!value.slice(selectionStart, selectionEnd).includes('\n')) {
    insertText(area, '`', '`')
    return
  }
  const startsLine = selectionStart === 0 || value[selectionStart - 1] === '\n'
  const endsLine = selectionEnd === value.length || value[selectionEnd] === '\n'
  insertText(area, startsLine ? '```\n' : '\n```\n', endsLine ? '\n```' : '\n```\n')
}

/** Puts `text` in place of a stretch of what was typed. */
export function replaceText(area: HTMLTextAreaElement, stretch: { from: number; to: number }, text: string): void {
  area.focus()
  area.setSelectionRange(stretch.from, stretch.to)
  document.execCommand('insertText', false, text)
}
