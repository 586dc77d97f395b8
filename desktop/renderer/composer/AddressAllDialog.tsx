import { useRef } from 'react'
import { Button } from '../look/Button.tsx'
import { plural } from '../look/count-words.ts'
import { Modal, ModalActions, ModalWords } from '../look/Modal.tsx'

type AddressAllDialogProps = {
  readonly people: number
  readonly onSend: () => void
  readonly onClose: () => void
}

/** Stands between Enter and everybody's attention: @room in a room of many. */
export function AddressAllDialog({ people, onSend, onClose }: AddressAllDialogProps) {
  const keep = useRef<HTMLButtonElement>(null)
  return (
    <Modal title="Call everyone?" onClose={onClose} initialFocus={keep}>
      <ModalWords>@room calls all {plural(people, 'person', 'people')} here, whatever they are doing.</ModalWords>
      <ModalActions>
        <Button ref={keep} look="quiet" onClick={onClose}>
          Not yet
        </Button>
        <Button onClick={onSend}>Send to everyone</Button>
      </ModalActions>
    </Modal>
  )
}
