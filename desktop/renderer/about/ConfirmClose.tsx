import { useState } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { closeRoomForAll } from '../commands.ts'
import { Button } from '../look/Button.tsx'

import { Modal, ModalActions, ModalWords } from '../look/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUnsentIn } from '../state/room-selectors.ts'
import { leaveView } from '../state/view-store.ts'

export function ConfirmClose({ room, onClose }: { readonly room: RoomFacts; readonly onClose: () => void }) {
  const say = useWords()
  const unsent = useUnsentIn(room.id)
  const [problem, setProblem] = useState<string>()
  const [isClosing, setIsClosing] = useState(false)
  const close = async () => {
    setIsClosing(true)
    const closed = await closeRoomForAll(room.id)
    setIsClosing(false)
    if (closed.ok) leaveView(room.id)
    else setProblem(errorWords(say, closed.error))
  }
  return (
    <Modal title={say('about.close-question', { room: room.name })} onClose={onClose}>
      <ModalWords>{say('about.close-means', { unsent })}</ModalWords>
      <ModalActions problem={problem}>
        <Button look="quiet" onClick={onClose}>
          {say('about.keep-open')}
        </Button>
        <Button look="danger" disabled={isClosing} onClick={() => void close()}>
          {say('about.close-room')}
        </Button>
      </ModalActions>
    </Modal>
  )
}
