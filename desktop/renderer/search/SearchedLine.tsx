import { ListChecks } from 'lucide-react'
import type { FoundPage } from '../../search-command.ts'
import type { Words } from '../../words/words.ts'
import { Button } from '../look/buttons/Button.tsx'
import page from '../look/panes/Page.module.css'
import { type Clock, dateWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useSearchView } from '../state/search-view.ts'
import { useClock } from '../state/use-today.ts'
import styles from './SearchPage.module.css'
import { refreshHits } from './use-search.ts'

/** The last line: how much was found, what was searched, and what is still missing. */
export function SearchedLine({ isDone }: { readonly isDone: boolean }) {
  const say = useWords()
  const clock = useClock()
  const coverage = useSearchView((view) => view.coverage)
  const count = useSearchView((view) => view.hits.length)
  const isMore = useSearchView((view) => view.cursor !== undefined)
  return (
    <div className={`${page.foot} ${styles.foot}`} role="status">
      {isDone && coverage !== undefined && (
        <>
          <ListChecks aria-hidden="true" />
          <span>
            {say(isMore || coverage.kind !== 'all' ? 'search.found-more' : 'search.found', { count })}{' '}
            {isMore && coverage.kind === 'all' ? say('search.searched-newest') : coverageWords(say, clock, coverage)}
          </span>
          {coverage.kind === 'kept' && (
            <Button look="word" onClick={() => void refreshHits()}>
              {say('look.try-again')}
            </Button>
          )}
        </>
      )}
    </div>
  )
}

export function coverageWords(say: Words, clock: Clock, coverage: FoundPage['coverage']): string {
  switch (coverage.kind) {
    case 'all':
      return say('search.searched-all')
    case 'behind':
      return say('search.searched-some', { rooms: coverage.rooms - coverage.behind.length, all: coverage.rooms })
    case 'kept':
      return coverage.sinceAt === undefined
        ? say('search.nothing-kept')
        : say('search.searched-kept', { date: dateWords(coverage.sinceAt, clock) })
  }
}
