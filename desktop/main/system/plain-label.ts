const mostPoints = 200

/**
 * What others chose, in a title bar or a menu: one line, no controls, and nothing that turns round what stands beside it. The
 * marks by which our own sentences keep a name apart (words/isolate-text.ts) stay.
 */
export function plainLabel(text: string): string {
  const line = text
    .slice(0, mostPoints * 20)
    .toWellFormed()
    .replace(/(?!\s)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\ufff9-\ufffb]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  const points = [...line]
  return points.length > mostPoints ? `${points.slice(0, mostPoints - 1).join('')}…` : line
}

/** Menus take `&` for the mark of a key, unless there are two. */
export function menuLabel(text: string): string {
  return plainLabel(text).replaceAll('&', '&&')
}
