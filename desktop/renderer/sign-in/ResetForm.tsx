import { useState } from 'react'
import { appError } from '../../../common/app-error.ts'
import { errorWords } from '../../words/error-words.ts'
import { askReset, completeReset } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import { checkPassword, parseLoginName } from './account-checks.ts'
import { CodeField } from './CodeField.tsx'
import { LoginNameField } from './LoginNameField.tsx'
import { NewPasswordField } from './NewPasswordField.tsx'
import { fieldWords, waitWords } from './place-error.ts'
import styles from './SignIn.module.css'

type ResetFormProps = {
  /** As it was typed for signing in. */
  readonly handle: string
  /** Whether the server sends mail; undefined: not known yet. */
  readonly hasMail: boolean | undefined
  readonly onDone: (handle: string) => void
}
type ResetProblem = { readonly field?: 'handle' | 'code' | 'newPassword'; readonly words: string }

/** A new password in two steps: a code, by mail or from an administrator, and then what is chosen with it. */
export function ResetForm({ handle: typed, hasMail, onDone }: ResetFormProps) {
  const [handle, setHandle] = useState(typed)
  const [isAsked, setIsAsked] = useState(false)
  const [hasCode, setHasCode] = useState(false)
  if (hasCode) return <ChooseForm isAsked={isAsked} onDone={() => onDone(handle)} onBack={() => setHasCode(false)} />
  return (
    <AskForm
      handle={handle}
      hasMail={hasMail !== false}
      onHandle={setHandle}
      onAsked={() => {
        setIsAsked(true)
        setHasCode(true)
      }}
      onCode={() => setHasCode(true)}
    />
  )
}

type AskFormProps = {
  readonly handle: string
  readonly hasMail: boolean
  readonly onHandle: (handle: string) => void
  readonly onAsked: () => void
  readonly onCode: () => void
}

function AskForm({ handle, hasMail, onHandle, onAsked, onCode }: AskFormProps) {
  const say = useWords()
  const [problem, setProblem] = useState<ResetProblem>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (handle.trim() === '') return setProblem({ field: 'handle', words: say('sign-in.type-login-name') })
    if (!hasMail) return onCode()
    setProblem(undefined)
    setIsBusy(true)
    const asked = await askReset(parseLoginName(handle))
    setIsBusy(false)
    if (asked.ok) onAsked()
    else setProblem({ words: waitWords(say, asked.error) ?? errorWords(say, asked.error) })
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} onChange={() => setProblem(undefined)} noValidate>
      <p className={styles.lead}>{say(hasMail ? 'reset.by-mail' : 'reset.no-mail')}</p>
      <LoginNameField
        value={handle}
        error={problem?.field === 'handle' ? problem.words : undefined}
        hasFocus
        onType={onHandle}
      />
      <Problem words={problem?.field === undefined ? problem?.words : undefined} />
      <Button type="submit" size="large" disabled={isBusy}>
        {say(hasMail ? (isBusy ? 'reset.sending' : 'reset.send') : 'reset.have-code')}
      </Button>
      {hasMail && (
        <Button look="quiet" onClick={onCode}>
          {say('reset.have-code')}
        </Button>
      )}
    </form>
  )
}

type ChooseFormProps = { readonly isAsked: boolean; readonly onDone: () => void; readonly onBack: () => void }

function ChooseForm({ isAsked, onDone, onBack }: ChooseFormProps) {
  const say = useWords()
  const [code, setCode] = useState('')
  const [next, setNext] = useState('')
  const [problem, setProblem] = useState<ResetProblem>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (code.trim() === '') return setProblem({ field: 'code', words: say('reset.type-code') })
    const short = checkPassword(say, next)
    if (short !== undefined) return setProblem({ field: 'newPassword', words: short })
    setProblem(undefined)
    setIsBusy(true)
    const done = await completeReset(code.trim(), next)
    setIsBusy(false)
    if (done.ok) return onDone()
    const { error } = done
    // The code is used up before all else: whoever is told that it is not good may be through already.
    if (error.code === 'reset-invalid') {
      return setProblem({ field: 'code', words: errorWords(say, appError('reset-invalid')) })
    }
    const words = fieldWords(say, error, 'newPassword')
    if (words !== undefined) return setProblem({ field: 'newPassword', words })
    setProblem({ words: waitWords(say, error) ?? errorWords(say, error) })
  }
  const errorOf = (field: ResetProblem['field']) => (problem?.field === field ? problem?.words : undefined)
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} onChange={() => setProblem(undefined)} noValidate>
      <p className={styles.lead} role="status">
        {say(isAsked ? 'reset.is-on-its-way' : 'reset.from-admin')}
      </p>
      <CodeField value={code} error={errorOf('code')} onType={setCode} />
      <NewPasswordField
        label={say('settings.new-password')}
        value={next}
        error={errorOf('newPassword')}
        onType={setNext}
      />
      <p className="hint">{say('reset.signs-out')}</p>
      <Problem words={problem?.field === undefined ? problem?.words : undefined} />
      <Button type="submit" size="large" disabled={isBusy}>
        {say(isBusy ? 'settings.changing' : 'reset.set')}
      </Button>
      <Button look="quiet" onClick={onBack}>
        {say('reset.another-code')}
      </Button>
    </form>
  )
}
