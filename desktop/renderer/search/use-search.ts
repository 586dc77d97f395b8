import { useEffect } from 'react'
import { searchMessages } from '../commands.ts'
import { beginSearch, nothingFound, useSearchView } from '../state/search-view.ts'

/** While somebody types: each key would be a question of its own. */
const restMs = 140

/** Asks what is typed and chosen, and keeps the answer: the newest question alone has one. */
export function useSearch(): void {
  const typed = useSearchView((view) => view.typed)
  const chips = useSearchView((view) => view.chips)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever they are others
  useEffect(() => {
    const search = beginSearch()
    if (search === undefined) return
    let isOver = false
    const timer = setTimeout(async () => {
      const found = await searchMessages(search)
      if (isOver) return
      const answer = found.ok ? found.value : undefined
      useSearchView.setState({
        ...nothingFound,
        ...{ answered: search, isAsking: false, active: 0, scrollPx: 0 },
        ...(answer && { hits: answer.hits, cursor: answer.cursor, coverage: answer.coverage }),
        problem: found.ok ? undefined : found.error,
      })
    }, restMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [typed, chips])
}

/** The next ones of the same answer, below what is there. */
export async function loadMoreHits(): Promise<void> {
  const { answered, cursor, isAsking } = useSearchView.getState()
  if (answered === undefined || cursor === undefined || isAsking) return
  useSearchView.setState({ isAsking: true, problem: undefined })
  const found = await searchMessages(answered, { cursor })
  const now = useSearchView.getState()
  if (now.answered !== answered) return
  if (!found.ok) {
    useSearchView.setState({ isAsking: false, problem: found.error })
    return
  }
  const known = new Set(now.hits.map(({ message }) => message))
  const fresh = found.value.hits.filter(({ message }) => !known.has(message))
  useSearchView.setState({ isAsking: false, hits: [...now.hits, ...fresh], cursor: found.value.cursor })
}

/** What was found may have been edited or removed since, and more been said: asked again in the background, at the same place. */
export async function refreshHits(): Promise<void> {
  const { answered, hits, isAsking } = useSearchView.getState()
  if (answered === undefined || isAsking) return
  const limit = Math.min(Math.max(hits.length, fewest), most)
  const found = await searchMessages(answered, { limit })
  const now = useSearchView.getState()
  if (!found.ok || now.answered !== answered || now.isAsking || now.hits !== hits) return
  const { value } = found
  const last = value.hits.at(-1)
  const kept = value.cursor === undefined || last === undefined ? [] : hits.filter(({ at }) => at < last.at)
  useSearchView.setState({
    hits: [...value.hits, ...kept],
    coverage: value.coverage,
    problem: undefined,
    ...(kept.length === 0 ? { cursor: value.cursor } : {}),
  })
}

const [fewest, most] = [30, 100]
