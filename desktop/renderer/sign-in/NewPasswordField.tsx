import { Field } from '../look/fields/Field.tsx'
import { useWords } from '../state/language-choice.ts'

type NewPasswordFieldProps = {
  readonly label: string
  readonly value: string
  readonly error: string | undefined
  readonly onType: (password: string) => void
}

/** A password that is chosen: a manager of passwords offers one. */
export function NewPasswordField({ label, value, error, onType }: NewPasswordFieldProps) {
  const say = useWords()
  return (
    <Field
      label={label}
      name="new-password"
      type="password"
      hint={say('sign-in.password-hint')}
      autoComplete="new-password"
      maxLength={256}
      value={value}
      error={error}
      onChange={(event) => onType(event.target.value)}
    />
  )
}
