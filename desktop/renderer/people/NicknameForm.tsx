import { useState } from 'react'
import type { UserView } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { setNickname } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './ProfileCard.module.css'

type NicknameFormProps = { readonly person: UserView; readonly onClose: () => void }

/** My own name for somebody, in place of theirs everywhere; they never learn of it. */
export function NicknameForm({ person, onClose }: NicknameFormProps) {
  const say = useWords()
  const [name, setName] = useState(person.nickname ?? '')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    setIsBusy(true)
    const named = await setNickname(person.id, name)
    setIsBusy(false)
    if (named.ok) onClose()
    else setProblem(errorWords(say, named.error))
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <Field
        label={say('people.nickname')}
        hint={say('people.nickname-hint')}
        autoFocus
        autoComplete="off"
        maxLength={64}
        placeholder={person.displayName}
        value={name}
        error={problem}
        onChange={(event) => {
          setName(event.target.value)
          setProblem(undefined)
        }}
      />
      <div className={styles.actions}>
        <Button look="quiet" type="button" onClick={onClose}>
          {say('look.cancel')}
        </Button>
        <Button type="submit" disabled={isBusy}>
          {say('look.save')}
        </Button>
      </div>
    </form>
  )
}
