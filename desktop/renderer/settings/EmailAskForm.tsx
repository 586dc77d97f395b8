import { useState } from 'react'
import { askEmailBodySchema } from '../../../common/http-contract/account-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { askEmail } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { fieldWords, waitWords } from '../sign-in/place-error.ts'
import { useWords } from '../state/language-choice.ts'

type EmailAskProps = { readonly onAsked: (email: string) => void; readonly onCode: () => void }
type EmailProblem = { readonly field?: 'email' | 'password'; readonly words: string }

/** Whoever has the address already is not told of here: the answer is the same. */
export function EmailAskForm({ onAsked, onCode }: EmailAskProps) {
  const say = useWords()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<EmailProblem>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    const typed = askEmailBodySchema.shape.email.safeParse(email)
    if (!typed.success) return setProblem({ field: 'email', words: say('settings.email-wrong') })
    if (password === '') return setProblem({ field: 'password', words: say('sign-in.type-password') })
    setProblem(undefined)
    setIsBusy(true)
    const asked = await askEmail(typed.data, password)
    setIsBusy(false)
    if (asked.ok) return onAsked(typed.data)
    const { error } = asked
    if (error.code === 'sign-in-refused')
      return setProblem({ field: 'password', words: say('settings.not-your-password') })
    const wrong = fieldWords(say, error, 'email')
    if (wrong !== undefined) return setProblem({ field: 'email', words: wrong })
    setProblem({ words: waitWords(say, error) ?? errorWords(say, error) })
  }
  const errorOf = (field: EmailProblem['field']) => (problem?.field === field ? problem?.words : undefined)
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} onChange={() => setProblem(undefined)} noValidate>
      <ModalWords>{say('settings.email-ask')}</ModalWords>
      <Field
        label={say('settings.email-address')}
        type="email"
        autoComplete="email"
        autoFocus
        maxLength={254}
        value={email}
        error={errorOf('email')}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label={say('settings.current-password')}
        type="password"
        autoComplete="current-password"
        maxLength={256}
        value={password}
        error={errorOf('password')}
        onChange={(event) => setPassword(event.target.value)}
      />
      <ModalActions problem={problem?.field === undefined ? problem?.words : undefined}>
        <Button look="quiet" onClick={onCode}>
          {say('reset.have-code')}
        </Button>
        <Button type="submit" disabled={isBusy}>
          {say(isBusy ? 'reset.sending' : 'reset.send')}
        </Button>
      </ModalActions>
    </form>
  )
}
