import { useState } from 'react'
import { sentenceOf } from '../../../common/app-error.ts'
import type { RoomView } from '../../engine-contract.ts'
import { changeRoom } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { Field } from '../look/Field.tsx'
import { Modal, ModalActions } from '../look/Modal.tsx'

export function EditRoomDialog({ room, onClose }: { readonly room: RoomView; readonly onClose: () => void }) {
  const [name, setName] = useState(room.name)
  const [topic, setTopic] = useState(room.topic)
  const [problem, setProblem] = useState<string>()
  const save = async (event: React.FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setProblem('A room needs a name.')
    const change = {
      ...(name.trim() !== room.name && { name: name.trim() }),
      ...(topic.trim() !== room.topic && { topic: topic.trim() }),
    }
    if (Object.keys(change).length === 0) return onClose()
    const changed = await changeRoom(room.id, change)
    if (changed.ok) onClose()
    else setProblem(sentenceOf(changed.error))
  }
  return (
    <Modal title="Change the room" onClose={onClose}>
      <form className="stack" onSubmit={(event) => void save(event)} noValidate>
        <Field
          label="Name"
          maxLength={80}
          autoComplete="off"
          value={name}
          error={problem}
          onChange={(event) => {
            setName(event.target.value)
            setProblem(undefined)
          }}
        />
        <Field
          label="Topic"
          hint="What this room is for. Everyone sees it beside the name."
          maxLength={250}
          autoComplete="off"
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
        />
        <ModalActions>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">Save</Button>
        </ModalActions>
      </form>
    </Modal>
  )
}
