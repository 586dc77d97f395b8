import { type InputHTMLAttributes, type Ref, useId } from 'react'
import styles from './Field.module.css'

type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
  readonly label: string
  readonly hint?: string | undefined
  /** A sentence, shown beside the field it is about and read aloud with it. */
  readonly error?: string | undefined
  readonly ref?: Ref<HTMLInputElement>
}

export function Field({ label, hint, error, ref, ...input }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        ref={ref}
        id={id}
        className={styles.input}
        aria-invalid={error !== undefined}
        aria-describedby={note === undefined ? undefined : noteId}
      />
      {note !== undefined && (
        <p id={noteId} className={error === undefined ? styles.hint : styles.error} role={error && 'alert'}>
          {note}
        </p>
      )}
    </div>
  )
}
