import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Mention } from '../../../common/wire-event.ts'
import { parseText } from '../text/text-parts.ts'

/** What stands behind an @ at the caret, while someone is being chosen. */
export type MentionQuery = { readonly from: number; readonly to: number; readonly typed: string }

const atCaret = /(?:^|[^\p{L}\p{N}_@./-])@([\p{L}\p{N}._-]{0,32})$/u

export function parseMentionQuery(text: string, caret: number): MentionQuery | undefined {
  const match = atCaret.exec(text.slice(Math.max(0, caret - 40), caret))
  if (match === null) return undefined
  const typed = match[1] ?? ''
  return { from: caret - typed.length - 1, to: caret, typed: typed.toLocaleLowerCase() }
}

/** What an @ can stand for; `handle` is what is written. */
export type Mentionable = { readonly handle: string; readonly name: string; readonly id: UserId | 'room' }

export const everyone: Mentionable = { handle: 'room', name: 'Everyone here', id: 'room' }

/** Above so many people, addressing all of them is asked about first: a slip costs everybody's attention. */
const askAbovePeople = 5

export function isLoud(mentions: readonly Mention[], people: number): boolean {
  return mentions.includes('room') && people > askAbovePeople
}

/** Whose handle or a word of whose name begins like that; handles first, everyone last. */
export function findMentionable(people: readonly User[], typed: string, mayAddressRoom: boolean): Mentionable[] {
  const ranked = people.flatMap((person) => {
    const rank = rankOf(person, typed)
    return rank === undefined ? [] : [{ person, rank }]
  })
  ranked.sort((a, b) => a.rank - b.rank || a.person.displayName.localeCompare(b.person.displayName))
  const found = ranked.map(({ person }) => ({ handle: person.handle, name: person.displayName, id: person.id }))
  if (!mayAddressRoom || !everyone.handle.startsWith(typed)) return found.slice(0, 6)
  return [...found.slice(0, 5), everyone]
}

/** The ids that a text addresses: what is sent beside it. `room` counts only where the role allows it. */
export function mentionsOf(text: string, people: readonly User[], mayAddressRoom: boolean): Mention[] {
  const byHandle = new Map(people.map((person) => [person.handle.toLowerCase(), person.id]))
  const found = new Set<UserId | 'room'>()
  for (const part of parseText(text, 'markdown')) {
    if (part.kind !== 'mention') continue
    const id = byHandle.get(part.handle)
    if (id !== undefined) found.add(id)
    else if (part.handle === 'room' && mayAddressRoom) found.add('room')
  }
  return [...found].slice(0, 100)
}

export function insertMention(text: string, query: MentionQuery, handle: string) {
  const after = text.slice(query.to)
  const inserted = `@${handle}${/^\s/.test(after) ? '' : ' '}`
  return { text: text.slice(0, query.from) + inserted + after, caret: query.from + inserted.length }
}

function rankOf(person: User, typed: string): number | undefined {
  if (person.handle.startsWith(typed)) return 0
  const words = person.displayName.toLocaleLowerCase().split(/\s+/)
  return words.some((word) => word.startsWith(typed)) ? 1 : undefined
}
