import { Telescope } from 'lucide-react'
import { useRef, useState } from 'react'
import type { User } from '../../../common/http-contract/account-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { SettingRow } from '../about/SettingRow.tsx'
import { createRoom } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { Segmented } from '../look/fields/Segmented.tsx'
import { Modal, ModalActions } from '../look/popups/Modal.tsx'
import { PeopleField, type PeopleFieldHandle } from '../people/PeopleField.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import { showOverlay, showRoom } from '../state/view-store.ts'
import { focusAfter } from './focus-after.ts'
import styles from './NewRoomDialog.module.css'

const maxName = 80

/** A name is enough; people can come later. */
export function NewRoomDialog({ onClose }: { readonly onClose: () => void }) {
  const say = useWords()
  const me = useMe()
  const nameInput = useRef<HTMLInputElement>(null)
  const field = useRef<PeopleFieldHandle>(null)
  const [name, setName] = useState('')
  const [people, setPeople] = useState<readonly User[]>([])
  const [visibility, setVisibility] = useState<'private' | 'public'>('private')
  const [history, setHistory] = useState<'all' | 'joined'>('all')
  const [nameError, setNameError] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [isMaking, setIsMaking] = useState(false)
  const isGoing = useRef(false)

  const make = async (event: React.FormEvent) => {
    event.preventDefault()
    if (isMaking) return
    if (name.trim() === '') return setNameError(say('rooms.needs-a-name'))
    setProblem(undefined)
    setIsMaking(true)
    const wanted = await field.current?.settle()
    const members = wanted?.map((person) => person.id)
    const made =
      members &&
      (await createRoom({
        name: name.trim(),
        members,
        ...(visibility === 'public' && { visibility }),
        ...(history === 'joined' && { history }),
      }))
    setIsMaking(false)
    if (made === undefined) return
    if (!made.ok) return setProblem(errorWords(say, made.error))
    isGoing.current = true
    const { length: count } = made.value.invited
    if (count > 0) sayDone(say('about.some-invited', { count }))
    showRoom(made.value.room)
  }
  return (
    <Modal
      title={say('rooms.new')}
      onClose={onClose}
      initialFocus={nameInput}
      finalFocus={() => focusAfter(isGoing.current)}
    >
      <form onSubmit={(event) => void make(event)} noValidate>
        <div className="stack">
          <Field
            inputRef={nameInput}
            label={say('rooms.name')}
            autoComplete="off"
            maxLength={maxName}
            value={name}
            error={nameError}
            onChange={(event) => {
              setName(event.target.value)
              setNameError(undefined)
            }}
          />
          <PeopleField ref={field} people={people} onChange={setPeople} present={[me.id]} />
          <SettingRow title={say('about.visibility')} words={say(`about.visibility-${visibility}-means`)}>
            <Segmented
              label={say('about.visibility')}
              value={visibility}
              choices={[
                { value: 'private', name: say('about.visibility-private') },
                { value: 'public', name: say('about.visibility-public') },
              ]}
              onChoose={setVisibility}
            />
          </SettingRow>
          <SettingRow title={say('about.history')} words={say(`about.history-${history}-means`)}>
            <Segmented
              label={say('about.history')}
              value={history}
              choices={[
                { value: 'all', name: say('about.history-all') },
                { value: 'joined', name: say('about.history-joined') },
              ]}
              onChoose={setHistory}
            />
          </SettingRow>
          <Button look="word" className={styles.around} onClick={() => showOverlay('public-rooms')}>
            <Telescope aria-hidden="true" />
            {say('rooms.look-around')}
          </Button>
          <ModalActions problem={problem}>
            <Button look="quiet" onClick={onClose}>
              {say('look.cancel')}
            </Button>
            <Button type="submit" disabled={isMaking}>
              {say('rooms.make')}
            </Button>
          </ModalActions>
        </div>
      </form>
    </Modal>
  )
}
