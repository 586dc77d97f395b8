import { type InputHTMLAttributes, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { useWords } from '../../state/language-choice.ts'
import styles from './Field.module.css'

type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
  readonly label: string
  readonly hint?: string | undefined
  /** A sentence, shown beside the field it is about and read aloud with it. */
  readonly error?: string | undefined
  readonly inputRef?: RefObject<HTMLInputElement | null> | undefined
}

export function Field({ label, hint, error, inputRef, type, ...input }: FieldProps) {
  const say = useWords()
  const ownRef = useRef<HTMLInputElement>(null)
  const ref = inputRef ?? ownRef
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  const isSecret = type === 'password'
  const [isShown, setIsShown] = useState(false)
  // Where something is wrong, that is where typing goes on; dots that nobody can mend are typed anew.
  useEffect(() => {
    if (error === undefined) return
    ref.current?.focus()
    if (ref.current?.type === 'password') ref.current.select()
  }, [error, ref])
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <div className={styles.box} data-secret={isSecret}>
        <input
          {...input}
          ref={ref}
          id={id}
          type={isSecret && isShown ? 'text' : type}
          className={styles.input}
          aria-invalid={error !== undefined}
          aria-describedby={note === undefined ? undefined : noteId}
        />
        {isSecret && (
          <button type="button" aria-pressed={isShown} onClick={() => setIsShown(!isShown)}>
            {say(isShown ? 'look.hide' : 'look.show')}
          </button>
        )}
      </div>
      {note !== undefined && (
        <p id={noteId} className={error === undefined ? styles.hint : styles.error} role={error && 'alert'}>
          {note}
        </p>
      )}
    </div>
  )
}
