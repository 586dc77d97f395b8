import { Check, Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { BotTag } from '../bots/BotTag.tsx'
import { addMember, findUser, listBots } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { SearchBox } from '../look/fields/SearchBox.tsx'
import { isComposing } from '../look/keys/is-composing.ts'
import { Avatar } from '../look/marks/Avatar.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { parseHandle } from '../people/parse-handle.ts'
import { filterPeople } from '../people/people-order.ts'
import { useKnownPeople } from '../people/use-known-people.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useMembers } from '../state/room-selectors.ts'
import styles from './RoomInvites.module.css'

type Outcome = { readonly kind: 'adding' | 'done' | 'invited' } | { readonly kind: 'wrong'; readonly words: string }

const mostShown = 6

/** People one knows and bots of one's own, by name or handle; anybody else by their exact handle. */
export function AddPeople({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const me = useMe()
  const members = useMembers(room.id)
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed)
  const [found, setFound] = useState<User>()
  const [problem, setProblem] = useState<string>()
  const [outcomes, setOutcomes] = useState<Readonly<Record<UserId, Outcome>>>({})
  const isIn = (user: UserId) => members.some((member) => member.user === user)
  const known = filterPeople([...(useKnownPeople() ?? []), ...(useLoaded(listBots).value ?? [])], wanted).filter(
    ({ id }) => id !== me.id && (outcomes[id] !== undefined || !isIn(id)) && id !== found?.id,
  )
  const handle = parseHandle(typed)
  const isKnown = known.some((user) => user.handle === handle) || found?.handle === handle
  const shown = [...(found === undefined || wanted.trim() === '' ? [] : [found]), ...known.slice(0, mostShown)]

  const put = (user: UserId, outcome: Outcome) => setOutcomes((before) => ({ ...before, [user]: outcome }))
  const add = async (user: User) => {
    put(user.id, { kind: 'adding' })
    const added = await addMember(room.id, user.id)
    if (!added.ok) return put(user.id, { kind: 'wrong', words: errorWords(say, added.error) })
    put(user.id, { kind: added.value === 'invited' ? 'invited' : 'done' })
  }
  const look = async () => {
    setProblem(undefined)
    const answer = await findUser(handle)
    if (!answer.ok) return setProblem(errorWords(say, answer.error))
    if (answer.value === null) return setProblem(say('error.user-unknown'))
    if (isIn(answer.value.id)) return setProblem(say('people.in-already', { name: answer.value.displayName }))
    setFound(answer.value)
  }
  return (
    <div className="stack">
      <SearchBox
        label={say('about.name-or-handle')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setProblem(undefined)
        }}
        onKeyDown={(event) => {
          if (isComposing(event) || event.key !== 'Enter' || handle === '' || isKnown) return
          event.preventDefault()
          void look()
        }}
      />
      {shown.length === 0 && wanted.trim() === '' && <p className="hint">{say('about.nobody-known')}</p>}
      <ul className={styles.people} aria-label={say('about.people-to-add')}>
        {shown.map((user) => (
          <Person key={user.id} user={user} outcome={outcomes[user.id]} onAdd={() => void add(user)} />
        ))}
        {handle !== '' && !isKnown && (
          <li>
            <div>
              <Button look="word" onClick={() => void look()}>
                <Search aria-hidden="true" />
                {say('about.look-for', { handle })}
              </Button>
            </div>
          </li>
        )}
      </ul>
      {problem !== undefined && (
        <p className={styles.warn} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

type PersonProps = { readonly user: User; readonly outcome: Outcome | undefined; readonly onAdd: () => void }

function Person({ user, outcome, onAdd }: PersonProps) {
  const say = useWords()
  const isDone = outcome?.kind === 'done' || outcome?.kind === 'invited'
  return (
    <li>
      <Avatar id={user.id} name={user.displayName} shape={user.bot === true ? 'room' : 'person'} />
      <div>
        <b dir="auto">
          {user.displayName} <BotTag user={user.id} />
        </b>
        <small>
          <bdi>@{user.handle}</bdi>
        </small>
        {outcome?.kind === 'invited' && <small role="status">{say('about.must-agree')}</small>}
        {outcome?.kind === 'wrong' && (
          <small className={styles.wrong} role="alert">
            {outcome.words}
          </small>
        )}
      </div>
      {isDone ? (
        <span className={styles.added} role="status">
          <Check aria-hidden="true" />
          {say(outcome.kind === 'done' ? 'about.added' : 'about.invited')}
        </span>
      ) : (
        <Button
          look="quiet"
          size="small"
          disabled={outcome?.kind === 'adding'}
          aria-label={say('about.add-person', { name: user.displayName })}
          onClick={onAdd}
        >
          {say('people.add')}
        </Button>
      )}
    </li>
  )
}
