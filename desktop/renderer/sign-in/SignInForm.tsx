import { useState } from 'react'
import { signIn } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { Field } from '../look/Field.tsx'
import { Problem } from '../look/Problem.tsx'
import { parseLoginName } from './account-checks.ts'
import { type FormProblem, placeError } from './place-error.ts'

export function SignInForm() {
  const [handle, setHandle] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<FormProblem>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (handle.trim() === '') return setProblem({ field: 'handle', words: 'Type your handle or e-mail.' })
    if (password === '') return setProblem({ field: 'password', words: 'Type your password.' })
    setProblem(undefined)
    setIsBusy(true)
    const signedIn = await signIn(parseLoginName(handle), password)
    setIsBusy(false)
    if (!signedIn.ok) setProblem(placeError(signedIn.error))
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} onChange={() => setProblem(undefined)} noValidate>
      <Field
        label="Handle or e-mail"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        maxLength={254}
        value={handle}
        error={problem?.field === 'handle' ? problem.words : undefined}
        onChange={(event) => setHandle(event.target.value)}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={512}
        value={password}
        error={problem?.field === 'password' ? problem.words : undefined}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Problem words={problem?.field === undefined ? problem?.words : undefined} />
      <Button type="submit" size="large" disabled={isBusy}>
        {isBusy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  )
}
