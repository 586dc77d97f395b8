import { useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { changeMe } from '../commands.ts'
import { Avatar } from '../look/Avatar.tsx'
import { Button } from '../look/Button.tsx'
import { Field } from '../look/Field.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import styles from './ProfileSettings.module.css'

export function ProfileSettings() {
  const say = useWords()
  const me = useMe()
  const [name, setName] = useState(me.displayName)
  const [problem, setProblem] = useState<string>()
  const [isSaved, setIsSaved] = useState(false)
  const wanted = name.trim()
  const save = async (event: React.FormEvent) => {
    event.preventDefault()
    if (wanted === '') return setProblem(say('settings.name-empty'))
    const changed = await changeMe({ displayName: wanted })
    setIsSaved(changed.ok)
    setProblem(changed.ok ? undefined : errorWords(say, changed.error))
  }
  return (
    <form className={styles.profile} onSubmit={(event) => void save(event)} noValidate>
      <div className={styles.who}>
        <Avatar id={me.id} name={wanted || me.displayName} shape="person" size={72} />
        <div>
          <b dir="auto">{me.displayName}</b>
          <p>
            <bdi>@{me.handle}</bdi>
          </p>
          {me.email !== undefined && <p>{me.email}</p>}
        </div>
      </div>
      <Field
        label={say('sign-in.name')}
        hint={say('settings.name-hint')}
        autoComplete="name"
        maxLength={64}
        value={name}
        error={problem}
        onChange={(event) => {
          setName(event.target.value)
          setProblem(undefined)
          setIsSaved(false)
        }}
      />
      <div className={styles.actions}>
        <Button type="submit" disabled={wanted === me.displayName}>
          {say('look.save')}
        </Button>
        <span role="status">{isSaved && wanted === me.displayName ? say('settings.saved') : ''}</span>
      </div>
    </form>
  )
}
