import { useVirtualizer } from '@tanstack/react-virtual'
import { Bookmark } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import type { SavedKey, SavedView } from '../../saved-command.ts'
import { errorWords } from '../../words/error-words.ts'
import { refreshSaved } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { keyNames } from '../look/keys/key-names.ts'
import { IconTile } from '../look/marks/IconTile.tsx'
import { closeByKey } from '../look/panes/close-by-key.ts'
import page from '../look/panes/Page.module.css'
import { PageHead } from '../look/panes/PageHead.tsx'
import { Broken } from '../look/states/Broken.tsx'
import { Centre } from '../look/states/Centre.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { useWords } from '../state/language-choice.ts'
import { useConnection } from '../state/room-selectors.ts'
import { keyOfSaved, useSavedListState, useSavedMessages, useSavedPlace } from '../state/saved-selectors.ts'
import { endWayBack, followFrom, lastRoom, showRoom } from '../state/view-store.ts'
import styles from './SavedPage.module.css'
import { SavedRow } from './SavedRow.tsx'
import { toggleSaved } from './set-saved.ts'

const rowHeight = 76

/** What I have saved for myself, what was saved last first. Stands where a room would. */
export function SavedPage() {
  const say = useWords()
  const saved = useSavedMessages()
  const { isKnown, problem } = useSavedListState()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    endWayBack('saved')
    // Whoever comes here by keyboard goes on from the top of the page, and whoever comes back from the row they left.
    if (useSavedPlace.getState().active === undefined) heading.current?.focus()
    void refreshSaved()
  }, [])
  const close = () => showRoom(lastRoom())
  return (
    <main className={page.page} data-region="saved" onKeyDown={closeByKey(close)}>
      <PageHead title={say('saved.title')} heading={heading} onBack={() => showRoom(undefined)} onClose={close} />
      {saved.length > 0 ? (
        <SavedRows saved={saved} />
      ) : problem !== undefined && !isKnown ? (
        <Broken title={say('saved.broken')} words={errorWords(say, problem)} onAgain={() => void refreshSaved()} />
      ) : !isKnown ? (
        <RowsSkeleton label={say('saved.loading')} />
      ) : (
        <Centre
          picture={
            <IconTile size={56}>
              <Bookmark />
            </IconTile>
          }
          title={say('saved.none')}
        >
          {say('saved.none-hint', { key: keyNames(say, 'Mod Shift S') })}
        </Centre>
      )}
      <StateLine count={saved.length} />
    </main>
  )
}

/** The last line: who sees this, and how far it can be trusted now. */
function StateLine({ count }: { readonly count: number }) {
  const say = useWords()
  const { kind } = useConnection()
  const { problem } = useSavedListState()
  return (
    <div className={`${page.foot} ${styles.foot}`} role="status">
      {count > 0 && <span>{say('saved.count', { count })}</span>}
      {kind === 'offline' ? (
        <span>{say('saved.offline')}</span>
      ) : problem !== undefined && count > 0 ? (
        <>
          <span>{say('saved.not-asked', { why: errorWords(say, problem) })}</span>
          <Button look="word" onClick={() => void refreshSaved()}>
            {say('look.try-again')}
          </Button>
        </>
      ) : (
        <span>{say('saved.only-you')}</span>
      )}
    </div>
  )
}

/** Of any length: what is out of sight is space. One stop of the Tab key; arrows go from row to row, Delete takes one out. */
function SavedRows({ saved }: { readonly saved: readonly SavedView[] }) {
  const say = useWords()
  const frame = useRef<HTMLDivElement>(null)
  /** Where the focus goes once the row is drawn. */
  const wanted = useRef<SavedKey>(undefined)
  const activeKey = useSavedPlace((place) => place.active)
  const keyAt = (index: number) => {
    const one = saved[index]
    return one && keyOfSaved(one)
  }
  const virtual = useVirtualizer({
    count: saved.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyAt(index) ?? index,
    overscan: 6,
    initialRect: { width: 800, height: 600 },
    initialOffset: () => useSavedPlace.getState().scrollPx,
  })
  const found = saved.findIndex((one) => keyOfSaved(one) === activeKey)
  const stop = Math.max(0, found)
  const focusWanted = () => {
    if (wanted.current === undefined) return
    const row = frame.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(wanted.current)}"]`)
    if (row === null || row === undefined) return
    wanted.current = undefined
    row.focus({ preventScroll: true })
  }
  useEffect(focusWanted)
  const goTo = (index: number) => {
    const to = Math.max(0, Math.min(index, saved.length - 1))
    wanted.current = keyAt(to)
    useSavedPlace.setState({ active: wanted.current })
    virtual.scrollToIndex(to, { align: 'auto' })
    // The row may be drawn already: then nothing else asks for it.
    focusWanted()
  }
  // Before it is painted: whoever comes back sees the list where they left it, and goes on from there.
  useLayoutEffect(() => {
    const { active, scrollPx } = useSavedPlace.getState()
    if (frame.current !== null) frame.current.scrollTop = scrollPx
    wanted.current = active
  }, [])
  const follow = (one: SavedView) => {
    useSavedPlace.setState({ active: keyOfSaved(one) })
    followFrom('saved', { room: one.room, message: one.id })
  }
  const takeOut = (index: number) => {
    const one = saved[index]
    if (one === undefined) return
    const next = saved[index + 1] ?? saved[index - 1]
    wanted.current = next && keyOfSaved(next)
    useSavedPlace.setState({ active: wanted.current })
    focusWanted()
    void toggleSaved(say, one.room, one.id)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const index = Number((event.target as HTMLElement).dataset.index ?? Number.NaN)
    if (!Number.isInteger(index) || event.altKey || event.ctrlKey || event.metaKey) return
    const pageRows = Math.max(1, Math.floor((frame.current?.clientHeight ?? 480) / rowHeight) - 1)
    const to = placeAfter(event.key, { index, pageRows, count: saved.length })
    if (to !== undefined) goTo(to)
    else if (event.key === 'Delete') takeOut(index)
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from row to row; the rows are the buttons
    <div
      ref={frame}
      className={styles.frame}
      onKeyDown={onKeyDown}
      onScroll={(event) => useSavedPlace.setState({ scrollPx: event.currentTarget.scrollTop })}
    >
      <ul className={styles.rows} style={{ height: virtual.getTotalSize() }} aria-label={say('saved.title')}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const one = saved[index]
          if (one === undefined) return null
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              className={styles.row}
              data-index={index}
              aria-setsize={saved.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
              onFocus={() => useSavedPlace.setState({ active: keyOfSaved(one) })}
            >
              <SavedRow
                saved={one}
                index={index}
                isStop={index === stop}
                onGo={() => follow(one)}
                onTakeOut={() => takeOut(index)}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

type Standing = { readonly index: number; readonly pageRows: number; readonly count: number }

function placeAfter(key: string, { index, pageRows, count }: Standing): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return index + 1
    case 'ArrowUp':
      return index - 1
    case 'PageDown':
      return index + pageRows
    case 'PageUp':
      return index - pageRows
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
