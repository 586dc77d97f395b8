import { useState } from 'react'
import { sentenceOf } from '../../../common/app-error.ts'
import type { RoomView } from '../../engine-contract.ts'
import { leaveRoom } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { Modal, ModalActions } from '../look/Modal.tsx'
import { showAbout, showRoom } from '../state/view-store.ts'
import styles from './ConfirmLeave.module.css'

export function ConfirmLeave({ room, onClose }: { readonly room: RoomView; readonly onClose: () => void }) {
  const [problem, setProblem] = useState<string>()
  const leave = async () => {
    const left = await leaveRoom(room.id)
    if (!left.ok) return setProblem(sentenceOf(left.error))
    showAbout(false)
    showRoom(undefined)
  }
  return (
    <Modal title={`Leave ${room.name}?`} onClose={onClose}>
      <p className={styles.words}>You get nothing more from this room. An admin can add you again.</p>
      {problem !== undefined && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <ModalActions>
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
