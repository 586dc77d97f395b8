import { useRef, useState } from 'react'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { RoomView } from '../../engine-contract.ts'
import { addMember } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { errorWords } from '../look/error-words.ts'
import { Modal, ModalActions, ModalWords } from '../look/Modal.tsx'
import { PeopleField, type PeopleFieldHandle } from '../people/PeopleField.tsx'

/** Adds one after the other; whoever could not be added stays on the list, with the reason. */
export function AddPeopleDialog({ room, onClose }: { readonly room: RoomView; readonly onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null)
  const field = useRef<PeopleFieldHandle>(null)
  const [people, setPeople] = useState<readonly User[]>([])
  const [problem, setProblem] = useState<string>()
  const [isAdding, setIsAdding] = useState(false)
  const add = async (event: React.FormEvent) => {
    event.preventDefault()
    if (isAdding) return
    setProblem(undefined)
    setIsAdding(true)
    const wanted = await field.current?.settle()
    const { left, reason } = await addAll(room, wanted ?? [])
    setIsAdding(false)
    if (wanted === undefined) return
    if (wanted.length === 0) return input.current?.focus()
    if (left.length === 0) return onClose()
    setPeople(left)
    setProblem(reason)
  }
  return (
    <Modal title={`Add people to ${room.name}`} onClose={onClose} initialFocus={input}>
      <form className="stack" onSubmit={(event) => void add(event)} noValidate>
        <ModalWords>They see everything that was said here from the first word on.</ModalWords>
        <PeopleField
          ref={field}
          inputRef={input}
          people={people}
          onChange={setPeople}
          present={room.members.map((member) => member.user)}
        />
        <ModalActions problem={problem}>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={isAdding}>
            Add people
          </Button>
        </ModalActions>
      </form>
    </Modal>
  )
}

async function addAll(room: RoomView, people: readonly User[]) {
  const left: User[] = []
  let reason: string | undefined
  for (const person of people) {
    const added = await addMember(room.id, person.id)
    if (added.ok) continue
    left.push(person)
    reason = `${person.displayName}: ${errorWords(added.error)}`
  }
  return { left, reason }
}
