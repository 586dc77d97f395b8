import { ArrowLeft, ArrowUpRight, Flag } from 'lucide-react'
import { useCallback, useEffect, useRef } from 'react'
import type { OpenedReport } from '../../../../common/http-contract/moderation-contract.ts'
import type { Result } from '../../../../common/result.ts'
import { ok } from '../../../../common/result.ts'
import { errorWords } from '../../../words/error-words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { IconButton } from '../../look/buttons/IconButton.tsx'
import { Avatar } from '../../look/marks/Avatar.tsx'
import { Broken } from '../../look/states/Broken.tsx'
import { RowsSkeleton } from '../../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../../look/states/use-loaded.ts'
import { useWords } from '../../state/language-choice.ts'
import { useRoom } from '../../state/room-selectors.ts'
import { showPlace } from '../../state/view-store.ts'
import { DecisionBar } from './DecisionBar.tsx'
import { personName, type QueueNames, reasonName, reportedRoomName } from './moderation-words.ts'
import styles from './ReportDetail.module.css'
import { ReportEvidence } from './ReportEvidence.tsx'
import { ReportOutcome } from './ReportOutcome.tsx'
import { openReport } from './report-calls.ts'
import type { ReportGroup } from './report-queue.ts'

type ReportDetailProps = {
  readonly group: ReportGroup
  readonly names: QueueNames
  /** Other reports about the same person. */
  readonly others: number
  readonly onBack: () => void
  readonly onDecided: () => void
  readonly onFailed: () => void
}

/** One report: what was said and around it, who reported it and why, and what is done about it. */
export function ReportDetail({ group, names, others, onBack, onDecided, onFailed }: ReportDetailProps) {
  const say = useWords()
  const { report } = group
  const ids = group.reports.map(({ id }) => id).join(' ')
  const opened = useLoaded(useCallback(() => openAll(ids.split(' ')), [ids]))
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever goes through the queue by keys hears whom it is about.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const known = opened.value === undefined ? names : joinNames(names, opened.value)
  const name = personName(say, known, report.user)
  const roomName = reportedRoomName(known, report)
  return (
    <section className={styles.report} aria-label={say('queue.report-about', { name })}>
      <header className={styles.head}>
        <IconButton label={say('queue.back')} className={styles.back} onClick={onBack}>
          <ArrowLeft />
        </IconButton>
        <Avatar id={report.user ?? report.id} name={name} shape="person" size={40} />
        <div>
          <h2 ref={heading} tabIndex={-1} dir="auto">
            {roomName === undefined ? name : say('queue.person-in', { name, room: roomName })}
          </h2>
          <p>{say('queue.others', { count: others })}</p>
        </div>
        <GoThere report={report} />
      </header>
      <div className={styles.body}>
        {opened.value === undefined && opened.error === undefined && <RowsSkeleton label={say('admin.loading')} />}
        {opened.value === undefined && opened.error !== undefined && (
          <Broken title={say('queue.not-opened')} words={errorWords(say, opened.error)} onAgain={opened.again} />
        )}
        {opened.value !== undefined && (
          <>
            <ReportEvidence report={report} opened={opened.value[0]} names={known} />
            <ul className={styles.reasons} aria-label={say('queue.who-reported')}>
              {opened.value.map(({ report: one }) => (
                <li key={one.id}>
                  <Flag aria-hidden="true" />
                  <span>
                    <b dir="auto">{personName(say, known, one.by)}</b> {reasonName(say, one)}
                    <span className={styles.said} dir="auto">
                      {one.note === undefined || one.note === ''
                        ? say('queue.no-words')
                        : say('queue.words', { words: one.note })}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        {report.state === 'resolved' && <ReportOutcome report={report} names={known} />}
      </div>
      {report.state === 'open' && <DecisionBar group={group} names={known} onDecided={onDecided} onFailed={onFailed} />}
    </section>
  )
}

function GoThere({ report }: Pick<ReportGroup, 'report'>) {
  const say = useWords()
  const { message } = report
  // Only where whoever decides is in that room themselves: the console opens no doors.
  const room = useRoom(report.room)
  if (room === undefined || message === undefined) return null
  return (
    <Button look="quiet" size="small" onClick={() => showPlace({ room: room.id, message })}>
      <ArrowUpRight aria-hidden="true" />
      {say('queue.go-there')}
    </Button>
  )
}

type Opened = readonly [OpenedReport, ...OpenedReport[]]

async function openAll(ids: readonly string[]): Promise<Result<Opened>> {
  const [first, ...rest] = await Promise.all(ids.map(openReport))
  if (first === undefined || !first.ok) return first ?? Promise.reject(new Error('nothing to open'))
  return ok([first.value, ...rest.flatMap((one) => (one.ok ? [one.value] : []))])
}

function joinNames(names: QueueNames, opened: readonly OpenedReport[]): QueueNames {
  return {
    users: [...names.users, ...opened.flatMap(({ users }) => users)],
    rooms: [...names.rooms, ...opened.flatMap(({ rooms }) => rooms)],
  }
}
