import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { AppError } from '../../../common/app-error.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { SearchHas } from '../../../common/search/searched-message.ts'
import type { FoundHit, FoundPage, MessageSearch } from '../../search-command.ts'

/** What narrows a search: each is a chip. */
export type SearchChips = {
  readonly rooms: readonly RoomId[]
  readonly from: readonly UserId[]
  /** Milliseconds. */
  readonly before?: number
  readonly after?: number
  readonly has?: SearchHas
  readonly mentions?: true
}
export const noChips: SearchChips = { rooms: [], from: [] }

/** The page of searching, as it stands: whoever follows a hit and comes back finds it as they left it. */
export type SearchView = {
  /** Whose it is: whoever signs in next begins with nothing. */
  readonly owner: UserId | undefined
  readonly typed: string
  readonly chips: SearchChips
  /** Of what `hits` and the rest are the answer; undefined: nothing was asked. */
  readonly answered: MessageSearch | undefined
  readonly isAsking: boolean
  readonly hits: readonly FoundHit[]
  readonly cursor: string | undefined
  readonly coverage: FoundPage['coverage'] | undefined
  readonly problem: AppError | undefined
  readonly active: number
  readonly scrollPx: number
}

const emptySearch: SearchView = {
  owner: undefined,
  ...{ typed: '', chips: noChips, answered: undefined, isAsking: false, hits: [], cursor: undefined },
  ...{ coverage: undefined, problem: undefined, active: 0, scrollPx: 0 },
}

export const useSearchView = create<SearchView>()(() => emptySearch)

export function buildSearch({ typed, chips }: Pick<SearchView, 'typed' | 'chips'>): MessageSearch | undefined {
  const { rooms, from, before, after, has, mentions } = chips
  const q = typed.trim()
  if (q === '' && has === undefined && mentions === undefined) return undefined
  return {
    q,
    ...(rooms.length === 0 ? {} : { rooms }),
    ...(from.length === 0 ? {} : { from }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(has === undefined ? {} : { has }),
    ...(mentions === undefined ? {} : { mentions }),
  }
}

/** All that is drawn: where the list is scrolled to draws nothing. */
export function useShownSearch(): Omit<SearchView, 'scrollPx'> {
  return useSearchView(useShallow(({ scrollPx: _, ...view }) => view))
}

/** Of somebody else nothing is shown, not for a moment. */
export function ownSearch(owner: UserId): void {
  const { owner: before, typed } = useSearchView.getState()
  if (before === owner) return
  useSearchView.setState({ ...emptySearch, owner, typed: before === undefined ? typed : '' })
}

export function typeSearch(typed: string): void {
  useSearchView.setState({ typed, active: 0 })
}

export function setChips(change: { readonly [Name in keyof SearchChips]?: SearchChips[Name] | undefined }): void {
  const chips = { ...useSearchView.getState().chips, ...change }
  useSearchView.setState({ chips: dropUnset(chips), active: 0 })
}

export function clearChips(): void {
  useSearchView.setState({ chips: noChips, active: 0 })
}

/** The one that stands last goes, as the last letter would; whether there was one. */
export function dropLastChip(): boolean {
  const { chips } = useSearchView.getState()
  if (!hasChips(chips)) return false
  if (chips.mentions !== undefined) setChips({ mentions: undefined })
  else if (chips.has !== undefined) setChips({ has: undefined })
  else if (chips.before !== undefined) setChips({ before: undefined })
  else if (chips.after !== undefined) setChips({ after: undefined })
  else if (chips.rooms.length > 0) setChips({ rooms: chips.rooms.slice(0, -1) })
  else setChips({ from: chips.from.slice(0, -1) })
  return true
}

export function hasChips({ rooms, from, ...rest }: SearchChips): boolean {
  return rooms.length > 0 || from.length > 0 || Object.keys(rest).length > 0
}

/** One that is set to undefined is not there. */
function dropUnset(chips: { readonly [Name in keyof SearchChips]: SearchChips[Name] | undefined }): SearchChips {
  return Object.fromEntries(Object.entries(chips).filter(([, value]) => value !== undefined)) as SearchChips
}

/** Of a question that is over, or was none. */
export const nothingFound = { hits: [], cursor: undefined, coverage: undefined, problem: undefined } as const

/**
 * What is to be asked now that words or chips are others; undefined where the answer is there already, as for whoever takes
 * back what they typed before it was asked, or nothing is looked for. Then nobody waits for anything either.
 */
export function beginSearch(): MessageSearch | undefined {
  const { answered, ...view } = useSearchView.getState()
  const search = buildSearch(view)
  if (search === undefined) {
    useSearchView.setState({ ...nothingFound, answered: undefined, isAsking: false })
    return undefined
  }
  const isAnswered = JSON.stringify(search) === JSON.stringify(answered)
  useSearchView.setState({ isAsking: !isAnswered })
  return isAnswered ? undefined : search
}
