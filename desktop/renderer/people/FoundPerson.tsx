import { Search } from 'lucide-react'
import { useState } from 'react'
import { handleSchema } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { UserView } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { findUser } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { ContactRow } from './ContactRow.tsx'
import styles from './PeoplePage.module.css'
import { parseHandle } from './parse-handle.ts'

type FoundPersonProps = { readonly typed: string; readonly known: readonly UserView[] }
type Heard = { readonly handle: string; readonly found?: UserId; readonly problem?: string }

/** Somebody whom nobody here knows yet: only by their exact handle, so that nobody can be found by guessing. */
export function FoundPerson({ typed, known }: FoundPersonProps) {
  const say = useWords()
  const me = useMe()
  const handle = parseHandle(typed)
  const [heard, setHeard] = useState<Heard>()
  const [isBusy, setIsBusy] = useState(false)
  // What was found belongs to what was typed, however late it comes.
  const { found, problem } = heard?.handle === handle ? heard : {}
  const isKnown = handle === me.handle || known.some((person) => person.handle === handle)
  if (isKnown || !handleSchema.safeParse(handle).success) return null
  const look = async () => {
    setIsBusy(true)
    const answer = await findUser(handle)
    setIsBusy(false)
    if (!answer.ok) setHeard({ handle, problem: errorWords(say, answer.error) })
    else if (answer.value === null) setHeard({ handle, problem: say('error.user-unknown') })
    else setHeard({ handle, found: answer.value.id })
  }
  return (
    <section aria-live="polite">
      {found === undefined ? (
        <Button look="quiet" disabled={isBusy} onClick={() => void look()}>
          <Search aria-hidden="true" />
          {say('people.find-handle', { handle })}
        </Button>
      ) : (
        <>
          <h2 className={styles.label}>{say('people.found')}</h2>
          <ul aria-label={say('people.found')}>
            <ContactRow user={found} tabIndex={0} />
          </ul>
        </>
      )}
      {problem !== undefined && <p className={styles.none}>{problem}</p>}
    </section>
  )
}
