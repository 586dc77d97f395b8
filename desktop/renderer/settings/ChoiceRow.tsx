import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import styles from './ChoiceRow.module.css'
import { OptionRow } from './OptionRow.tsx'

type ChoiceRowProps<Value extends string> = {
  readonly title: string
  readonly words: string
  readonly value: Value
  /** `lang` where a name is not in the language of the page. */
  readonly choices: readonly { readonly value: Value; readonly name: string; readonly lang?: string }[]
  readonly onChoose: (value: Value) => void
}

/** A setting that is one of a few. */
export function ChoiceRow<Value extends string>({ title, words, value, choices, onChoose }: ChoiceRowProps<Value>) {
  return (
    <OptionRow title={title} words={words}>
      <RadioGroup
        className={styles.choice}
        aria-label={title}
        value={value}
        onValueChange={(chosen: Value) => onChoose(chosen)}
      >
        {choices.map(({ value: each, name, lang }) => (
          <Radio.Root key={each} value={each} nativeButton render={<button type="button" lang={lang} />}>
            {name}
          </Radio.Root>
        ))}
      </RadioGroup>
    </OptionRow>
  )
}
