import { Flag } from 'lucide-react'
import { useState } from 'react'
import type { UserView } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { unblockUser } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { BlockRow } from '../people/BlockRow.tsx'
import styles from '../people/ProfileCard.module.css'
import { useWords } from '../state/language-choice.ts'
import { showReport } from '../state/people-dialogs.ts'
import { useIsBlocked } from '../state/people-selectors.ts'
import { hidePerson } from '../state/person-card-store.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'

type BotActionsProps = {
  readonly bot: UserView
  readonly isBlocked: boolean
  readonly mainRef: React.RefObject<HTMLButtonElement | null>
}

/** What one can do about a program: nobody writes to one alone, and it is no contact. */
export function BotActions({ bot, isBlocked, mainRef }: BotActionsProps) {
  const say = useWords()
  const users = useUsers()
  const isOfBlocked = useIsBlocked(bot.maker)
  const [asks, setAsks] = useState(false)
  const [problem, setProblem] = useState<string>()
  const name = nameOf(say, users, bot.id)
  const unblock = async () => {
    const done = await unblockUser(bot.id)
    if (done.ok) sayDone(say('people.unblocked', { name }))
    else setProblem(errorWords(say, done.error))
  }
  if (asks) return <BlockRow user={bot.id} hasFace={false} onClose={() => setAsks(false)} />
  return (
    <>
      {isOfBlocked && bot.maker !== undefined && (
        <p className={styles.said}>{say('bots.maker-is-blocked', { name: nameOf(say, users, bot.maker) })}</p>
      )}
      {isBlocked && !isOfBlocked && <p className={styles.said}>{say('people.is-blocked', { name })}</p>}
      <div className={styles.actions}>
        <Button
          ref={mainRef}
          look="quiet"
          onClick={() => {
            hidePerson()
            showReport({ kind: 'user', user: bot.id })
          }}
        >
          <Flag aria-hidden="true" />
          {say('people.report')}
        </Button>
        {isBlocked && !isOfBlocked && (
          <Button look="quiet" onClick={() => void unblock()}>
            {say('people.unblock')}
          </Button>
        )}
      </div>
      <Problem words={problem} />
      {!isBlocked && (
        <Button look="danger-word" size="small" onClick={() => setAsks(true)}>
          {say('people.block-name', { name })}
        </Button>
      )}
    </>
  )
}
