import { Button } from '../look/Button.tsx'

import { Modal, ModalActions, ModalWords } from '../look/Modal.tsx'
import { useWords } from '../state/language-choice.ts'

type ConfirmSignOutProps = {
  readonly unsent: number
  readonly isLeaving: boolean
  readonly onClose: () => void
  readonly onSignOut: () => void
}

/** Only where something would be lost that a person wrote. */
export function ConfirmSignOut({ unsent, isLeaving, onClose, onSignOut }: ConfirmSignOutProps) {
  const say = useWords()
  return (
    <Modal title={say('settings.sign-out-question')} onClose={onClose}>
      <ModalWords>{say('settings.sign-out-unsent', { count: unsent })}</ModalWords>
      <ModalActions>
        <Button look="quiet" onClick={onClose}>
          {say('settings.stay')}
        </Button>
        <Button look="danger" disabled={isLeaving} onClick={onSignOut}>
          {say('settings.sign-out')}
        </Button>
      </ModalActions>
    </Modal>
  )
}
