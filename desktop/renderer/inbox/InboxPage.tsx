import { CheckCheck, CloudOff, Inbox } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { InboxItem, InboxKind } from '../../../common/http-contract/inbox-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { dismissInbox, refreshInbox, restoreInbox, seeInbox } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { useRowKeys } from '../look/keys/use-row-keys.ts'
import { IconTile } from '../look/marks/IconTile.tsx'
import { closeByKey } from '../look/panes/close-by-key.ts'
import page from '../look/panes/Page.module.css'
import { PageHead } from '../look/panes/PageHead.tsx'
import tabLine from '../look/panes/TabLine.module.css'
import { useTabLine } from '../look/panes/use-tab-line.ts'
import { Broken } from '../look/states/Broken.tsx'
import { Centre } from '../look/states/Centre.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { dayWords } from '../look/wording/time-words.ts'
import { chooseInboxKind, ownInbox, useInboxPlace } from '../state/inbox-place.ts'
import { useInbox, useIsOnline } from '../state/inbox-selectors.ts'
import { useWords } from '../state/language-choice.ts'
import { useRequests } from '../state/people-selectors.ts'
import { useMe } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import { useClock } from '../state/use-today.ts'
import { endWayBack, followFrom, lastRoom, showRoom } from '../state/view-store.ts'
import styles from './InboxPage.module.css'
import { InboxRow } from './InboxRow.tsx'
import { groupByDay, listInbox } from './inbox-list.ts'
import { loadInboxPage, useInboxEnd } from './use-inbox-pages.ts'

const chips = [
  { kind: undefined, words: 'inbox.all' },
  { kind: 'mention', words: 'inbox.mentions' },
  { kind: 'reply', words: 'inbox.replies' },
  { kind: 'thread', words: 'inbox.threads' },
  { kind: 'reaction', words: 'inbox.reactions' },
  { kind: 'request', words: 'inbox.requests' },
] as const satisfies readonly { readonly kind: InboxKind | undefined; readonly words: string }[]

/** For whoever is signed in, and nobody after them. */
export function InboxPage() {
  const me = useMe().id
  const owner = useInboxPlace((place) => place.owner)
  useLayoutEffect(() => ownInbox(me), [me])
  return owner === me ? <InboxPane /> : <main className={page.page} aria-busy="true" />
}

/** What concerns me, by days: each row leads to its place, and goes when it is done with. Stands where a room would. */
function InboxPane() {
  const say = useWords()
  const kind = useInboxPlace((place) => place.kind)
  const items = useShownItems()
  const pages = useInboxEnd(items.length)
  const heading = useRef<HTMLHeadingElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const line = useTabLine(kind ?? 'all')
  useLooking()
  // Before it is painted: whoever comes back stands where they left it.
  useLayoutEffect(() => {
    const isBack = endWayBack('inbox')
    if (!isBack) useInboxPlace.setState({ fresh: new Set() })
    const { scrollPx, row } = useInboxPlace.getState()
    if (list.current !== null) list.current.scrollTop = scrollPx
    const left = isBack ? rowOf(list.current, row) : undefined
    if (left === undefined) heading.current?.focus()
    else left.focus({ preventScroll: true })
  }, [])
  const dismissAll = () => {
    const upTo = items[0]?.at
    if (upTo === undefined) return
    void dismissInbox(upTo, kind === undefined ? undefined : items.map(({ id }) => id))
    heading.current?.focus()
    sayDone(say('inbox.all-dismissed'), () => void restore(say))
  }
  const close = () => showRoom(lastRoom())
  return (
    <main className={page.page} data-region="inbox" onKeyDown={closeByKey(close)}>
      <PageHead title={say('inbox.title')} heading={heading} onBack={() => showRoom(undefined)} onClose={close}>
        <Button look="quiet" size="small" disabled={items.length === 0} onClick={dismissAll}>
          <CheckCheck aria-hidden="true" />
          <span>{say('inbox.dismiss-all')}</span>
        </Button>
      </PageHead>
      <fieldset ref={line} className={`${tabLine.line} ${styles.chips}`}>
        <legend className="visually-hidden">{say('inbox.kinds')}</legend>
        {chips.map((chip) => (
          <button
            key={chip.words}
            type="button"
            className={styles.chip}
            aria-pressed={chip.kind === kind}
            data-set={chip.kind === kind ? '' : undefined}
            onClick={() => chooseInboxKind(chip.kind)}
          >
            {say(chip.words)}
          </button>
        ))}
      </fieldset>
      <OfflineLine />
      <div
        ref={list}
        className={styles.list}
        onScroll={(event) => useInboxPlace.setState({ scrollPx: event.currentTarget.scrollTop })}
      >
        {items.length === 0 ? <NoItems /> : <Days items={items} pages={pages} />}
      </div>
    </main>
  )
}

type DaysProps = { readonly items: readonly InboxItem[]; readonly pages: ReturnType<typeof useInboxEnd> }

function Days({ items, pages: { hasMore, end } }: DaysProps) {
  const say = useWords()
  const clock = useClock()
  const days = useMemo(() => groupByDay(items, clock), [items, clock])
  const keys = useRowKeys(items.map(({ id }) => id))
  const fresh = useInboxPlace((place) => place.fresh)
  const { isAsking, problem } = useInboxPlace()
  const holder = useRef<HTMLDivElement>(null)
  const latest = useRef(items)
  latest.current = items
  // The same for as long as the page stands: a thousand rows are not drawn anew for one.
  const dismiss = useCallback(
    (item: InboxItem) => {
      const at = latest.current.indexOf(item)
      const next = latest.current[at + 1] ?? latest.current[at - 1]
      // The focus goes on to what stands there then.
      const row = rowOf(holder.current, next?.id)
      void dismissInbox(item.at, [item.id])
      row?.focus()
      sayDone(say('inbox.dismissed'), () => void restore(say))
    },
    [say],
  )
  const go = useCallback((item: InboxItem) => {
    const { room, message } = item
    if (room === undefined || message === undefined) return
    useInboxPlace.setState({ row: item.id })
    followFrom('inbox', { room, message: message.id })
  }, [])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from row to row; the rows are the buttons
    <div ref={holder} onKeyDown={keys.onKeyDown} onFocus={keys.onFocus}>
      {days.map(({ day, at, items: ofDay }) => (
        <section key={day} className={styles.day}>
          <h2>{dayWords(at, clock)}</h2>
          <ul aria-label={dayWords(at, clock)}>
            {ofDay.map((item) => (
              <InboxRow
                key={item.id}
                item={item}
                isFresh={fresh.has(item.id)}
                tabIndex={keys.tabIndexOf(item.id)}
                onGo={go}
                onDismiss={dismiss}
              />
            ))}
          </ul>
        </section>
      ))}
      {problem !== undefined && (
        <Problem words={errorWords(say, problem)}>
          <Button look="word" onClick={askAgain}>
            {say('look.try-again')}
          </Button>
        </Problem>
      )}
      {isAsking && <RowsSkeleton label={say('inbox.title')} />}
      {hasMore && !isAsking && <div ref={end} className={styles.end} />}
    </div>
  )
}

/** While it can be: what has gone out is gone on all devices. */
async function restore(say: Words): Promise<void> {
  const done = await restoreInbox()
  if (done.ok && !done.value) sayDone(say('inbox.too-late'))
}

/** Nothing to list: still asked for, not here without a connection, or there is nothing. */
function NoItems() {
  const say = useWords()
  const { isLoaded } = useInbox()
  const isOnline = useIsOnline()
  const { kind, isAsking, problem } = useInboxPlace()
  if (problem !== undefined)
    return <Broken title={say('inbox.broken')} words={errorWords(say, problem)} onAgain={askAgain} />
  if (isAsking || (!isLoaded && isOnline)) return <RowsSkeleton label={say('inbox.title')} />
  if (!isLoaded) return <Centre title={say('inbox.not-here')}>{say('inbox.not-here-hint')}</Centre>
  if (kind !== undefined) {
    return (
      <Centre
        title={say('inbox.none-of-kind')}
        actions={
          <Button look="quiet" onClick={() => chooseInboxKind(undefined)}>
            {say('inbox.show-all')}
          </Button>
        }
      >
        {say('inbox.none-of-kind-hint')}
      </Centre>
    )
  }
  return (
    <Centre
      picture={
        <IconTile size={56}>
          <Inbox />
        </IconTile>
      }
      title={say('inbox.none')}
    >
      {say('inbox.none-hint')}
    </Centre>
  )
}

const askAgain = () => void loadInboxPage()

function OfflineLine() {
  const say = useWords()
  const { isLoaded } = useInbox()
  if (useIsOnline() || !isLoaded) return null
  return (
    <p className={styles.offline} role="status">
      <CloudOff aria-hidden="true" />
      {say('inbox.offline')}
    </p>
  )
}

/** Without requests that were answered meanwhile. */
function useShownItems(): readonly InboxItem[] {
  const { items, hidden } = useInbox()
  const { more, kind } = useInboxPlace()
  const asking = useRequests('in')
  return useMemo(() => {
    const standing = new Set(asking.map(({ id }) => id))
    return listInbox({ newest: items, more, kind, hidden }).filter(
      ({ request }) => request === undefined || standing.has(request.id),
    )
  }, [items, more, kind, hidden, asking])
}

/** Asked anew by whoever comes; what they have before their eyes is new no longer, but stays marked until they go. */
function useLooking(): void {
  const { freshIds } = useInbox()
  useEffect(() => {
    void refreshInbox()
  }, [])
  useEffect(() => {
    const look = () => {
      if (freshIds.length === 0 || !document.hasFocus()) return
      useInboxPlace.setState(({ fresh }) => ({ fresh: new Set([...fresh, ...freshIds]) }))
      void seeInbox()
    }
    look()
    addEventListener('focus', look)
    return () => removeEventListener('focus', look)
  }, [freshIds])
}

function rowOf(list: HTMLElement | null, id: string | undefined): HTMLElement | undefined {
  if (list === null || id === undefined) return undefined
  return [...list.querySelectorAll<HTMLElement>('[data-row]')].find((row) => row.dataset.row === id)
}
