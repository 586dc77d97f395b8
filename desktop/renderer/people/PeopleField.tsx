import { UserPlus } from 'lucide-react'
import { type Ref, type RefObject, useImperativeHandle, useState } from 'react'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import { errorWords } from '../../words/error-words.ts'
import { BotTag } from '../bots/BotTag.tsx'
import { findUser } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { ChosenChip } from '../look/fields/ChosenChip.tsx'
import { Field } from '../look/fields/Field.tsx'
import { isComposing } from '../look/keys/is-composing.ts'
import { Avatar } from '../look/marks/Avatar.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './PeopleField.module.css'
import { parseHandle } from './parse-handle.ts'

export type PeopleFieldHandle = {
  /**
   * Everybody on the list, and whoever is typed but not added yet: nobody who was named may be left out. Nothing where
   * that one cannot be added; the field then says why.
   */
  readonly settle: () => Promise<readonly User[] | undefined>
}

type PeopleFieldProps = {
  readonly people: readonly User[]
  readonly onChange: (people: readonly User[]) => void
  /** Who is in already, and the sentence for that. */
  readonly present: readonly UserId[]
  readonly inputRef?: RefObject<HTMLInputElement | null>
  readonly ref?: Ref<PeopleFieldHandle>
}

/** People by their exact handle, one after the other. Nobody can be looked up by guessing. */
export function PeopleField({ people, onChange, present, inputRef, ref }: PeopleFieldProps) {
  const say = useWords()
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isLooking, setIsLooking] = useState(false)

  const fail = (words: string) => {
    setProblem(words)
    return undefined
  }
  const settle = async (): Promise<readonly User[] | undefined> => {
    const handle = parseHandle(typed)
    if (handle === '') return people
    setIsLooking(true)
    const found = await findUser(handle)
    setIsLooking(false)
    if (!found.ok) return fail(errorWords(say, found.error))
    const person = found.value
    if (person === null) return fail(say('error.user-unknown'))
    if (present.includes(person.id)) return fail(say('people.in-already', { name: person.displayName }))
    setTyped((current) => (parseHandle(current) === handle ? '' : current))
    setProblem(undefined)
    if (people.some((each) => each.id === person.id)) return people
    const all = [...people, person]
    onChange(all)
    return all
  }
  useImperativeHandle(ref, () => ({ settle }))
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (isComposing(event) || (typed.trim() === '' && !isLooking)) return
    if (event.key !== 'Enter' && event.key !== ',' && event.key !== ' ') return
    event.preventDefault()
    if (!isLooking) void settle()
  }
  return (
    <div className={styles.people}>
      <div className={styles.entry}>
        <Field
          inputRef={inputRef}
          label={say('people.people')}
          hint={say('people.hint')}
          placeholder={say('people.handle')}
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
        <Button look="quiet" disabled={parseHandle(typed) === '' || isLooking} onClick={() => void settle()}>
          <UserPlus aria-hidden="true" />
          {say('people.add')}
        </Button>
      </div>
      {people.length > 0 && (
        <ul className={styles.chips} aria-label={say('people.to-add')}>
          {people.map((person) => (
            <ChosenChip
              key={person.id}
              name={person.displayName}
              face={
                <Avatar
                  id={person.id}
                  name={person.displayName}
                  shape={person.bot === true ? 'room' : 'person'}
                  size={24}
                />
              }
              tag={<BotTag user={person.id} />}
              onTakeOff={() => onChange(people.filter((each) => each.id !== person.id))}
            />
          ))}
        </ul>
      )}
    </div>
  )
}
