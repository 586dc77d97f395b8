import { Flag } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { QueuedReport } from '../../../../common/http-contract/moderation-contract.ts'
import { errorWords } from '../../../words/error-words.ts'
import { Avatar } from '../../look/marks/Avatar.tsx'
import { IconTile } from '../../look/marks/IconTile.tsx'
import { Broken } from '../../look/states/Broken.tsx'
import { Centre } from '../../look/states/Centre.tsx'
import { RowsSkeleton } from '../../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../../look/states/use-loaded.ts'
import { listTimeWords } from '../../look/wording/time-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { useServerFigures } from '../../state/server-figures.ts'
import { useClockNow } from '../../state/use-today.ts'
import { showAdmin } from '../../state/view-store.ts'
import type { AdminPageProps } from '../admin-page-props.ts'
import { loadFigures } from '../use-figures-watch.ts'
import { personName, type QueueNames, reasonWords, reportersWords } from './moderation-words.ts'
import { ReportDetail } from './ReportDetail.tsx'
import styles from './ReportsPage.module.css'
import { loadQueue } from './report-calls.ts'
import { besideGroup, countOthers, groupReports, type ReportGroup } from './report-queue.ts'
import { usePageKeys } from './use-page-keys.ts'

type Tab = QueuedReport['state']

/** What people have reported: the queue, and beside it the one that is read, with what can be done about it. */
export function ReportsPage({ of }: AdminPageProps) {
  const say = useWords()
  const loaded = useLoaded(loadQueue)
  const queue = loaded.value
  const chosen = queue?.reports.find(({ id }) => id === of)
  const [wanted, setTab] = useState<Tab>('open')
  // Whoever comes by an address sees the list that it stands in.
  const tab = chosen?.state ?? wanted
  const groups = useMemo(() => groupReports(queue?.reports ?? [], tab), [queue, tab])
  const group = groups.find(({ reports }) => reports.some(({ id }) => id === of))
  const names = useMemo(() => namesOf(queue), [queue])
  const show = (id: string | undefined) =>
    showAdmin(id === undefined ? { page: 'reports' } : { page: 'reports', of: id })
  const choose = (next: Tab) => {
    setTab(next)
    show(undefined)
  }
  const step = (by: 1 | -1) => {
    const next = besideGroup(groups, group?.report.id, by)
    if (next !== undefined) show(next)
  }
  // J and K, as in the list itself.
  usePageKeys(({ key, ctrlKey, metaKey }) => {
    if (ctrlKey || metaKey || (key !== 'j' && key !== 'k')) return false
    step(key === 'j' ? 1 : -1)
    return true
  })
  useNewReports(queue === undefined ? undefined : countState(queue.reports, 'open'), loaded.again)
  // What was decided stands in the other list from now on; the next one is there at once.
  const onDecided = () => {
    const next = besideGroup(groups, group?.report.id, 1) ?? besideGroup(groups, group?.report.id, -1)
    setTab('open')
    show(next)
    loaded.again()
    void loadFigures()
  }
  const counts = { open: countState(queue?.reports, 'open'), resolved: countState(queue?.reports, 'resolved') }
  return (
    <div className={styles.page} data-pane={group === undefined ? 'queue' : 'report'}>
      <section className={styles.queue} aria-label={say('admin.reports')}>
        <h1 tabIndex={-1}>{say('admin.reports')}</h1>
        <div className={styles.tabs}>
          {(['open', 'resolved'] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-current={each === tab ? 'page' : undefined}
              onClick={() => choose(each)}
            >
              {say(each === 'open' ? 'queue.open' : 'queue.resolved')}
              {queue !== undefined && <span>{say.number(counts[each])}</span>}
            </button>
          ))}
        </div>
        {queue === undefined && loaded.error !== undefined && (
          <Broken title={say('queue.not-loaded')} words={errorWords(say, loaded.error)} onAgain={loaded.again} />
        )}
        {queue === undefined && loaded.error === undefined && <RowsSkeleton label={say('admin.loading')} />}
        {queue !== undefined && groups.length === 0 && (
          <Centre
            picture={
              <IconTile size={56}>
                <Flag />
              </IconTile>
            }
            title={say(tab === 'open' ? 'queue.none-open' : 'queue.none-resolved')}
          >
            {say(tab === 'open' ? 'queue.none-open-means' : 'queue.none-resolved-means')}
          </Centre>
        )}
        {groups.length > 0 && (
          <ul className={styles.rows}>
            {groups.map((each) => (
              <li key={each.report.id}>
                <QueueRow group={each} names={names} isShown={each === group} onShow={() => show(each.report.id)} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {group === undefined ? (
        <div className={styles.nothing}>
          {groups.length > 0 && <Centre title={say('queue.choose')}>{say('queue.choose-means')}</Centre>}
        </div>
      ) : (
        <ReportDetail
          key={group.report.id}
          group={group}
          names={names}
          others={countOthers(queue?.reports ?? [], group)}
          onBack={() => show(undefined)}
          onDecided={onDecided}
          onFailed={loaded.again}
        />
      )}
    </div>
  )
}

type QueueRowProps = {
  readonly group: ReportGroup
  readonly names: QueueNames
  readonly isShown: boolean
  readonly onShow: () => void
}

function QueueRow({ group, names, isShown, onShow }: QueueRowProps) {
  const say = useWords()
  const clock = useClockNow()
  const { report, reports } = group
  const title = personName(say, names, report.user)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isShown) button.current?.scrollIntoView({ block: 'nearest' })
  }, [isShown])
  return (
    <button
      ref={button}
      type="button"
      className={styles.row}
      aria-current={isShown ? 'true' : undefined}
      onClick={onShow}
    >
      <Avatar id={report.user ?? report.id} name={title} shape="person" />
      <span className={styles.words}>
        <span className={styles.line}>
          <b dir="auto">{title}</b>
          <time dateTime={new Date(report.at).toISOString()}>{listTimeWords(report.at, clock)}</time>
        </span>
        <span>{reasonWords(say, report, names)}</span>
        <small>{report.state === 'open' ? reportersWords(say, reports, names) : report.outcome}</small>
      </span>
    </button>
  )
}

/** The figures tell that there are others than those listed: then the list is asked for anew, and what is read stays. */
function useNewReports(listed: number | undefined, again: () => void): void {
  const counted = useServerFigures().stats?.reports.open
  const known = useRef(counted)
  useEffect(() => {
    const isNews = counted !== known.current
    known.current = counted
    if (isNews && listed !== undefined && counted !== listed) again()
  }, [counted, listed, again])
}

function namesOf(
  queue: { readonly users: QueueNames['users']; readonly rooms: QueueNames['rooms'] } | undefined,
): QueueNames {
  return { users: queue?.users ?? [], rooms: queue?.rooms ?? [] }
}

function countState(reports: readonly QueuedReport[] | undefined, state: Tab): number {
  return (reports ?? []).filter((report) => report.state === state).length
}
