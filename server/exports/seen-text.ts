/** Well-formed, with ends of lines of one kind; signs that nobody sees and that no page may hold are shown as such. */
export function withoutControls(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .toWellFormed()
    .replace(/(?![\t\n])[\p{Cc}\u2028\u2029\ufffe\uffff]/gu, '\ufffd')
}
