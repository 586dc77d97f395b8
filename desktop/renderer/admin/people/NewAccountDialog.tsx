import { type FormEvent, useRef, useState } from 'react'
import { handleSchema } from '../../../../common/http-contract/account-contract.ts'
import { errorWords } from '../../../words/error-words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Field } from '../../look/fields/Field.tsx'
import { Modal, ModalActions, ModalWords } from '../../look/popups/Modal.tsx'
import { untilWords } from '../../look/wording/time-words.ts'
import { suggestHandle } from '../../sign-in/account-checks.ts'
import { useWords } from '../../state/language-choice.ts'
import { sayDone } from '../../state/said-line.ts'
import { useClock } from '../../state/use-today.ts'
import { SecretDialog } from '../frame/SecretDialog.tsx'
import { useCallKey } from '../frame/use-call-key.ts'
import { createUser } from './admin-people-api.ts'

type NewAccountDialogProps = { readonly onMade: () => void; readonly onClose: () => void }
type Made = { readonly name: string; readonly code: string; readonly expiresAt: number }

/** An account for somebody: they choose their password with a code that is shown this once. */
export function NewAccountDialog({ onMade, onClose }: NewAccountDialogProps) {
  const say = useWords()
  const clock = useClock()
  const [name, setName] = useState('')
  const [handle, setHandle] = useState<string>()
  const [email, setEmail] = useState('')
  const [wrong, setWrong] = useState<{ readonly field?: 'name' | 'handle' | 'email'; readonly words: string }>()
  const [isBusy, setIsBusy] = useState(false)
  const [made, setMade] = useState<Made>()
  const first = useRef<HTMLInputElement>(null)
  const key = useCallKey()
  const shownHandle = handle ?? suggestHandle(name)
  if (made !== undefined) {
    return (
      <SecretDialog
        title={say('admin.account-ready', { name: made.name })}
        secret={made.code}
        words={say('admin.setup-means', { name: made.name, until: untilWords(made.expiresAt, clock) })}
        onClose={onClose}
      />
    )
  }
  const make = async (event: FormEvent) => {
    event.preventDefault()
    const body = {
      displayName: name.trim(),
      handle: shownHandle.trim(),
      ...(email === '' ? {} : { email: email.trim() }),
    }
    if (body.displayName === '') return setWrong({ field: 'name', words: say('sign-in.name-empty') })
    if (!handleSchema.safeParse(body.handle).success)
      return setWrong({ field: 'handle', words: say('sign-in.handle-wrong') })
    setWrong(undefined)
    setIsBusy(true)
    const done = await createUser(body, key.keyFor(body))
    setIsBusy(false)
    if (!done.ok) {
      const words = errorWords(say, done.error)
      const field = done.error.code === 'handle-taken' ? 'handle' : done.error.fields?.['/body/email'] && 'email'
      return setWrong(field ? { field, words: field === 'email' ? say('admin.email-wrong') : words } : { words })
    }
    onMade()
    const { setupCode, expiresAt } = done.value
    if (setupCode === undefined || expiresAt === undefined) {
      // It was made by the call whose answer was lost: a code is had from the menu.
      sayDone(say('admin.account-made-before', { name: body.displayName }))
      return onClose()
    }
    setMade({ name: body.displayName, code: setupCode, expiresAt })
  }
  const errorOf = (field: 'name' | 'handle' | 'email') => (wrong?.field === field ? wrong.words : undefined)
  return (
    <Modal title={say('admin.new-account')} onClose={onClose} initialFocus={first}>
      <ModalWords>{say('admin.new-account-means')}</ModalWords>
      <form className="stack" onSubmit={(event) => void make(event)} noValidate>
        <Field
          label={say('admin.name')}
          inputRef={first}
          value={name}
          maxLength={64}
          autoComplete="off"
          error={errorOf('name')}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={say('sign-in.handle')}
          value={shownHandle}
          maxLength={32}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={errorOf('handle')}
          onChange={(event) => setHandle(event.target.value)}
        />
        <Field
          label={say('admin.email-optional')}
          type="email"
          value={email}
          autoComplete="off"
          hint={say('admin.email-hint')}
          error={errorOf('email')}
          onChange={(event) => setEmail(event.target.value)}
        />
        <ModalActions problem={wrong?.field === undefined ? wrong?.words : undefined}>
          <Button look="quiet" onClick={onClose}>
            {say('look.cancel')}
          </Button>
          <Button type="submit" disabled={isBusy}>
            {say('admin.make-account')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  )
}
