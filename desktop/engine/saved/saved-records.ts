import type { AppError } from '../../../common/app-error.ts'
import type { Message } from '../../../common/message.ts'
import type { SavedView } from '../../saved-command.ts'
import type { KeptSaved } from '../local-store/kept-saved-store.ts'

/** What a list shows of a long text, and more than that. */
const mostCharacters = 2_000

/** This device's own copy: what the list shows, and nothing that changes often. */
export function buildSavedCopy({ answers: _, preview: __, ...message }: Message): Message {
  return { ...message, text: message.text.slice(0, mostCharacters), reactions: [] }
}

/** What was said here last counts, before what the server has. */
export function isShownSaved({ at, word }: KeptSaved): boolean {
  return word?.on ?? at !== undefined
}

export function viewSaved(record: KeptSaved, problem: AppError | undefined): SavedView {
  const { room, id, at, word, message } = record
  return {
    room,
    id,
    at: at ?? word?.place ?? word?.at ?? 0,
    ...(message === undefined ? {} : { message }),
    ...(word === undefined ? {} : { isPending: true as const }),
    ...(problem === undefined ? {} : { problem }),
  }
}

/** With what the server says of it; a copy that has heard more stays. */
export function withListed(
  before: KeptSaved | undefined,
  listed: Required<Pick<KeptSaved, 'room' | 'id' | 'at' | 'message'>>,
): KeptSaved {
  const { room, id, at, message } = listed
  const held = before?.message
  const word = before?.word
  const copy = held !== undefined && held.version >= message.version ? held : buildSavedCopy(message)
  if (before !== undefined && before.at === at && held === copy) return before
  return { room, id, at, message: copy, ...(word === undefined ? {} : { word }) }
}

/** Its copy as history has it, where that has heard more. */
export function withNewer(record: KeptSaved, message: Message): KeptSaved {
  const held = record.message
  return held === undefined || held.version >= message.version
    ? record
    : { ...record, message: buildSavedCopy(message) }
}
