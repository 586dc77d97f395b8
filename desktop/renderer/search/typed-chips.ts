import type { RoomId, UserId } from '../../../common/ids.ts'
import { foldText } from '../../../common/search/fold-text.ts'
import { searchHas } from '../../../common/search/searched-message.ts'
import type { SearchChips } from '../state/search-view.ts'

type Named<Id> = readonly { readonly id: Id; readonly names: readonly string[] }[]
export type TypedSource = { readonly people: Named<UserId>; readonly rooms: Named<RoomId> }

const typedChip = /(?:^|\s)(from|in|before|after|has|mentions):("[^"]+"|\S+)\s$/iu

/**
 * `from:ben ` typed by hand: the chip that it becomes, and what is left of the text. Only what is known becomes one; all
 * else stays the words it is. `source` is asked only where somebody typed one: it names everybody and every room.
 */
export function readTypedChip(
  typed: string,
  chips: SearchChips,
  source: () => TypedSource,
): { readonly typed: string; readonly change: Partial<SearchChips> } | undefined {
  const found = typedChip.exec(typed)
  if (found === null) return undefined
  const value = (found[2] ?? '').replaceAll('"', '')
  const change = changeOf((found[1] ?? '').toLowerCase(), value, chips, source())
  if (change === undefined) return undefined
  const rest = typed.slice(0, found.index)
  return { typed: rest === '' ? '' : `${rest} `, change }
}

function changeOf(
  name: string,
  value: string,
  { from, rooms }: SearchChips,
  source: TypedSource,
): Partial<SearchChips> | undefined {
  switch (name) {
    case 'from': {
      const id = findNamed(source.people, value)
      return id && { from: [...new Set([...from, id])] }
    }
    case 'in': {
      const id = findNamed(source.rooms, value)
      return id && { rooms: [...new Set([...rooms, id])] }
    }
    case 'has': {
      const has = searchHas.find((one) => one === value.toLowerCase())
      return has && { has }
    }
    case 'mentions':
      return value.toLowerCase() === 'me' ? { mentions: true } : undefined
    default: {
      const at = parseDay(value)
      return at === undefined ? undefined : { [name]: at }
    }
  }
}

/** The only one that begins so, or the one that is called exactly so. */
function findNamed<Id>(all: Named<Id>, value: string): Id | undefined {
  const wanted = foldText(value.replace(/^[@#]/, ''))
  const exact = all.filter(({ names }) => names.some((name) => foldText(name) === wanted))
  const begins = all.filter(({ names }) => names.some((name) => foldText(name).startsWith(wanted)))
  const [only, another] = exact.length > 0 ? exact : begins
  return another === undefined ? only?.id : undefined
}

/** `2025-11-21`: where that day begins here. */
function parseDay(value: string): number | undefined {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value)
  if (found === null) return undefined
  const date = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]))
  return date.getMonth() === Number(found[2]) - 1 ? date.getTime() : undefined
}
