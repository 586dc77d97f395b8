import { useRef, useState } from 'react'
import { Button } from '../look/buttons/Button.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { removeThisAccount } from '../state/desktop-accounts.ts'
import { useWords } from '../state/language-choice.ts'

type RemoveAccountProps = {
  readonly server: string
  /** Words that did not go out are nowhere else. */
  readonly unsent: number
  readonly onClose: () => void
}

/** What goes from this computer and what stays at the server; where that cannot be told, that too, and the choice is theirs. */
export function RemoveAccountDialog({ server, unsent, onClose }: RemoveAccountProps) {
  const say = useWords()
  const keeps = useRef<HTMLButtonElement>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [isUnheard, setIsUnheard] = useState(false)
  const remove = async () => {
    setIsBusy(true)
    // Where it went well this page is gone by now.
    const done = await removeThisAccount(isUnheard)
    setIsBusy(false)
    setIsUnheard(done === 'unheard')
  }
  return (
    <Modal title={say('accounts.remove-question', { server })} onClose={onClose} initialFocus={keeps}>
      <ModalWords>{say('accounts.remove-goes')}</ModalWords>
      <ModalWords>{say('accounts.remove-stays', { server })}</ModalWords>
      {unsent > 0 && <ModalWords>{say('accounts.remove-unsent', { count: unsent })}</ModalWords>}
      <ModalActions problem={isUnheard ? say('accounts.remove-unheard', { server }) : undefined}>
        <Button ref={keeps} look="quiet" onClick={onClose}>
          {say('look.cancel')}
        </Button>
        <Button look="danger" disabled={isBusy} onClick={() => void remove()}>
          {say(isUnheard ? 'accounts.remove-all-the-same' : 'accounts.remove')}
        </Button>
      </ModalActions>
    </Modal>
  )
}
