import { useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { changeMe } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { TextArea } from '../look/fields/TextArea.tsx'
import { MyFace } from '../people/MyFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { PictureRow } from './PictureRow.tsx'
import styles from './ProfileSettings.module.css'
import { StatusSettings } from './StatusSettings.tsx'
import { TimeZoneRow } from './TimeZoneRow.tsx'

export function ProfileSettings() {
  const say = useWords()
  const me = useMe()
  // What nobody has touched here is what stands there, whichever device set it, and is not sent.
  const [name, setName] = useState<string>()
  const [bio, setBio] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [isSaved, setIsSaved] = useState(false)
  const wanted = (name ?? me.displayName).trim()
  const wantedBio = (bio ?? me.bio ?? '').trim()
  const isSame = wanted === me.displayName && wantedBio === (me.bio ?? '')
  const save = async (event: React.FormEvent) => {
    event.preventDefault()
    if (wanted === '') return setProblem(say('settings.name-empty'))
    const changed = await changeMe({
      ...(name === undefined ? {} : { displayName: wanted }),
      ...(bio === undefined ? {} : { bio: wantedBio }),
    })
    setIsSaved(changed.ok)
    setProblem(changed.ok ? undefined : errorWords(say, changed.error))
  }
  return (
    <>
      <form className={styles.profile} onSubmit={(event) => void save(event)} noValidate>
        <div className={styles.who}>
          <MyFace size={72} />
          <div>
            <b dir="auto">{me.displayName}</b>
            <p>
              <bdi>@{me.handle}</bdi>
            </p>
            {me.email !== undefined && <p>{me.email}</p>}
            <PictureRow />
          </div>
        </div>
        <Field
          label={say('sign-in.name')}
          hint={say('settings.name-hint')}
          autoComplete="name"
          maxLength={64}
          value={name ?? me.displayName}
          error={problem}
          onChange={(event) => {
            setName(event.target.value)
            setProblem(undefined)
            setIsSaved(false)
          }}
        />
        <TextArea
          label={say('settings.bio')}
          hint={say('settings.bio-hint')}
          maxLength={500}
          rows={3}
          value={bio ?? me.bio ?? ''}
          onChange={(event) => {
            setBio(event.target.value)
            setIsSaved(false)
          }}
        />
        <div className={styles.actions}>
          <Button type="submit" disabled={isSame}>
            {say('look.save')}
          </Button>
          <span role="status">{isSaved && isSame ? say('settings.saved') : ''}</span>
        </div>
      </form>
      <StatusSettings />
      <TimeZoneRow />
    </>
  )
}
