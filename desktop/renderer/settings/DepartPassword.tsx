import { useState } from 'react'
import type { AppError } from '../../../common/app-error.ts'
import { errorWords } from '../../words/error-words.ts'
import { depart } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { fieldWords, waitWords } from '../sign-in/place-error.ts'
import { noteDeparted } from '../state/departed.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import { showOverlay, showRoom } from '../state/view-store.ts'
import { type KeptWords, type OwnedRoom, ownedAlone } from './departing.ts'
import { HandOverRow } from './HandOverRow.tsx'

type DepartPasswordProps = { readonly messages: KeptWords; readonly onBack: () => void }

/** The password, and for rooms that nobody else owns somebody who gets them. */
export function DepartPassword({ messages, onBack }: DepartPasswordProps) {
  const say = useWords()
  const { handle } = useMe()
  const [password, setPassword] = useState('')
  const [error, setError] = useState<AppError>()
  const [wrong, setWrong] = useState<string>()
  const [left, setLeft] = useState<readonly OwnedRoom[]>([])
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (password === '') return setWrong(say('sign-in.type-password'))
    setError(undefined)
    setWrong(undefined)
    setIsBusy(true)
    const gone = await depart(password, messages)
    setIsBusy(false)
    if (gone.ok) {
      showOverlay('none')
      showRoom(undefined)
      // Beside what went it says so too.
      if (gone.value !== null) return noteDeparted(gone.value)
      return sayDone(say('depart.done'))
    }
    if (gone.error.code === 'sign-in-refused') return setWrong(say('settings.not-your-password'))
    const field = fieldWords(say, gone.error, 'password')
    if (field !== undefined) return setWrong(field)
    setLeft(ownedAlone(gone.error))
    setError(gone.error)
  }
  const isOwnerOnly = error?.code === 'last-owner'
  const problem = error === undefined || isOwnerOnly ? undefined : (waitWords(say, error) ?? errorWords(say, error))
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <ModalWords>{say(messages === 'keep' ? 'depart.sure-keep' : 'depart.sure-erase', { handle })}</ModalWords>
      {isOwnerOnly && (
        <div role="alert">
          <ModalWords>
            {say(left.length === 0 ? 'depart.all-handed-over' : 'depart.owner-only', { count: left.length })}
          </ModalWords>
        </div>
      )}
      {left.map((room) => (
        <HandOverRow
          key={room.id}
          room={room}
          onDone={() => setLeft((rooms) => rooms.filter(({ id }) => id !== room.id))}
        />
      ))}
      <Field
        label={say('sign-in.password')}
        type="password"
        autoComplete="current-password"
        autoFocus
        maxLength={256}
        value={password}
        error={wrong}
        onChange={(event) => {
          setWrong(undefined)
          setPassword(event.target.value)
        }}
      />
      <ModalActions problem={problem}>
        <Button look="quiet" onClick={onBack}>
          {say('depart.back')}
        </Button>
        <Button look="danger" type="submit" disabled={isBusy || left.length > 0}>
          {say(isBusy ? 'depart.deleting' : 'depart.delete')}
        </Button>
      </ModalActions>
    </form>
  )
}
