import type { ComponentProps } from 'react'
import { Segmented } from '../look/fields/Segmented.tsx'
import { OptionRow } from './OptionRow.tsx'

type ChoiceRowProps<Value extends string> = Omit<ComponentProps<typeof Segmented<Value>>, 'label'> & {
  readonly title: string
  readonly words: string
}

/** A setting that is one of a few. */
export function ChoiceRow<Value extends string>({ title, words, ...choice }: ChoiceRowProps<Value>) {
  return (
    <OptionRow title={title} words={words}>
      <Segmented<Value> label={title} {...choice} />
    </OptionRow>
  )
}
