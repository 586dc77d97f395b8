import { useState } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { changeRoom } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { Field } from '../look/Field.tsx'
import { Modal, ModalActions } from '../look/Modal.tsx'
import { useWords } from '../state/language-choice.ts'

export function EditRoomDialog({ room, onClose }: { readonly room: RoomFacts; readonly onClose: () => void }) {
  const say = useWords()
  const [name, setName] = useState(room.name)
  const [topic, setTopic] = useState(room.topic)
  const [nameError, setNameError] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const save = async (event: React.FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setNameError(say('rooms.needs-a-name'))
    const change = {
      ...(name.trim() !== room.name && { name: name.trim() }),
      ...(topic.trim() !== room.topic && { topic: topic.trim() }),
    }
    if (Object.keys(change).length === 0) return onClose()
    const changed = await changeRoom(room.id, change)
    if (changed.ok) onClose()
    else setProblem(errorWords(say, changed.error))
  }
  return (
    <Modal title={say('about.change-room')} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void save(event)} noValidate>
        <Field
          label={say('rooms.name')}
          maxLength={80}
          autoComplete="off"
          value={name}
          error={nameError}
          onChange={(event) => {
            setName(event.target.value)
            setNameError(undefined)
          }}
        />
        <Field
          label={say('about.topic')}
          hint={say('about.topic-hint')}
          maxLength={250}
          autoComplete="off"
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
        />
        <ModalActions problem={problem}>
          <Button look="quiet" onClick={onClose}>
            {say('look.cancel')}
          </Button>
          <Button type="submit">{say('look.save')}</Button>
        </ModalActions>
      </form>
    </Modal>
  )
}
