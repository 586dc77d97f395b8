import { useRef, useState } from 'react'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { addMember } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { PeopleField, type PeopleFieldHandle } from '../people/PeopleField.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMembers } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'

/** Adds one after the other; whoever could not be added stays on the list, with the reason. */
export function AddPeopleDialog({ room, onClose }: { readonly room: RoomFacts; readonly onClose: () => void }) {
  const say = useWords()
  const members = useMembers(room.id)
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
    const { left, reason, invited } = await addAll(say, room, wanted ?? [])
    setIsAdding(false)
    if (wanted === undefined) return
    if (wanted.length === 0) return input.current?.focus()
    if (invited > 0) sayDone(say('about.some-invited', { count: invited }))
    if (left.length === 0) return onClose()
    setPeople(left)
    setProblem(reason)
  }
  return (
    <Modal title={say('about.add-people-to', { room: room.name })} onClose={onClose} initialFocus={input}>
      <form className="stack" onSubmit={(event) => void add(event)} noValidate>
        <ModalWords>{say(room.history === 'joined' ? 'about.they-read-joined' : 'about.they-read-all')}</ModalWords>
        <PeopleField
          ref={field}
          inputRef={input}
          people={people}
          onChange={setPeople}
          present={members.map((member) => member.user)}
        />
        <ModalActions problem={problem}>
          <Button look="quiet" onClick={onClose}>
            {say('look.cancel')}
          </Button>
          <Button type="submit" disabled={isAdding}>
            {say('about.add-people')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  )
}

async function addAll(say: Words, room: RoomFacts, people: readonly User[]) {
  const left: User[] = []
  let reason: string | undefined
  let invited = 0
  for (const person of people) {
    const added = await addMember(room.id, person.id)
    if (added.ok && added.value === 'invited') invited += 1
    if (added.ok) continue
    left.push(person)
    reason = say('about.not-added', { name: person.displayName, reason: errorWords(say, added.error) })
  }
  return { left, reason, invited }
}
