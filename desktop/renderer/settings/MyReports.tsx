import { errorWords } from '../../words/error-words.ts'
import { listReports } from '../commands.ts'

import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { isReportReason, reportReasons } from '../people/report-reasons.ts'
import { useWords } from '../state/language-choice.ts'
import { useClockNow } from '../state/use-today.ts'
import { Ago } from './Ago.tsx'
import styles from './DeviceSettings.module.css'
import { OptionRow } from './OptionRow.tsx'

/** What became of what I have reported. */
export function MyReports() {
  const say = useWords()
  const clock = useClockNow()
  const loaded = useLoaded(listReports)
  const reports = loaded.value
  return (
    <section aria-busy={loaded.isLoading}>
      <h2 className={styles.label}>{say('settings.my-reports')}</h2>
      <Problem words={loaded.error === undefined ? undefined : errorWords(say, loaded.error)}>
        <Button look="word" onClick={loaded.again}>
          {say('look.try-again')}
        </Button>
      </Problem>
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
