import { X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { AppError } from '../../../common/app-error.ts'
import { showsNothing } from '../../../common/well-formed-text.ts'
import type { FoundHit } from '../../search-command.ts'
import { errorWords } from '../../words/error-words.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { SearchBox } from '../look/fields/SearchBox.tsx'
import { isComposing } from '../look/keys/is-composing.ts'
import { closeByKey } from '../look/panes/close-by-key.ts'
import page from '../look/panes/Page.module.css'
import { Problem } from '../look/states/Problem.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { findHits, type Hit } from '../rooms/switcher-hits.ts'
import { usePeople } from '../rooms/use-people.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useRooms, useUsers } from '../state/room-selectors.ts'
import { nameOf, roomTitleOf } from '../state/room-words.ts'
import {
  clearChips,
  dropLastChip,
  hasChips,
  ownSearch,
  setChips,
  typeSearch,
  useSearchView,
  useShownSearch,
} from '../state/search-view.ts'
import { useClock } from '../state/use-today.ts'
import { endWayBack, followFrom, lastRoom, showRoom } from '../state/view-store.ts'
import { HitContext } from './HitContext.tsx'
import { SearchChipRow } from './SearchChipRow.tsx'
import { SearchedLine } from './SearchedLine.tsx'
import { MessageHitRow, PlaceHitRow } from './SearchHits.tsx'
import styles from './SearchPage.module.css'
import { readTypedChip, type TypedSource } from './typed-chips.ts'
import { useIsWide } from './use-is-wide.ts'
import { loadMoreHits, refreshHits, useSearch } from './use-search.ts'

const mostPlaces = 3

/** For whoever is signed in, and nobody after them. */
export function SearchPage() {
  const me = useMe().id
  const owner = useSearchView((view) => view.owner)
  useLayoutEffect(() => ownSearch(me), [me])
  return owner === me ? <SearchPane /> : <main className={page.page} aria-busy="true" />
}

/** Words looked for in all rooms: rooms and people first, then messages, newest first. Stands where a room would. */
function SearchPane() {
  const say = useWords()
  useSearch()
  const { typed, chips, hits, active, isAsking, answered, problem, cursor } = useShownSearch()
  useFreshHits()
  const places = usePlaces(typed)
  const options: readonly (Hit | FoundHit)[] = [...places, ...hits]
  const box = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const source = useTypedSource()
  useEffect(() => {
    endWayBack('search')
    box.current?.select()
    box.current?.focus()
  }, [])
  // Before it is painted: whoever comes back sees the list where they left it.
  useLayoutEffect(() => {
    if (list.current !== null) list.current.scrollTop = useSearchView.getState().scrollPx
  }, [])
  useEffect(() => {
    if (active > 0) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const go = (option: Hit | FoundHit) => {
    useSearchView.setState({ active: Math.max(0, options.indexOf(option)) })
    const isMessage = 'message' in option
    followFrom('search', isMessage ? { room: option.room, message: option.message } : { room: option.room.id })
  }
  const close = () => showRoom(lastRoom())
  const type = (words: string) => {
    const read = readTypedChip(words, chips, source)
    if (read !== undefined) setChips(read.change)
    typeSearch(read?.typed ?? words)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isComposing(event)) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const option = options[active]
    if (step !== 0)
      useSearchView.setState({ active: Math.min(Math.max(active + step, 0), Math.max(0, options.length - 1)) })
    else if (event.key === 'Enter' && option !== undefined) go(option)
    else if (event.key === 'Backspace' && isAtStart(event.currentTarget)) {
      if (!dropLastChip()) return
    } else return
    event.preventDefault()
    if (step > 0 && active + 5 > options.length) void loadMoreHits()
  }
  const isDone = answered !== undefined && !isAsking
  const isWide = useIsWide()
  const chosen = options[active]
  const shown = chosen !== undefined && 'message' in chosen ? chosen : undefined
  return (
    <main className={page.page} data-region="search" onKeyDown={closeByKey(close)}>
      <header className={`${page.head} ${styles.head}`}>
        <h1 className="visually-hidden">{say('search.title')}</h1>
        <SearchBox
          ref={box}
          label={say('search.box')}
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls="search-hits"
          aria-activedescendant={options.length > 0 ? `search-hit-${active}` : undefined}
          value={typed}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton label={say('search.close')} onClick={close}>
          <X />
        </IconButton>
      </header>
      <SearchChipRow />
      <div className={styles.body}>
        <div className={styles.results}>
          <div
            ref={list}
            id="search-hits"
            className={styles.list}
            role="listbox"
            aria-label={say('search.hits')}
            onScroll={(event) => useSearchView.setState({ scrollPx: event.currentTarget.scrollTop })}
          >
            {places.length > 0 && (
              // biome-ignore lint/a11y/useSemanticElements: a part of the list of options, which no fieldset may be
              <div role="group" aria-label={say('rooms.rooms-and-people')}>
                <div className={styles.label} aria-hidden="true">
                  {say('rooms.rooms-and-people')}
                </div>
                {places.map((hit, index) => (
                  <PlaceHitRow
                    key={hit.key}
                    hit={hit}
                    id={`search-hit-${index}`}
                    isActive={index === active}
                    onChoose={() => go(hit)}
                  />
                ))}
              </div>
            )}
            {hits.length > 0 && (
              // biome-ignore lint/a11y/useSemanticElements: a part of the list of options, which no fieldset may be
              <div role="group" aria-label={say('search.messages')}>
                <div className={styles.label} aria-hidden="true">
                  {say('search.messages')}
                </div>
                {hits.map((hit, index) => (
                  <MessageHitRow
                    key={hit.message}
                    hit={hit}
                    id={`search-hit-${places.length + index}`}
                    isActive={places.length + index === active}
                    onChoose={() => go(hit)}
                  />
                ))}
              </div>
            )}
          </div>
          {hits.length === 0 && (
            <div className={styles.none}>
              {isAsking ? (
                <RowsSkeleton label={say('search.title')} />
              ) : problem !== undefined ? (
                <NotFoundOut problem={problem} />
              ) : isDone ? (
                <NoHits />
              ) : (
                showsNothing(typed) && <p>{say('search.hint')}</p>
              )}
            </div>
          )}
          {hits.length > 0 && problem !== undefined && !isAsking && <NotFoundOut problem={problem} />}
          {cursor !== undefined && (
            <Button look="quiet" className={styles.more} disabled={isAsking} onClick={() => void loadMoreHits()}>
              {say('search.more')}
            </Button>
          )}
          <SearchedLine isDone={isDone} />
        </div>
        {isWide && hits.length > 0 && <HitContext hit={shown} typed={answered?.q ?? ''} onGo={go} />}
      </div>
    </main>
  )
}

/** Asking failed, for the first hits or for more of them. */
function NotFoundOut({ problem }: { readonly problem: AppError }) {
  const say = useWords()
  const again = () => void (useSearchView.getState().cursor === undefined ? refreshHits() : loadMoreHits())
  return (
    <Problem words={errorWords(say, problem)}>
      <Button look="word" onClick={again}>
        {say('look.try-again')}
      </Button>
    </Problem>
  )
}

/** Nothing is said to be nowhere while something is not searched: the line below says what. */
function NoHits() {
  const say = useWords()
  const chips = useSearchView((view) => view.chips)
  const isAll = useSearchView(({ coverage, cursor }) => coverage?.kind === 'all' && cursor === undefined)
  return (
    <>
      <p>{say(isAll ? 'search.none' : 'search.none-so-far')}</p>
      {hasChips(chips) && (
        <Button look="quiet" onClick={clearChips}>
          {say('search.without-filters')}
        </Button>
      )}
    </>
  )
}

const freshAfterMs = 700

/** Once it is shown again, and whenever something happens in the rooms. */
function useFreshHits(): void {
  const rooms = useRooms()
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever they change
  useEffect(() => {
    const { answered, isAsking } = useSearchView.getState()
    // What is asked from now on is fresh by itself.
    if (answered === undefined && !isAsking) return
    const timer = setTimeout(() => void refreshHits(), freshAfterMs)
    return () => clearTimeout(timer)
  }, [rooms])
}

function usePlaces(typed: string): readonly Hit[] {
  const say = useWords()
  const rooms = useRooms()
  const users = useUsers()
  const people = usePeople()
  return useMemo(() => {
    if (typed.trim() === '') return []
    return findHits(say, typed, { rooms, users, people, open: undefined }).slice(0, mostPlaces)
  }, [say, typed, rooms, users, people])
}

function useTypedSource(): TypedSource {
  const say = useWords()
  const { locale, nowAt } = useClock()
  const rooms = useRooms()
  const users = useUsers()
  return {
    say,
    calendar: { locale, nowAt },
    people: () => Object.values(users).map(({ id, handle }) => ({ id, names: [handle, nameOf(say, users, id)] })),
    rooms: () => Object.values(rooms).map((room) => ({ id: room.id, names: [roomTitleOf(say, room, users)] })),
  }
}

/** Nothing is marked, and there is nothing before it: a letter less would be a filter less. */
function isAtStart({ selectionStart, selectionEnd }: HTMLInputElement): boolean {
  return selectionStart === 0 && selectionEnd === 0
}
