import { type TextareaHTMLAttributes, useId } from 'react'
import styles from './Field.module.css'

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly label: string; readonly hint?: string }

/** A field for a few lines. */
export function TextArea({ label, hint, ...area }: TextAreaProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <textarea
        {...area}
        id={id}
        className={`${styles.input} ${styles.area}`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  )
}
