import { useRef, useState } from 'react'
import type { AppError } from '../../../common/app-error.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import { leaveRoom } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { ConfirmDialog } from '../look/popups/ConfirmDialog.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMembers } from '../state/room-selectors.ts'
import { leaveView } from '../state/view-store.ts'
import { isLastOwner } from './member-actions.ts'

type ConfirmLeaveProps = {
  readonly room: RoomFacts
  readonly onClose: () => void
  /** Closing the room instead, for the only owner. */
  readonly onCloseRoom: () => void
}

export function ConfirmLeave({ room, onClose, onCloseRoom }: ConfirmLeaveProps) {
  const say = useWords()
  const [error, setError] = useState<AppError>()
  const members = useMembers(room.id)
  if (isLastOwner(room, members) || error?.code === 'last-owner') {
    return <LastOwner room={room} onClose={onClose} onCloseRoom={onCloseRoom} />
  }
  const leave = async () => {
    const left = await leaveRoom(room.id)
    if (!left.ok) setError(left.error)
    return left
  }
  return (
    <ConfirmDialog
      title={say('about.leave-question', { room: room.name })}
      words={say('about.leave-means')}
      does={say('about.leave')}
      keeps={say('about.stay')}
      act={leave}
      onDone={() => leaveView(room.id)}
      onClose={onClose}
    />
  )
}

/** Why it cannot be left, and the two ways on. */
function LastOwner({ room, onClose, onCloseRoom }: ConfirmLeaveProps) {
  const say = useWords()
  const choosesOwner = useRef(false)
  const chooseOwner = () => {
    choosesOwner.current = true
    onClose()
  }
  return (
    <Modal
      title={say('about.only-owner', { room: room.name })}
      onClose={onClose}
      finalFocus={() => (choosesOwner.current ? firstPerson() : true)}
    >
      <ModalWords>{say('about.only-owner-ways')}</ModalWords>
      <ModalActions>
        <Button look="danger" onClick={onCloseRoom}>
          {say('about.close-room')}
        </Button>
        <Button onClick={chooseOwner}>{say('about.choose-owner')}</Button>
      </ModalActions>
    </Modal>
  )
}

/** The panel behind lists the people; what each may do is behind the button beside their name. */
function firstPerson(): HTMLElement | true {
  return document.querySelector<HTMLElement>('[data-menu="true"] > button') ?? true
}
