import { useState } from 'react'
import { joinInvite, register } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import { showRoom } from '../state/view-store.ts'
import { checkAccount, suggestHandle } from './account-checks.ts'
import { NewPasswordField } from './NewPasswordField.tsx'
import { type FormProblem, placeError } from './place-error.ts'

/** `giveBack`: it was not used after all. */
export type Invite = { readonly code: string | undefined; readonly take: () => void; readonly giveBack: () => void }

export function RegisterForm({ invite }: { readonly invite?: Invite }) {
  const say = useWords()
  const [displayName, setDisplayName] = useState('')
  const [typedHandle, setTypedHandle] = useState<string>()
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<FormProblem>()
  const [isBusy, setIsBusy] = useState(false)
  // Until somebody chooses one, the handle follows the name: one thing less to think about.
  const handle = typedHandle ?? suggestHandle(displayName)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    const account = { displayName: displayName.trim(), handle, password }
    const wrong = checkAccount(say, account)
    setProblem(wrong)
    if (wrong !== undefined) return
    setIsBusy(true)
    const code = invite?.code
    if (code !== undefined) invite?.take()
    const made = await register({ ...account, ...(code !== undefined && { invite: code }) })
    setIsBusy(false)
    if (!made.ok) {
      setProblem(placeError(say, made.error))
      if (code !== undefined) invite?.giveBack()
    } else if (code !== undefined) {
      // The new account is in the room already: it is answered with it.
      const joined = await joinInvite(code)
      if (joined.ok) showRoom(joined.value)
    }
  }
  const errorOf = (field: FormProblem['field']) => (problem?.field === field ? problem?.words : undefined)
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} onChange={() => setProblem(undefined)} noValidate>
      <Field
        label={say('sign-in.name')}
        name="name"
        autoComplete="name"
        autoFocus
        maxLength={64}
        value={displayName}
        error={errorOf('displayName')}
        onChange={(event) => setDisplayName(event.target.value)}
      />
      <Field
        label={say('sign-in.handle')}
        name="username"
        hint={say('sign-in.handle-hint')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={32}
        value={handle}
        error={errorOf('handle')}
        onChange={(event) => setTypedHandle(event.target.value.trim().replace(/^@/, '').toLowerCase())}
      />
      <NewPasswordField
        label={say('sign-in.password')}
        value={password}
        error={errorOf('password')}
        onType={setPassword}
      />
      <Problem words={problem?.field === undefined ? problem?.words : undefined} />
      <Button type="submit" size="large" disabled={isBusy}>
        {say(isBusy ? 'sign-in.making' : 'sign-in.make')}
      </Button>
      <p className="hint">{say('sign-in.first-account')}</p>
    </form>
  )
}
