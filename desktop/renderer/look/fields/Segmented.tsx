import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import styles from './Segmented.module.css'

type SegmentedProps<Value extends string> = {
  /** What is chosen here, for screen readers. */
  readonly label: string
  readonly value: Value
  /** `lang` where a name is not in the language of the page. */
  readonly choices: readonly { readonly value: Value; readonly name: string; readonly lang?: string }[]
  readonly onChoose: (value: Value) => void
}

/** One of a few, all of them in sight. */
export function Segmented<Value extends string>({ label, value, choices, onChoose }: SegmentedProps<Value>) {
  return (
    <RadioGroup
      className={styles.choice}
      aria-label={label}
      value={value}
      onValueChange={(chosen: Value) => onChoose(chosen)}
    >
      {choices.map(({ value: each, name, lang }) => (
        <Radio.Root key={each} value={each} nativeButton render={<button type="button" lang={lang} />}>
          {name}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
