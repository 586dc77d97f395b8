import { useRef, useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { askContact } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import { useAreContactsOpen } from '../state/people-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import { showRoom } from '../state/view-store.ts'
import { parseHandle } from './parse-handle.ts'

type AskContactDialogProps = { readonly handle: string; readonly onClose: () => void }

/** Asks somebody, by their exact handle, to be contacts; where everybody is everybody's contact it opens their room at once. */
export function AskContactDialog({ handle: given, onClose }: AskContactDialogProps) {
  const say = useWords()
  const isOpen = useAreContactsOpen()
  const [typed, setTyped] = useState(given)
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<{ readonly isOfHandle: boolean; readonly words: string }>()
  const [isBusy, setIsBusy] = useState(false)
  const handleInput = useRef<HTMLInputElement>(null)
  const noteInput = useRef<HTMLInputElement>(null)
  const handle = parseHandle(typed)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (isBusy || handle === '') return
    setIsBusy(true)
    const asked = await askContact(handle, isOpen ? '' : note)
    setIsBusy(false)
    if (!asked.ok) {
      const isOfHandle = asked.error.code === 'user-unknown' || asked.error.fields?.['/body/handle'] !== undefined
      return setProblem({ isOfHandle, words: errorWords(say, asked.error) })
    }
    onClose()
    if (asked.value.room !== undefined) showRoom(asked.value.room)
    else sayDone(say('people.asked', { name: `@${handle}` }))
  }
  return (
    <Modal
      title={say(isOpen ? 'people.write-to' : 'people.ask-title')}
      onClose={onClose}
      initialFocus={given === '' || isOpen ? handleInput : noteInput}
    >
      <form
        className="stack"
        onSubmit={(event) => void submit(event)}
        onChange={() => setProblem(undefined)}
        noValidate
      >
        {!isOpen && <ModalWords>{say('people.ask-means')}</ModalWords>}
        <Field
          inputRef={handleInput}
          label={say('people.handle-label')}
          hint={say('people.hint')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          value={typed}
          error={problem?.isOfHandle === true ? problem.words : undefined}
          onChange={(event) => setTyped(event.target.value)}
        />
        {!isOpen && (
          <Field
            inputRef={noteInput}
            label={say('people.note')}
            hint={say('people.note-hint')}
            maxLength={200}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
        <ModalActions problem={problem?.isOfHandle === false ? problem.words : undefined}>
          <Button look="quiet" type="button" onClick={onClose}>
            {say('look.cancel')}
          </Button>
          <Button type="submit" disabled={isBusy || handle === ''}>
            {say(isOpen ? 'people.write' : 'people.ask')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  )
}
