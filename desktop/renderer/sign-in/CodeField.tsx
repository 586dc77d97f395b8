import { Field } from '../look/fields/Field.tsx'
import { useWords } from '../state/language-choice.ts'

type CodeFieldProps = {
  readonly value: string
  readonly error: string | undefined
  readonly onType: (code: string) => void
}

/** A code that came by mail, or from an administrator. */
export function CodeField({ value, error, onType }: CodeFieldProps) {
  const say = useWords()
  return (
    <Field
      label={say('reset.code')}
      name="one-time-code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      autoFocus
      maxLength={128}
      value={value}
      error={error}
      onChange={(event) => onType(event.target.value)}
    />
  )
}
