import { useRef } from 'react'
import { Button } from '../look/buttons/Button.tsx'

import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'

type AddressAllDialogProps = {
  readonly people: number
  readonly onSend: () => void
  readonly onClose: () => void
}

/** Stands between Enter and everybody's attention: @room in a room of many. */
export function AddressAllDialog({ people, onSend, onClose }: AddressAllDialogProps) {
  const say = useWords()
  const keep = useRef<HTMLButtonElement>(null)
  return (
    <Modal title={say('composer.call-everyone')} onClose={onClose} initialFocus={keep}>
      <ModalWords>{say('composer.call-means', { count: people })}</ModalWords>
      <ModalActions>
        <Button ref={keep} look="quiet" onClick={onClose}>
          {say('composer.not-yet')}
        </Button>
        <Button onClick={onSend}>{say('composer.send-to-everyone')}</Button>
      </ModalActions>
    </Modal>
  )
}
