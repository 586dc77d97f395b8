import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import styles from '../look/fields/RadioLines.module.css'
import { useWords } from '../state/language-choice.ts'
import { type ReportReason, reportReasons } from './report-reasons.ts'

type ReasonChoiceProps = { readonly reason: ReportReason; readonly onChoose: (reason: ReportReason) => void }

/** One of a few, each with a line of its own. */
export function ReasonChoice({ reason, onChoose }: ReasonChoiceProps) {
  const say = useWords()
  return (
    <RadioGroup
      className={styles.lines}
      aria-label={say('report.reason')}
      value={reason}
      onValueChange={(chosen: ReportReason) => onChoose(chosen)}
    >
      {(Object.keys(reportReasons) as ReportReason[]).map((each) => (
        <Radio.Root key={each} value={each} nativeButton render={<button type="button" />}>
          <span className={styles.mark} aria-hidden="true" />
          {say(reportReasons[each])}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
