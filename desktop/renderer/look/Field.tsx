import { type InputHTMLAttributes, type RefObject, useEffect, useId, useRef } from 'react'
import styles from './Field.module.css'

type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
  readonly label: string
  readonly hint?: string | undefined
  /** A sentence, shown beside the field it is about and read aloud with it. */
  readonly error?: string | undefined
  readonly inputRef?: RefObject<HTMLInputElement | null> | undefined
}

export function Field({ label, hint, error, inputRef, ...input }: FieldProps) {
  const ownRef = useRef<HTMLInputElement>(null)
  const ref = inputRef ?? ownRef
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  // Where something is wrong, that is where typing goes on.
  useEffect(() => {
    if (error !== undefined) ref.current?.focus()
  }, [error, ref])
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
