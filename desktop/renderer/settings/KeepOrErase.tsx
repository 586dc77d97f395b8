import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import choice from '../look/fields/RadioLines.module.css'
import { useWords } from '../state/language-choice.ts'
import type { KeptWords } from './departing.ts'

type KeepOrEraseProps = {
  /** Whose words it is about. */
  readonly label: string
  readonly kept: KeptWords
  readonly onChoose: (kept: KeptWords) => void
}

const means = {
  keep: { name: 'depart.keep', means: 'depart.keep-means' },
  erase: { name: 'depart.erase', means: 'depart.erase-means' },
} as const

/** What becomes of what somebody said, when their account goes. */
export function KeepOrErase({ label, kept, onChoose }: KeepOrEraseProps) {
  const say = useWords()
  return (
    <RadioGroup
      className={choice.lines}
      aria-label={label}
      value={kept}
      onValueChange={(chosen: KeptWords) => onChoose(chosen)}
    >
      {(Object.keys(means) as KeptWords[]).map((each) => (
        <Radio.Root key={each} value={each} nativeButton render={<button type="button" />}>
          <span className={choice.mark} aria-hidden="true" />
          <span>
            {say(means[each].name)}
            <small>{say(means[each].means)}</small>
          </span>
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
