import { useState } from 'react'
import { signIn } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import { parseLoginName } from './account-checks.ts'
import { LoginNameField } from './LoginNameField.tsx'
import { type FormProblem, placeError } from './place-error.ts'

type SignInFormProps = {
  /** Who signs in, where that is known already. */
  readonly known: string
  readonly onForgotten: (handle: string) => void
}

export function SignInForm({ known, onForgotten }: SignInFormProps) {
  const say = useWords()
  const [handle, setHandle] = useState(known)
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<FormProblem>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (handle.trim() === '') return setProblem({ field: 'handle', words: say('sign-in.type-login-name') })
    if (password === '') return setProblem({ field: 'password', words: say('sign-in.type-password') })
    setProblem(undefined)
    setIsBusy(true)
    const signedIn = await signIn(parseLoginName(handle), password)
    setIsBusy(false)
    if (!signedIn.ok) setProblem(placeError(say, signedIn.error))
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} onChange={() => setProblem(undefined)} noValidate>
      <LoginNameField
        value={handle}
        error={problem?.field === 'handle' ? problem.words : undefined}
        hasFocus={known === ''}
        onType={setHandle}
      />
      <Field
        label={say('sign-in.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        autoFocus={known !== ''}
        maxLength={512}
        value={password}
        error={problem?.field === 'password' ? problem.words : undefined}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Problem words={problem?.field === undefined ? problem?.words : undefined} />
      <Button type="submit" size="large" disabled={isBusy}>
        {say(isBusy ? 'sign-in.signing-in' : 'sign-in.sign-in')}
      </Button>
      <Button look="word" onClick={() => onForgotten(handle)}>
        {say('reset.forgotten')}
      </Button>
    </form>
  )
}
