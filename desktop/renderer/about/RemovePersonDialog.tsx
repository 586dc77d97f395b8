import { useState } from 'react'
import type { UserId } from '../../../common/ids.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { removeMember } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { Modal, ModalActions, ModalWords } from '../look/Modal.tsx'
import { richWords } from '../look/rich-words.ts'
import { useWords } from '../state/language-choice.ts'

type RemovePersonDialogProps = {
  readonly room: RoomFacts
  readonly user: UserId
  readonly name: string
  readonly onClose: () => void
}

export function RemovePersonDialog({ room, user, name, onClose }: RemovePersonDialogProps) {
  const say = useWords()
  const [problem, setProblem] = useState<string>()
  const remove = async () => {
    const removed = await removeMember(room.id, user)
    if (removed.ok) onClose()
    else setProblem(errorWords(say, removed.error))
  }
  return (
    <Modal title={say('about.remove-question', { name })} onClose={onClose}>
      <ModalWords>{richWords(say, 'about.remove-means', { room: room.name })}</ModalWords>
      <ModalActions problem={problem}>
        <Button look="quiet" onClick={onClose}>
          {say('look.keep')}
        </Button>
        <Button look="danger" onClick={() => void remove()}>
          {say('look.remove')}
        </Button>
      </ModalActions>
    </Modal>
  )
}
