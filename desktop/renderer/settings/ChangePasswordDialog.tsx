import { useState } from 'react'
import { changePassword } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { Field } from '../look/Field.tsx'
import { Modal, ModalActions, ModalWords } from '../look/Modal.tsx'
import { checkPassword } from '../sign-in/account-checks.ts'
import { type PasswordProblem, placePasswordError } from './password-problem.ts'

type ChangePasswordDialogProps = { readonly onClose: () => void; readonly onChanged: () => void }

export function ChangePasswordDialog({ onClose, onChanged }: ChangePasswordDialogProps) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [problem, setProblem] = useState<PasswordProblem>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    const wrong = checkTyped(current, next)
    setProblem(wrong)
    if (wrong !== undefined) return
    setIsBusy(true)
    const changed = await changePassword(current, next)
    setIsBusy(false)
    if (changed.ok) onChanged()
    else setProblem(placePasswordError(changed.error))
  }
  const errorOf = (field: PasswordProblem['field']) => (problem?.field === field ? problem?.words : undefined)
  return (
    <Modal title="Change password" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => void submit(event)}
        onChange={() => setProblem(undefined)}
        noValidate
      >
        <ModalWords>All your other devices are signed out. This one stays.</ModalWords>
        <Field
          label="Current password"
          type="password"
          autoComplete="current-password"
          autoFocus
          maxLength={256}
          value={current}
          error={errorOf('currentPassword')}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <Field
          label="New password"
          type="password"
          hint="At least 8 characters."
          autoComplete="new-password"
          maxLength={256}
          value={next}
          error={errorOf('newPassword')}
          onChange={(event) => setNext(event.target.value)}
        />
        <ModalActions problem={problem?.field === undefined ? problem?.words : undefined}>
          <Button look="quiet" type="button" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={isBusy}>
            {isBusy ? 'Changing…' : 'Change password'}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  )
}

function checkTyped(current: string, next: string): PasswordProblem | undefined {
  if (current === '') return { field: 'currentPassword', words: 'Your password as it is now.' }
  const words = checkPassword(next)
  return words === undefined ? undefined : { field: 'newPassword', words }
}
