import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../look/buttons/Button.tsx'
import { innerStops } from '../look/keys/tab-stops.ts'
import { useTabLine } from '../look/panes/use-tab-line.ts'
import { Centre } from '../look/states/Centre.tsx'
import type { AdminPlace } from '../state/admin-place.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useServerName } from '../state/room-selectors.ts'
import { lastRoom, showAdmin, showRoom } from '../state/view-store.ts'
import { adminPageTable } from './admin-page-table.ts'
import styles from './Console.module.css'
import { useFiguresWatch } from './use-figures-watch.ts'

/** For whoever runs this server: everything that the API of administration does, on pages beside each other. */
export function Console({ place }: { readonly place: AdminPlace }) {
  const say = useWords()
  const { admin } = useMe()
  if (admin) return <Pages place={place} />
  return (
    <main className={styles.alone} data-region="admin">
      <Centre isPage title={say('admin.not-yours')} actions={<BackToChat />}>
        {say('admin.not-yours-means')}
      </Centre>
    </main>
  )
}

function BackToChat() {
  const say = useWords()
  return <Button onClick={goBack}>{say('admin.back')}</Button>
}

function goBack(): void {
  showRoom(innerWidth <= 620 ? undefined : lastRoom())
}

function Pages({ place }: { readonly place: AdminPlace }) {
  const say = useWords()
  const serverName = useServerName()
  const counts = useFiguresWatch()
  const main = useRef<HTMLElement>(null)
  const line = useTabLine(place.page)
  const { Page, isWhole } = adminPageTable.find(({ page }) => page === place.page) ?? adminPageTable[0]
  // A page that shows its things beside their list is the same for all of them.
  const at = isWhole === true ? place.page : `${place.page}/${place.of ?? ''}`
  // Whoever goes to a page by keyboard goes on from its top; whoever chose it stays where they chose.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each place anew
  useEffect(() => {
    const focused = document.activeElement
    if (focused?.closest('[data-region="console"]')) return
    const title = main.current?.querySelector<HTMLElement>('h1[tabindex]')
    if (main.current !== null) (title ?? innerStops(main.current)[0])?.focus()
  }, [at])
  return (
    <div className={styles.console}>
      <nav ref={line} className={styles.pages} aria-label={say('admin.title')} data-region="console">
        <span className={styles.title}>
          <bdi>{serverName}</bdi>
          <small>{say('admin.title')}</small>
        </span>
        {adminPageTable.map(({ page, Icon }) => {
          const isHere = page === place.page
          const wants = page === 'reports' ? counts.reports : 0
          const count = page === 'people' || page === 'rooms' ? counts[page] : undefined
          return (
            <button
              key={page}
              type="button"
              aria-current={isHere ? 'page' : undefined}
              onClick={() => showAdmin({ page })}
            >
              <Icon aria-hidden="true" />
              <span>{say(`admin.${page}`)}</span>
              {wants > 0 && (
                <span className={styles.wants}>
                  <span aria-hidden="true">{say.number(wants)}</span>
                  <span className="visually-hidden">{say('admin.open-reports', { count: wants })}</span>
                </span>
              )}
              {count !== undefined && (
                <span className={styles.count} aria-hidden="true">
                  {say.number(count)}
                </span>
              )}
            </button>
          )
        })}
        <button type="button" onClick={goBack}>
          <ArrowLeft aria-hidden="true" />
          <span>{say('admin.back')}</span>
        </button>
      </nav>
      <main ref={main} key={at} className={styles.page} data-region="admin" data-whole={isWhole}>
        <Page of={place.of} />
      </main>
    </div>
  )
}
