import { Flag, TriangleAlert, UserRoundX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ServerStats } from '../../../../common/http-contract/stats-contract.ts'
import { errorWords } from '../../../words/error-words.ts'
import type { Words } from '../../../words/words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Broken } from '../../look/states/Broken.tsx'
import { RowsSkeleton } from '../../look/states/RowsSkeleton.tsx'
import { sizeWords } from '../../look/wording/size-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { useServerFigures } from '../../state/server-figures.ts'
import { showAdmin } from '../../state/view-store.ts'
import { AdminCard, Facts, FillBar } from '../frame/AdminCard.tsx'
import { AdminHead } from '../frame/AdminHead.tsx'
import { loadFigures } from '../use-figures-watch.ts'
import styles from './AdminOverview.module.css'
import { sparkPath } from './day-chart.ts'
import { archiveLag, fullestStream, type HealthFault, judgeHealth } from './health-faults.ts'
import { MessageChart } from './MessageChart.tsx'

/** How the server is, at a glance: figures, what lags, and what wants a decision. */
export function AdminOverview() {
  const say = useWords()
  const { stats, error } = useServerFigures()
  if (stats === undefined) {
    return (
      <>
        <AdminHead title={say('admin.overview')} />
        {error === undefined ? (
          <RowsSkeleton label={say('admin.loading')} />
        ) : (
          <Broken title={say('admin.no-figures')} words={errorWords(say, error)} onAgain={() => void loadFigures()} />
        )}
      </>
    )
  }
  const faults = judgeHealth(stats)
  const [first] = faults
  return (
    <>
      <AdminHead title={say('admin.overview')}>
        <p className={styles.health} data-well={first === undefined && error === undefined} role="status">
          <i aria-hidden="true" />
          {error !== undefined
            ? say('admin.figures-old')
            : first === undefined
              ? say('admin.all-well')
              : faultWords(say, first)}
        </p>
      </AdminHead>
      <Numbers stats={stats} />
      <div className={styles.pair}>
        <AdminCard title={say('admin.messages-a-day')}>
          <MessageChart title={say('admin.messages-a-day')} days={stats.messages.days} />
        </AdminCard>
        <AdminCard title={say('admin.how-it-runs')}>
          <Running stats={stats} />
        </AdminCard>
        <AdminCard title={say('admin.wants-you')}>
          <Wants stats={stats} faults={faults} />
        </AdminCard>
        <AdminCard title={say('admin.where-it-lies')}>
          <Stored stats={stats} />
        </AdminCard>
      </div>
    </>
  )
}

function faultWords(say: Words, fault: HealthFault): string {
  switch (fault.kind) {
    case 'broker-away':
      return say('admin.broker-away')
    case 'archive-behind':
      return say('admin.archive-behind', { messages: fault.messages, shards: fault.shards })
    case 'stream-filling':
      return say('admin.stream-filling', { percent: percentWords(say, fault.fill) })
    case 'claims-filling':
      return say('admin.claims-filling', { percent: percentWords(say, fault.fill) })
  }
}

function percentWords(say: Words, share: number): string {
  return new Intl.NumberFormat(say.locale, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(
    share,
  )
}

function Numbers({ stats }: { readonly stats: ServerStats }) {
  const say = useWords()
  const { people, rooms, messages, storage } = stats
  const days = messages.days.map((day) => day.messages)
  const [before = 0, today = 0] = days.slice(-2)
  const bytes = storage.archiveBytes + storage.fileBytes + (storage.streamBytes ?? 0)
  return (
    <ul className={styles.numbers}>
      <Stat
        name={say('admin.people')}
        value={say.number(people.total)}
        words={say('admin.people-active', { day: people.activeDay, week: people.activeWeek })}
      >
        <FillBar fill={people.total === 0 ? 0 : people.activeWeek / people.total} />
      </Stat>
      <Stat
        name={say('admin.messages-today')}
        value={say.number(today)}
        words={say('admin.messages-before', { yesterday: before, all: messages.total })}
      >
        <Spark values={days} />
      </Stat>
      <Stat name={say('admin.rooms')} value={say.number(rooms.total)} words={say('admin.rooms-open')} />
      <Stat
        name={say('admin.storage')}
        value={sizeWords(bytes, say.locale)}
        words={say('admin.storage-files', { files: sizeWords(storage.fileBytes, say.locale) })}
      >
        {bytes > 0 && <FillBar fill={storage.fileBytes / bytes} />}
      </Stat>
    </ul>
  )
}

type StatProps = {
  readonly name: string
  readonly value: string
  readonly words: string
  readonly children?: ReactNode
}

function Stat({ name, value, words, children }: StatProps) {
  return (
    <li className={styles.stat}>
      <span className={styles.name}>{name}</span>
      <b>{value}</b>
      <small>{words}</small>
      {children}
    </li>
  )
}

function Spark({ values }: { readonly values: readonly number[] }) {
  return (
    <svg className={styles.spark} viewBox="0 -2 220 28" preserveAspectRatio="none" aria-hidden="true">
      <path d={sparkPath(values, 220, 24)} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

function Running({ stats: { shards, claims } }: { readonly stats: ServerStats }) {
  const say = useWords()
  const lag = archiveLag(shards)
  const fill = fullestStream(shards)
  const unknown = say('admin.not-known')
  return (
    <Facts
      facts={[
        {
          name: say('admin.archive'),
          value: lag === undefined ? unknown : say('admin.archive-lag', { count: lag }),
        },
        {
          name: say('admin.streams'),
          value:
            fill === undefined ? (
              unknown
            ) : (
              <>
                {say('admin.streams-fill', { count: shards.length, percent: percentWords(say, fill) })}
                <FillBar fill={fill} warns />
              </>
            ),
        },
        {
          name: say('admin.revocations'),
          value: (
            <>
              {say('admin.revocations-of', { count: claims.revocations, most: claims.most })}
              <FillBar fill={claims.most === 0 ? 0 : claims.revocations / claims.most} warns />
            </>
          ),
        },
      ]}
    />
  )
}

function Stored({ stats: { storage } }: { readonly stats: ServerStats }) {
  const say = useWords()
  const size = (bytes: number | null) => (bytes === null ? say('admin.not-known') : sizeWords(bytes, say.locale))
  return (
    <Facts
      facts={[
        { name: say('admin.bytes-files'), value: size(storage.fileBytes) },
        { name: say('admin.bytes-archive'), value: size(storage.archiveBytes) },
        { name: say('admin.bytes-streams'), value: size(storage.streamBytes) },
      ]}
    />
  )
}

function Wants({ stats, faults }: { readonly stats: ServerStats; readonly faults: readonly HealthFault[] }) {
  const say = useWords()
  const { open } = stats.reports
  const { suspended } = stats.people
  if (open === 0 && faults.length === 0 && suspended === 0) {
    return <p className={styles.none}>{say('admin.wants-nothing')}</p>
  }
  return (
    <ul className={styles.wants}>
      {faults.map((fault) => (
        <li key={fault.kind} data-wants="true">
          <span className={styles.icon}>
            <TriangleAlert aria-hidden="true" />
          </span>
          <div>
            <b>{faultWords(say, fault)}</b>
            <small>{say(`admin.fault-${fault.kind}`)}</small>
          </div>
        </li>
      ))}
      {open > 0 && (
        <li data-wants="true">
          <span className={styles.icon}>
            <Flag aria-hidden="true" />
          </span>
          <div>
            <b>{say('admin.open-reports', { count: open })}</b>
            <small>{say('admin.reports-wait')}</small>
          </div>
          <Button look="quiet" size="small" onClick={() => showAdmin({ page: 'reports' })}>
            {say('admin.look')}
          </Button>
        </li>
      )}
      {suspended > 0 && (
        <li>
          <span className={styles.icon}>
            <UserRoundX aria-hidden="true" />
          </span>
          <div>
            <b>{say('admin.suspended-count', { count: suspended })}</b>
            <small>{say('admin.suspended-means')}</small>
          </div>
          <Button look="quiet" size="small" onClick={() => showAdmin({ page: 'people', of: 'suspended' })}>
            {say('admin.look')}
          </Button>
        </li>
      )}
    </ul>
  )
}
