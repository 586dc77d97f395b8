import { useState } from 'react'
import type { RoomView } from '../../engine-contract.ts'
import { leaveRoom } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { errorWords } from '../look/error-words.ts'
import { Modal, ModalActions, ModalWords } from '../look/Modal.tsx'
import { showAbout, showRoom } from '../state/view-store.ts'

export function ConfirmLeave({ room, onClose }: { readonly room: RoomView; readonly onClose: () => void }) {
  const [problem, setProblem] = useState<string>()
  const leave = async () => {
    const left = await leaveRoom(room.id)
    if (!left.ok) return setProblem(errorWords(left.error))
    showAbout(false)
    showRoom(undefined)
  }
  return (
    <Modal title={`Leave ${room.name}?`} onClose={onClose}>
      <ModalWords>You get nothing more from this room. An admin can add you again.</ModalWords>
      <ModalActions problem={problem}>
        <Button look="quiet" onClick={onClose}>
          Stay
        </Button>
        <Button look="danger" onClick={() => void leave()}>
          Leave
        </Button>
      </ModalActions>
    </Modal>
  )
}
