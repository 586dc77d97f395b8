import { useEffect, useState } from 'react'
import type { UserId } from '../../../common/ids.ts'
import { errorWords } from '../../words/error-words.ts'
import { handOver, listMembers } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { SelectField } from '../look/fields/SelectField.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import type { OwnedRoom } from './departing.ts'
import styles from './HandOverRow.module.css'

/** One of the rooms that nobody else owns: who gets it. */
export function HandOverRow({ room, onDone }: { readonly room: OwnedRoom; readonly onDone: () => void }) {
  const say = useWords()
  const me = useMe().id
  const users = useUsers()
  const [members, setMembers] = useState<readonly UserId[]>([])
  const [heir, setHeir] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  useEffect(() => {
    void listMembers(room.id).then((listed) => {
      if (listed.ok) setMembers(listed.value)
      else setProblem(errorWords(say, listed.error))
    })
  }, [room.id, say])
  const give = async () => {
    setIsBusy(true)
    const given = await handOver(room.id, heir as UserId)
    setIsBusy(false)
    if (given.ok) onDone()
    else setProblem(errorWords(say, given.error))
  }
  const name = room.name || say('rooms.unnamed')
  const others = members.filter((user) => user !== me)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <fieldset> would bring a frame and a legend
    <div className={styles.row} role="group" aria-label={name}>
      <b dir="auto">{name}</b>
      <SelectField
        label={say('depart.who-gets', { room: name })}
        hasLabel={false}
        value={heir}
        choices={[
          { value: '', name: say('depart.choose-somebody') },
          ...others.map((user) => ({ value: user, name: users[user]?.displayName ?? user })),
        ]}
        onChange={(event) => setHeir(event.target.value)}
      />
      <Button look="quiet" size="small" disabled={heir === '' || isBusy} onClick={() => void give()}>
        {say('depart.hand-over')}
      </Button>
      <Problem words={problem} />
    </div>
  )
}
