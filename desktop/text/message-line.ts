import type { UserId } from '../../common/ids.ts'
import { turningMarks } from '../../common/turning-marks.ts'
import type { TextFormat } from './parse-text.ts'
import { previewWords } from './plain-words.ts'

type Said = {
  readonly text: string
  readonly format: TextFormat
  readonly attachments: readonly { readonly name: string }[]
  /** Passed on: in no language, and the same in all. */
  readonly forwarded?: unknown
}

const passedOn = '↪ '

/** What a message says, on one line: its words, or the name of its first file where it has none. */
export function messageLine(
  { text, format, attachments: [file], forwarded }: Said,
  mostCharacters?: number,
  emoji?: (code: string) => string | undefined,
): string {
  const sign = forwarded === undefined ? '' : passedOn
  // Names are their senders' to choose: one ends in what it seems to end in.
  if (text === '' && file !== undefined) return sign + file.name.replace(turningMarks, '').trim()
  return sign + previewWords(text, format, mostCharacters, emoji)
}

type Heard = Omit<Said, 'forwarded'> & { readonly forwarded?: { readonly author: UserId } }

/** The same where it is told unasked: of somebody who is blocked no words, whoever passes them on. */
export function heardLine(message: Heard, isBlocked: ((user: UserId) => boolean) | undefined, most: number): string {
  const { forwarded } = message
  if (forwarded !== undefined && isBlocked?.(forwarded.author) === true) return `${passedOn}…`
  return messageLine(message, most)
}
