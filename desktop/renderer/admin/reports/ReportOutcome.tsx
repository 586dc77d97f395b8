import { useCallback } from 'react'
import type { QueuedReport } from '../../../../common/http-contract/moderation-contract.ts'
import { useLoaded } from '../../look/states/use-loaded.ts'
import { sinceWords } from '../../look/wording/time-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { useClockNow } from '../../state/use-today.ts'
import { listAudit } from '../audit/audit-calls.ts'
import { actorWords, auditDetail } from '../audit/audit-words.ts'
import type { QueueNames } from './moderation-words.ts'
import styles from './ReportDetail.module.css'

/** How it was decided: the words both sides were told, and, from the log, by whom and what was done. */
export function ReportOutcome({ report, names }: { readonly report: QueuedReport; readonly names: QueueNames }) {
  const say = useWords()
  const clock = useClockNow()
  const id = report.id
  const decided = useLoaded(useCallback(() => listAudit({ whom: id, what: 'report.resolved' }, undefined, 1), [id]))
  const line = decided.value?.lines[0]
  const people = Object.fromEntries(
    [...names.users, ...(decided.value?.users ?? [])].map((user) => [user.id, user.displayName]),
  )
  return (
    <section className={styles.outcome} aria-label={say('queue.outcome')}>
      <h3>{say('queue.outcome')}</h3>
      <blockquote dir="auto">{report.outcome ?? say('queue.no-outcome')}</blockquote>
      {line !== undefined && (
        <p>
          {say('queue.decided-by', {
            name: actorWords(say, line.by, { people, rooms: {}, tokens: {} }),
            time: sinceWords(line.at, clock),
            done: auditDetail(say, line, clock).join(''),
          })}
        </p>
      )}
    </section>
  )
}
