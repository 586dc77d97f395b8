import { useState } from 'react'
import type { BlockView } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { unblockUser } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Centre } from '../look/states/Centre.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { dateWords } from '../look/wording/time-words.ts'
import { RoomsSkeleton } from '../rooms/RoomsSkeleton.tsx'
import { useWords } from '../state/language-choice.ts'
import { useBlocks, useContactsLoaded } from '../state/people-selectors.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { useClock } from '../state/use-today.ts'
import styles from './PeoplePage.module.css'
import { PersonFace } from './PersonFace.tsx'

/** Whom I keep away, the latest first. */
export function BlockedList() {
  const say = useWords()
  const isLoaded = useContactsLoaded()
  const blocks = useBlocks()
  if (!isLoaded) return <RoomsSkeleton />
  if (blocks.length === 0) {
    return <Centre title={say('people.nobody-blocked')}>{say('people.nobody-blocked-hint')}</Centre>
  }
  return (
    <ul aria-label={say('people.blocked')}>
      {blocks.map((block) => (
        <BlockedRow key={block.user} block={block} />
      ))}
    </ul>
  )
}

function BlockedRow({ block: { user, at } }: { readonly block: BlockView }) {
  const say = useWords()
  const users = useUsers()
  const clock = useClock()
  const [problem, setProblem] = useState<string>()
  const name = nameOf(say, users, user)
  const unblock = async () => {
    const done = await unblockUser(user)
    if (done.ok) sayDone(say('people.unblocked', { name }))
    else setProblem(errorWords(say, done.error))
  }
  return (
    <li className={styles.line}>
      <PersonFace user={user} size={40} />
      <div className={styles.text}>
        <b dir="auto">{name}</b>
        <span>
          <bdi>@{users[user]?.handle}</bdi> · {say('people.blocked-since', { date: dateWords(at, clock) })}
        </span>
        <Problem words={problem} />
      </div>
      <Button look="quiet" size="small" onClick={() => void unblock()}>
        {say('people.unblock')}
      </Button>
    </li>
  )
}
