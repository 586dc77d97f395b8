import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Mention } from '../../../common/wire-event.ts'
import { callsHere, type FindHandle, mentionsOf, roomHandle, toldByHere } from '../../text/mention-reading.ts'
import { formatOf, parseText, type TextFormat } from '../../text/parse-text.ts'

/** What stands behind an @ at the caret, while someone is being chosen. */
export type MentionQuery = { readonly from: number; readonly to: number; readonly typed: string }

const atCaret = /(?:^|[^\p{L}\p{N}_@./-])@([\p{L}\p{N}._-]{0,32})$/u

export function parseMentionQuery(text: string, caret: number): MentionQuery | undefined {
  const match = atCaret.exec(text.slice(Math.max(0, caret - 40), caret))
  if (match === null) return undefined
  const typed = match[1] ?? ''
  return { from: caret - typed.length - 1, to: caret, typed: typed.toLowerCase() }
}

/** What an @ can stand for; `handle` is what is written. */
export type Mentionable =
  | { readonly handle: string; readonly name: string; readonly id: UserId }
  | { readonly handle: 'room'; readonly id: 'room' }
  | { readonly handle: 'here'; readonly id: 'here' }

/** Those who are here, then everyone. */
const calls: readonly Mentionable[] = [
  { handle: 'here', id: 'here' },
  { handle: 'room', id: 'room' },
]

/** Above so many people, addressing all of them is asked about first: a slip costs everybody's attention. */
const askAbovePeople = 5

export function isLoud(mentions: readonly Mention[], people: number): boolean {
  return mentions.includes('room') && people > askAbovePeople
}

/** Whose handle or a word of whose name begins like that; handles first, those who are here and everyone last. */
export function findMentionable(people: readonly User[], typed: string, mayAddressRoom: boolean): Mentionable[] {
  const ranked = people.flatMap((person) => {
    const rank = rankOf(person, typed)
    return rank === undefined ? [] : [{ person, rank }]
  })
  ranked.sort((a, b) => a.rank - b.rank || a.person.displayName.localeCompare(b.person.displayName))
  const found = ranked.map(({ person }) => ({ handle: person.handle, name: person.displayName, id: person.id }))
  const called = mayAddressRoom ? calls.filter(({ handle }) => handle.startsWith(typed)) : []
  return [...found.slice(0, 6 - called.length), ...called]
}

/** What is sent of a text beside its letters. */
export type Outgoing = {
  readonly text: string
  readonly format: TextFormat
  readonly mentions: readonly Mention[]
}

/** `here`: the others who are online now; absent while nobody knows. */
export type Speaker = {
  readonly people: readonly User[]
  readonly mayAddressRoom: boolean
  readonly here?: readonly UserId[] | undefined
}

/** Whom a new message tells, and whether it has marks: both from the parse by which it is drawn. */
export function buildOutgoing(text: string, { people, mayAddressRoom, here }: Speaker): Outgoing {
  const format = formatOf(text)
  const callable = { room: mayAddressRoom, here: mayAddressRoom ? here : undefined }
  return { text, format, mentions: mentionsOf(parseText(text, format), finder(people), callable) }
}

/**
 * What an edit changes. Who is still named stays told, even if they left the room since or only an admin could name
 * everyone; who is named now is told as in a new message. An `@here` that stood there before calls nobody anew: it stays
 * for those whom it called then. Text that was sent as it is stays so, marks or not.
 */
export function buildEdit(text: string, before: Outgoing, { people, mayAddressRoom, here, known }: Editor): Outgoing {
  const wasMeant = before.format === 'markdown' || formatOf(before.text) === 'markdown'
  const format = wasMeant ? before.format : formatOf(text)
  const named = before.mentions.flatMap((id) => (id === roomHandle ? [] : (known[id] ?? [])))
  const find = finder([...named, ...people])
  const old = parseText(before.text, before.format)
  const newlyHere = mayAddressRoom ? here : undefined
  const callable = {
    room: mayAddressRoom || before.mentions.includes(roomHandle),
    here: callsHere(old) ? toldByHere(old, before.mentions, find) : newlyHere,
  }
  return { text, format, mentions: mentionsOf(parseText(text, format), find, callable) }
}

type Editor = Speaker & { readonly known: Readonly<Record<UserId, User>> }

/** What `@here` will do, to be said before it is sent. `of`: so many are online; `count`: so many of them are told. */
export type HereCall =
  | { readonly kind: 'not-yours' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'reaches'; readonly count: number; readonly of: number }

/** Undefined where the text calls nobody who is here: it has no `@here`, had it before, or calls everybody anyway. */
export function hereCallOf(
  { text, format, mentions }: Outgoing,
  before: Pick<Outgoing, 'text' | 'format'> | undefined,
  { mayAddressRoom, here }: Speaker,
): HereCall | undefined {
  if (!/@here/i.test(text) || mentions.includes(roomHandle)) return undefined
  if (!callsHere(parseText(text, format))) return undefined
  if (before !== undefined && callsHere(parseText(before.text, before.format))) return undefined
  if (!mayAddressRoom) return { kind: 'not-yours' }
  if (here === undefined) return { kind: 'unknown' }
  const told = new Set(mentions)
  return { kind: 'reaches', count: here.filter((one) => told.has(one)).length, of: here.length }
}

/** Many, fewer than it says, or nobody knows whom: that is asked about first. */
export function isHereAsked(call: HereCall | undefined): boolean {
  if (call?.kind === 'reaches') return call.count >= askAbovePeople || call.count < call.of
  return call?.kind === 'unknown'
}

function finder(people: readonly User[]): FindHandle {
  const byHandle = new Map(people.map((person) => [person.handle.toLowerCase(), person.id]))
  return (handle) => byHandle.get(handle)
}

export function insertMention(text: string, query: MentionQuery, handle: string) {
  const after = text.slice(query.to)
  const inserted = `@${handle}${/^\s/.test(after) ? '' : ' '}`
  return { text: text.slice(0, query.from) + inserted + after, caret: query.from + inserted.length }
}

function rankOf(person: User, typed: string): number | undefined {
  if (person.handle.startsWith(typed)) return 0
  const words = person.displayName.toLowerCase().split(/\s+/)
  return words.some((word) => word.startsWith(typed)) ? 1 : undefined
}
