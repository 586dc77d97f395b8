import { useRef, useState } from 'react'
import { sentenceOf } from '../../../common/app-error.ts'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { RoomView } from '../../engine-contract.ts'
import { addMember } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { Modal, ModalActions } from '../look/Modal.tsx'
import { PeopleField } from '../people/PeopleField.tsx'
import styles from './ConfirmLeave.module.css'

/** Adds one after the other; whoever could not be added stays on the list, with the reason. */
export function AddPeopleDialog({ room, onClose }: { readonly room: RoomView; readonly onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [people, setPeople] = useState<readonly User[]>([])
  const [problem, setProblem] = useState<string>()
  const [isAdding, setIsAdding] = useState(false)
  const add = async () => {
    setIsAdding(true)
    const left: User[] = []
    let reason: string | undefined
    for (const person of people) {
      const added = await addMember(room.id, person.id)
      if (added.ok) continue
      left.push(person)
      reason = `${person.displayName}: ${sentenceOf(added.error)}`
    }
    setIsAdding(false)
    if (left.length === 0) return onClose()
    setPeople(left)
    setProblem(reason)
  }
  return (
    <Modal title={`Add people to ${room.name}`} onClose={onClose} initialFocus={input}>
      <p className={styles.words}>They see everything that was said here from the first word on.</p>
      <PeopleField
        inputRef={input}
        people={people}
        onChange={setPeople}
        present={room.members.map((member) => member.user)}
      />
      {problem !== undefined && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <ModalActions>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={people.length === 0 || isAdding} onClick={() => void add()}>
          Add people
        </Button>
      </ModalActions>
    </Modal>
  )
}
