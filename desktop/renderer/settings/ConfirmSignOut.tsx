import { Button } from '../look/Button.tsx'
import { plural } from '../look/count-words.ts'
import { Modal, ModalActions, ModalWords } from '../look/Modal.tsx'

type ConfirmSignOutProps = {
  readonly unsent: number
  readonly isLeaving: boolean
  readonly onClose: () => void
  readonly onSignOut: () => void
}

/** Only where something would be lost that a person wrote. */
export function ConfirmSignOut({ unsent, isLeaving, onClose, onSignOut }: ConfirmSignOutProps) {
  return (
    <Modal title="Sign out?" onClose={onClose}>
      <ModalWords>
        {plural(unsent, 'message was', 'messages were')} not sent yet. Signing out deletes{' '}
        {unsent === 1 ? 'it' : 'them'} from this device.
      </ModalWords>
      <ModalActions>
        <Button look="quiet" onClick={onClose}>
          Stay signed in
        </Button>
        <Button look="danger" disabled={isLeaving} onClick={onSignOut}>
          Sign out
        </Button>
      </ModalActions>
    </Modal>
  )
}
