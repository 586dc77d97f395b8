import { countLinks } from '../count-links.ts'
import type { RoomId, UserId } from '../ids.ts'
import type { Message } from '../message.ts'
import { isVoice } from '../voice-file.ts'
import { foldText } from './fold-text.ts'
import { hasAllWords } from './search-words.ts'

export const searchHas = ['file', 'link', 'image', 'pin', 'voice'] as const
/** `file`: anything attached; `image`: a picture among it; `voice`: something spoken. */
export type SearchHas = (typeof searchHas)[number]

/** What is looked for, beside the words; all of it has to be so. Absent: whatever. */
export type SearchFilter = {
  readonly from?: readonly UserId[]
  /** Of these nothing is found: whom the caller has blocked. */
  readonly notFrom?: readonly UserId[]
  /** Milliseconds: said before the one, and not before the other. */
  readonly before?: number
  readonly after?: number
  readonly has?: SearchHas
  /** Mentions them, or the whole room. */
  readonly mentions?: UserId
}

/** All of a message that is searched: its words, then what its files are called. */
export function searchedText({ text, attachments }: Pick<Message, 'text' | 'attachments'>): string {
  if (attachments.length === 0) return text
  return [text, ...attachments.flatMap(({ name, caption }) => [name, caption ?? ''])].filter(Boolean).join('\n')
}

export function listHas({
  text,
  attachments,
  pinnedAt,
}: Pick<Message, 'text' | 'attachments' | 'pinnedAt'>): readonly SearchHas[] {
  return [
    ...(attachments.length > 0 ? (['file'] as const) : []),
    ...(countLinks(text) > 0 ? (['link'] as const) : []),
    ...(attachments.some(({ mediaType }) => mediaType.startsWith('image/')) ? (['image'] as const) : []),
    ...(pinnedAt === undefined ? [] : (['pin'] as const)),
    ...(attachments.some(isVoice) ? (['voice'] as const) : []),
  ]
}

export function passesFilter(message: Message, { from, notFrom, before, after, has, mentions }: SearchFilter): boolean {
  if (message.removedAt !== undefined) return false
  if (from !== undefined && !from.includes(message.author)) return false
  if (notFrom?.includes(message.author) === true) return false
  if (before !== undefined && message.at >= before) return false
  if (after !== undefined && message.at < after) return false
  if (has !== undefined && !listHas(message).includes(has)) return false
  return mentions === undefined || message.mentions.includes(mentions) || message.mentions.includes('room')
}

/** Whether a message is what was looked for, by what it says now: an index only says where to look. */
export function isSearched(message: Message, words: readonly string[], filter: SearchFilter): boolean {
  return passesFilter(message, filter) && (words.length === 0 || hasAllWords(foldText(searchedText(message)), words))
}

export type SearchedPlace = { readonly at: number; readonly seq: number; readonly room: RoomId }

/** Newest first; of the same millisecond in one order everywhere. */
export function compareFound(one: SearchedPlace, other: SearchedPlace): number {
  if (one.at !== other.at) return other.at - one.at
  if (one.seq !== other.seq) return other.seq - one.seq
  return one.room === other.room ? 0 : one.room < other.room ? 1 : -1
}
