import { UserPlus, X } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { sentenceOf } from '../../../common/app-error.ts'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import { findUser } from '../commands.ts'
import { Avatar } from '../look/Avatar.tsx'
import { Button } from '../look/Button.tsx'
import { Field } from '../look/Field.tsx'
import styles from './PeopleField.module.css'
import { parseHandle } from './parse-handle.ts'

type PeopleFieldProps = {
  readonly people: readonly User[]
  readonly onChange: (people: readonly User[]) => void
  /** Who is in already, and the sentence for that. */
  readonly present: readonly UserId[]
  readonly inputRef?: RefObject<HTMLInputElement | null>
}

/** People by their exact handle, one after the other. Nobody can be looked up by guessing. */
export function PeopleField({ people, onChange, present, inputRef }: PeopleFieldProps) {
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isLooking, setIsLooking] = useState(false)

  const add = async () => {
    const handle = parseHandle(typed)
    if (handle === '' || isLooking) return
    setIsLooking(true)
    const found = await findUser(handle)
    setIsLooking(false)
    if (!found.ok) return setProblem(sentenceOf(found.error))
    const person = found.value
    if (person === null) return setProblem('There is nobody with that handle.')
    if (present.includes(person.id)) return setProblem(`${person.displayName} is in already.`)
    setTyped((current) => (parseHandle(current) === handle ? '' : current))
    setProblem(undefined)
    if (!people.some((each) => each.id === person.id)) onChange([...people, person])
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing || (typed.trim() === '' && !isLooking)) return
    if (event.key !== 'Enter' && event.key !== ',' && event.key !== ' ') return
    event.preventDefault()
    void add()
  }
  return (
    <div className={styles.people}>
      <div className={styles.entry}>
        <Field
          inputRef={inputRef}
          label="People"
          hint="By their exact handle, like ana."
          placeholder="@handle"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          value={typed}
          error={problem}
          onChange={(event) => {
            setTyped(event.target.value)
            setProblem(undefined)
          }}
          onKeyDown={onKeyDown}
        />
        <Button look="quiet" disabled={parseHandle(typed) === '' || isLooking} onClick={() => void add()}>
          <UserPlus aria-hidden="true" />
          Add
        </Button>
      </div>
      {people.length > 0 && (
        <ul className={styles.chips} aria-label="People to add">
          {people.map((person) => (
            <li key={person.id} className={styles.chip}>
              <Avatar id={person.id} name={person.displayName} shape="person" size={24} />
              <span dir="auto">{person.displayName}</span>
              <button
                type="button"
                aria-label={`Take ${person.displayName} off the list`}
                onClick={() => onChange(people.filter((each) => each.id !== person.id))}
              >
                <X aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
