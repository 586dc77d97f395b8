import { useState } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { closeRoomForAll } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { plural } from '../look/count-words.ts'
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
    <Modal title={`Close ${room.name}?`} onClose={onClose}>
      <ModalWords>
        Everybody is taken out, you too, and nobody can read what was said here any more. It cannot be undone.
        {unsent > 0 && ` What you have not sent yet is discarded: ${plural(unsent, 'message', 'messages')}.`}
      </ModalWords>
      <ModalActions problem={problem}>
        <Button look="quiet" onClick={onClose}>
          Keep it open
        </Button>
        <Button look="danger" disabled={isClosing} onClick={() => void close()}>
          Close room
        </Button>
      </ModalActions>
    </Modal>
  )
}
