import { type SelectHTMLAttributes, useId } from 'react'
import styles from './SelectField.module.css'

type SelectFieldProps = SelectHTMLAttributes<HTMLSelectElement> & {
  readonly label: string
  readonly hasLabel?: boolean
  readonly choices: readonly { readonly value: string; readonly name: string }[]
}

/** One of many, from a list that the system shows. */
export function SelectField({ label, hasLabel = true, choices, ...select }: SelectFieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      {hasLabel && <label htmlFor={id}>{label}</label>}
      {/* Names of places are in no language of ours. */}
      <select {...select} id={id} dir="auto" className={styles.select} aria-label={hasLabel ? undefined : label}>
        {choices.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
