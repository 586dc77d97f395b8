import { useRef } from 'react'
import type { Words } from '../../words/words.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import type { Asking } from './use-sending.ts'

type AddressAllDialogProps = {
  readonly people: number
  readonly asking: Asking
  readonly onClose: () => void
}

/** Stands between Enter and everybody's attention: @room in a room of many, @here where many are, or nobody knows who. */
export function AddressAllDialog({ people, asking, onClose }: AddressAllDialogProps) {
  const say = useWords()
  const keep = useRef<HTMLButtonElement>(null)
  const { title, means, send } = wordsOf(say, asking.call, people)
  return (
    <Modal title={title} onClose={onClose} initialFocus={keep}>
      <ModalWords>{means}</ModalWords>
      <ModalActions>
        <Button ref={keep} look="quiet" onClick={onClose}>
          {say('composer.not-yet')}
        </Button>
        <Button onClick={asking.goNow}>{send}</Button>
      </ModalActions>
    </Modal>
  )
}

function wordsOf(say: Words, call: Asking['call'], people: number) {
  if (call === 'room')
    return {
      title: say('composer.call-everyone'),
      means: say('composer.call-means', { count: people }),
      send: say('composer.send-to-everyone'),
    }
  if (call.kind !== 'reaches')
    return {
      title: say('composer.here-unknown-title'),
      means: say('composer.here-unknown'),
      send: say('composer.send-uncalled'),
    }
  const { count, of } = call
  return {
    title: say('composer.call-here'),
    means: count < of ? say('composer.here-some', { count, of }) : say('composer.here-means', { count }),
    send: say('composer.send-to-here', { count }),
  }
}
