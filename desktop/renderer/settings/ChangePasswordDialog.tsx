import { useState } from 'react'
import type { Words } from '../../words/words.ts'
import { changePassword } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { checkPassword } from '../sign-in/account-checks.ts'
import { NewPasswordField } from '../sign-in/NewPasswordField.tsx'
import { useWords } from '../state/language-choice.ts'
import { type PasswordProblem, placePasswordError } from './password-problem.ts'

type ChangePasswordDialogProps = { readonly onClose: () => void; readonly onChanged: () => void }

export function ChangePasswordDialog({ onClose, onChanged }: ChangePasswordDialogProps) {
  const say = useWords()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [problem, setProblem] = useState<PasswordProblem>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    const wrong = checkTyped(say, current, next)
    setProblem(wrong)
    if (wrong !== undefined) return
    setIsBusy(true)
    const changed = await changePassword(current, next)
    setIsBusy(false)
    if (changed.ok) onChanged()
    else setProblem(placePasswordError(say, changed.error))
  }
  const errorOf = (field: PasswordProblem['field']) => (problem?.field === field ? problem?.words : undefined)
  return (
    <Modal title={say('settings.change-password')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => void submit(event)}
        onChange={() => setProblem(undefined)}
        noValidate
      >
        <ModalWords>{say('settings.others-signed-out')}</ModalWords>
        <Field
          label={say('settings.current-password')}
          type="password"
          autoComplete="current-password"
          autoFocus
          maxLength={256}
          value={current}
          error={errorOf('currentPassword')}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <NewPasswordField
          label={say('settings.new-password')}
          value={next}
          error={errorOf('newPassword')}
          onType={setNext}
        />
        <ModalActions problem={problem?.field === undefined ? problem?.words : undefined}>
          <Button look="quiet" type="button" onClick={onClose}>
            {say('look.cancel')}
          </Button>
          <Button type="submit" disabled={isBusy}>
            {say(isBusy ? 'settings.changing' : 'settings.change-password')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  )
}

function checkTyped(say: Words, current: string, next: string): PasswordProblem | undefined {
  if (current === '') return { field: 'currentPassword', words: say('settings.password-now') }
  const words = checkPassword(say, next)
  return words === undefined ? undefined : { field: 'newPassword', words }
}
