import { useEffect, useState } from 'react'
import type { Report } from '../../../common/http-contract/report-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { listReports } from '../commands.ts'

import { Problem } from '../look/states/Problem.tsx'
import { isReportReason, reportReasons } from '../people/report-reasons.ts'
import { useWords } from '../state/language-choice.ts'
import { useClock } from '../state/use-today.ts'
import { Ago } from './Ago.tsx'
import styles from './DeviceSettings.module.css'
import { OptionRow } from './OptionRow.tsx'

/** What became of what I have reported. */
export function MyReports() {
  const say = useWords()
  const clock = { ...useClock(), nowAt: Date.now() }
  const [reports, setReports] = useState<readonly Report[]>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    let isGone = false
    void listReports().then((listed) => {
      if (isGone) return
      if (listed.ok) setReports(listed.value ?? [])
      else setProblem(errorWords(say, listed.error))
    })
    return () => {
      isGone = true
    }
  }, [say])
  return (
    <section aria-busy={reports === undefined && problem === undefined}>
      <h2 className={styles.label}>{say('settings.my-reports')}</h2>
      <Problem words={problem} />
      {reports?.length === 0 && <p className={styles.lead}>{say('settings.no-reports')}</p>}
      {reports?.map(({ id, kind, reason, at, outcome }) => (
        <OptionRow
          key={id}
          title={say('settings.report-of', { kind: kind === 'invite' ? 'other' : kind })}
          words={
            <>
              <span dir="auto">{isReportReason(reason) ? say(reportReasons[reason]) : reason}</span> ·{' '}
              <Ago at={at} clock={clock} />
            </>
          }
        >
          <span dir="auto">{outcome ?? say('settings.report-open')}</span>
        </OptionRow>
      ))}
    </section>
  )
}
