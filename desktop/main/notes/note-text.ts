import { turningMarks } from '../../../common/turning-marks.ts'

/**
 * What other people wrote, before any program of the system gets it. Those read options, marks and escapes in it, throw on
 * NUL, or hang; so here nothing is left that is not words, and each program's own way of reading is met by its adapter.
 */
export type NoteText = { readonly title: string; readonly text: string }

const mostTitle = 80
const mostText = 240
/** So much is looked at; what comes after would be cut anyway. */
const mostRead = 4_000

export function cleanNote({ title, text }: NoteText): NoteText {
  return { title: clean(title, mostTitle) || 'Natter', text: clean(text, mostText) }
}

function clean(words: unknown, most: number): string {
  if (typeof words !== 'string') return ''
  const line = words
    .slice(0, mostRead)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\u0085\u2028\u2029]+/g, ' ')
    .replace(turningMarks, '')
    .replace(/[\p{Cc}\ufeff\ufff9-\ufffb]/gu, '')
    .trim()
  const points = [...line]
  const cut = points.length > most ? `${points.slice(0, most - 1).join('')}…` : line
  // Invisible, and no program takes what begins with it for one of its options.
  return cut.startsWith('-') ? `\u2060${cut}` : cut
}

/** Daemons of Linux read `<b>` and `&amp;` in a body, and notify-send reads `\n`; neither reads a title. */
export function escapeBody(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\\', '\\\\')
}
