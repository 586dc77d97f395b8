import { useRef, useState } from 'react'
import type { Bot } from '../../../common/http-contract/bot-contract.ts'
import { makeBot } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { type FormProblem, placeError } from '../sign-in/place-error.ts'
import { useWords } from '../state/language-choice.ts'
import { suggestHandle } from './suggest-handle.ts'

type NewBotDialogProps = { readonly onMade: (bot: Bot) => void; readonly onClose: () => void }

/** A name and a handle; what it signs in with comes next. */
export function NewBotDialog({ onMade, onClose }: NewBotDialogProps) {
  const say = useWords()
  const [name, setName] = useState('')
  const [typed, setTyped] = useState<string>()
  const [problem, setProblem] = useState<FormProblem>()
  const [isBusy, setIsBusy] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  const handle = typed ?? suggestHandle(name)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    if (name.trim() === '') return setProblem({ field: 'displayName', words: say('bots.needs-a-name') })
    if (handle.trim() === '') return setProblem({ field: 'handle', words: say('bots.needs-a-handle') })
    setIsBusy(true)
    const made = await makeBot(handle, name)
    setIsBusy(false)
    if (made.ok) onMade(made.value)
    else setProblem(placeError(say, made.error))
  }
  const errorOf = (field: FormProblem['field']) => (problem?.field === field ? problem?.words : undefined)
  return (
    <Modal title={say('bots.make')} onClose={onClose} initialFocus={first}>
      <form
        className="stack"
        onSubmit={(event) => void submit(event)}
        onChange={() => setProblem(undefined)}
        noValidate
      >
        <ModalWords>{say('bots.make-means')}</ModalWords>
        <Field
          inputRef={first}
          label={say('bots.name')}
          autoComplete="off"
          maxLength={64}
          value={name}
          error={errorOf('displayName')}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={say('bots.handle')}
          hint={say('bots.handle-hint')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={32}
          value={handle}
          error={errorOf('handle')}
          onChange={(event) => setTyped(event.target.value)}
        />
        <ModalActions problem={problem?.field === undefined ? problem?.words : undefined}>
          <Button look="quiet" type="button" onClick={onClose}>
            {say('look.cancel')}
          </Button>
          <Button type="submit" disabled={isBusy}>
            {say('bots.make')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  )
}
