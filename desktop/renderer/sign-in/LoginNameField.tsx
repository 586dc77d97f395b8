import { Field } from '../look/fields/Field.tsx'
import { useWords } from '../state/language-choice.ts'

type LoginNameFieldProps = {
  readonly value: string
  readonly error: string | undefined
  readonly hasFocus: boolean
  readonly onType: (name: string) => void
}

/** A handle or an e-mail address, of somebody who has an account. */
export function LoginNameField({ value, error, hasFocus, onType }: LoginNameFieldProps) {
  const say = useWords()
  return (
    <Field
      label={say('sign-in.login-name')}
      name="username"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      autoFocus={hasFocus}
      maxLength={254}
      value={value}
      error={error}
      onChange={(event) => onType(event.target.value)}
    />
  )
}
