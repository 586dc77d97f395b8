import { useRef, useState } from 'react'
import { sentenceOf } from '../../../common/app-error.ts'
import type { User } from '../../../common/http-contract/account-contract.ts'
import { createRoom } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { Field } from '../look/Field.tsx'
import { Modal, ModalActions } from '../look/Modal.tsx'
import { PeopleField } from '../people/PeopleField.tsx'
import { useMe } from '../state/room-selectors.ts'
import { showRoom } from '../state/view-store.ts'
import { focusAfter } from './focus-after.ts'

const maxName = 80

/** A name is enough; people can come later. */
export function NewRoomDialog({ onClose }: { readonly onClose: () => void }) {
  const me = useMe()
  const nameInput = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [people, setPeople] = useState<readonly User[]>([])
  const [problem, setProblem] = useState<string>()
  const [isMaking, setIsMaking] = useState(false)
  const isGoing = useRef(false)

  const make = async (event: React.FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') {
      setProblem('A room needs a name.')
      return
    }
    setIsMaking(true)
    const made = await createRoom(
      name.trim(),
      people.map((person) => person.id),
    )
    setIsMaking(false)
    if (!made.ok) return setProblem(sentenceOf(made.error))
    isGoing.current = true
    showRoom(made.value)
  }
  return (
    <Modal title="New room" onClose={onClose} initialFocus={nameInput} finalFocus={() => focusAfter(isGoing.current)}>
      <form onSubmit={(event) => void make(event)} noValidate>
        <div className="stack">
          <Field
            inputRef={nameInput}
            label="Name"
            autoComplete="off"
            maxLength={maxName}
            value={name}
            error={problem}
            onChange={(event) => {
              setName(event.target.value)
              setProblem(undefined)
            }}
          />
          <PeopleField people={people} onChange={setPeople} present={[me.id]} />
          <ModalActions>
            <Button look="quiet" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={isMaking}>
              Make room
            </Button>
          </ModalActions>
        </div>
      </form>
    </Modal>
  )
}
