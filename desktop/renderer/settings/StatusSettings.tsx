import { useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import { changeMe } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { SelectField } from '../look/fields/SelectField.tsx'
import { statusWords } from '../people/presence-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { useClock } from '../state/use-today.ts'
import styles from './ProfileSettings.module.css'
import { type StatusLife, statusEndsAt, statusLives } from './status-times.ts'

const lifeNames = {
  never: 'settings.status-never',
  hour: 'settings.status-hour',
  four: 'settings.status-four',
  today: 'settings.status-today',
  week: 'settings.status-week',
} as const satisfies Readonly<Record<StatusLife, PlainKey>>

/** A few words beside the name, which go by themselves when they are over. */
export function StatusSettings() {
  const say = useWords()
  const me = useMe()
  const clock = useClock()
  const [text, setText] = useState(me.status?.text ?? '')
  const [life, setLife] = useState<StatusLife>('today')
  const [problem, setProblem] = useState<string>()
  const now = statusWords(say, me.status, clock, Date.now())
  const set = async (wanted: string) => {
    const words = wanted.trim()
    const until = statusEndsAt(life, Date.now())
    const status = words === '' ? null : { text: words, ...(until === undefined ? {} : { until }) }
    const changed = await changeMe({ status })
    setProblem(changed.ok ? undefined : errorWords(say, changed.error))
    if (changed.ok) setText(words)
  }
  return (
    <form
      className={styles.status}
      onSubmit={(event) => {
        event.preventDefault()
        void set(text)
      }}
      noValidate
    >
      <Field
        label={say('settings.status')}
        hint={say('settings.status-hint')}
        maxLength={100}
        autoComplete="off"
        value={text}
        error={problem}
        onChange={(event) => {
          setText(event.target.value)
          setProblem(undefined)
        }}
      />
      <SelectField
        label={say('settings.status-until')}
        value={life}
        choices={statusLives.map((value) => ({ value, name: say(lifeNames[value]) }))}
        onChange={(event) => setLife(event.target.value as StatusLife)}
      />
      <div className={styles.actions}>
        <Button type="submit" disabled={text.trim() === ''}>
          {say('settings.status-set')}
        </Button>
        {now !== undefined && (
          <Button look="quiet" onClick={() => void set('')}>
            {say('settings.status-clear')}
          </Button>
        )}
        <span role="status">{now !== undefined && <bdi>{say('settings.status-now', { status: now })}</bdi>}</span>
      </div>
    </form>
  )
}
