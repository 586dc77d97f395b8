import type { RoomId, UserId } from '../../../common/ids.ts'
import { foldText } from '../../../common/search/fold-text.ts'
import { type SearchHas, searchHas } from '../../../common/search/searched-message.ts'
import type { Words } from '../../words/words.ts'
import type { SearchChips } from '../state/search-view.ts'
import { type Calendar, parseTypedDay } from './typed-day.ts'

type Named<Id> = readonly { readonly id: Id; readonly names: readonly string[] }[]
/** Asked only where somebody typed a chip: it names everybody and every room. */
export type TypedSource = {
  readonly say: Words
  readonly calendar: Calendar
  readonly people: () => Named<UserId>
  readonly rooms: () => Named<RoomId>
}

const names = ['from', 'in', 'before', 'after', 'has', 'is', 'mentions'] as const
type Name = (typeof names)[number]

/** One word, or several in quotes. */
const typedChip = /(?:^|\s)(\p{L}+):("[^"]+"|\S+)\s$/u
/** A date of several words, once its year is there. */
const typedDate = /(?:^|\s)(\p{L}+):(\S+(?: \S+)? \d{4})\s$/u

/**
 * `from:ben ` typed by hand, in English or in the reader's language: the chip that it becomes, and what is left of the text.
 * Only what is known becomes one; all else stays the words it is.
 */
export function readTypedChip(
  typed: string,
  chips: SearchChips,
  source: TypedSource,
): { readonly typed: string; readonly change: Partial<SearchChips> } | undefined {
  const found = typedDate.exec(typed) ?? typedChip.exec(typed)
  const name = found === null ? undefined : nameOf(found[1] ?? '', source.say)
  if (found === null || name === undefined) return undefined
  const change = changeOf(name, found[2] ?? '', chips, source)
  if (change === undefined) return undefined
  const rest = typed.slice(0, found.index)
  return { typed: rest === '' ? '' : `${rest} `, change }
}

function nameOf(typed: string, say: Words): Name | undefined {
  return names.find((name) => isCalled(typed, name, say(`search.typed-${name}`)))
}

/** By its English name, or one of those of the reader's language. */
function isCalled(typed: string, name: string, others: string): boolean {
  const wanted = foldText(typed)
  return wanted === name || others.split(',').some((one) => foldText(one.trim()) === wanted)
}

function changeOf(
  name: Name,
  typed: string,
  { from, rooms }: SearchChips,
  { say, calendar, people, rooms: allRooms }: TypedSource,
): Partial<SearchChips> | undefined {
  const value = typed.replaceAll('"', '')
  switch (name) {
    case 'from': {
      const id = findNamed(people(), value)
      return id && { from: [...new Set([...from, id])] }
    }
    case 'in': {
      const id = findNamed(allRooms(), value)
      return id && { rooms: [...new Set([...rooms, id])] }
    }
    case 'has':
    case 'is': {
      const has = searchHas.find((one: SearchHas) => isCalled(value, one, say(`search.typed-${one}`)))
      return has && { has }
    }
    case 'mentions':
      return isCalled(value, 'me', say('search.typed-me')) ? { mentions: true } : undefined
    default: {
      if (typed === value && mayGetYear(value, calendar)) return undefined
      const at = parseTypedDay(value, calendar)
      return at === undefined ? undefined : { [name]: at }
    }
  }
}

/** `november`, not in quotes: a year may come yet. */
function mayGetYear(value: string, calendar: Calendar): boolean {
  return !/\d/.test(value) && parseTypedDay(`1 ${value} 2000`, calendar) !== undefined
}

/** The only one that begins so, or the one that is called exactly so. */
function findNamed<Id>(all: Named<Id>, value: string): Id | undefined {
  const wanted = foldText(value.replace(/^[@#]/, ''))
  const exact = all.filter(({ names }) => names.some((name) => foldText(name) === wanted))
  const begins = all.filter(({ names }) => names.some((name) => foldText(name).startsWith(wanted)))
  const [only, another] = exact.length > 0 ? exact : begins
  return another === undefined ? only?.id : undefined
}
