import { useState } from 'react'
import type { ContactRequest } from '../../../common/http-contract/contact-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { withdrawRequest } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Centre } from '../look/states/Centre.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { dateWords } from '../look/wording/time-words.ts'
import { RoomsSkeleton } from '../rooms/RoomsSkeleton.tsx'
import { useWords } from '../state/language-choice.ts'
import { useContactsLoaded, useRequests } from '../state/people-selectors.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { useClock } from '../state/use-today.ts'
import styles from './PeoplePage.module.css'
import { PersonFace } from './PersonFace.tsx'
import { RequestCard } from './RequestCard.tsx'

/** Who asks me, and below whom I have asked. */
export function RequestList() {
  const say = useWords()
  const isLoaded = useContactsLoaded()
  const asking = useRequests('in')
  const asked = useRequests('out')
  if (!isLoaded) return <RoomsSkeleton />
  return (
    <>
      {asking.length === 0 ? (
        <Centre title={say('people.nobody-asks')}>{say('people.nobody-asks-hint')}</Centre>
      ) : (
        <ul aria-label={say('people.requests')}>
          {asking.map((request) => (
            <li key={request.id}>
              <RequestCard request={request} />
            </li>
          ))}
        </ul>
      )}
      {asked.length > 0 && (
        <section>
          <h2 className={styles.label}>{say('people.asked-by-you')}</h2>
          <ul aria-label={say('people.asked-by-you')}>
            {asked.map((request) => (
              <AskedRow key={request.id} request={request} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function AskedRow({ request }: { readonly request: ContactRequest }) {
  const say = useWords()
  const users = useUsers()
  const clock = useClock()
  const [problem, setProblem] = useState<string>()
  const date = dateWords(request.at, clock)
  const withdraw = async () => {
    const withdrawn = await withdrawRequest(request.id)
    if (withdrawn.ok) sayDone(say('people.withdrawn'))
    else setProblem(errorWords(say, withdrawn.error))
  }
  return (
    <li className={styles.line}>
      <PersonFace user={request.user} size={40} />
      <div className={styles.text}>
        <b dir="auto">{nameOf(say, users, request.user)}</b>
        <span>
          {request.room === undefined
            ? say('people.asked-at', { date })
            : richWords(say, 'people.asked-into', { room: request.room.name, date })}
        </span>
        <Problem words={problem} />
      </div>
      <Button look="quiet" size="small" onClick={() => void withdraw()}>
        {say('people.withdraw')}
      </Button>
    </li>
  )
}
