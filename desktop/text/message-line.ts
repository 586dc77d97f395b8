import { turningMarks } from '../../common/turning-marks.ts'
import type { TextFormat } from './parse-text.ts'
import { previewWords } from './plain-words.ts'

type Said = {
  readonly text: string
  readonly format: TextFormat
  readonly attachments: readonly { readonly name: string }[]
}

/** What a message says, on one line: its words, or the name of its first file where it has none. */
export function messageLine(
  { text, format, attachments: [file] }: Said,
  mostCharacters?: number,
  emoji?: (code: string) => string | undefined,
): string {
  // Names are their senders' to choose: one ends in what it seems to end in.
  if (text === '' && file !== undefined) return file.name.replace(turningMarks, '').trim()
  return previewWords(text, format, mostCharacters, emoji)
}
