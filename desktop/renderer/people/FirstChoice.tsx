import { UserRoundCheck, UsersRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { changeServerSettings, loadServerSettings } from '../commands.ts'
import { IconTile } from '../look/marks/IconTile.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import styles from './FirstChoice.module.css'

const choices = [
  { contacts: 'open', title: 'first-choice.team', means: 'first-choice.team-means', Icon: UsersRound },
  { contacts: 'request', title: 'first-choice.strangers', means: 'first-choice.strangers-means', Icon: UserRoundCheck },
] as const

/** Whoever runs this server says once who is on it: people who all know each other, or people who ask first. */
export function FirstChoice() {
  const say = useWords()
  const isAdmin = useMe().admin
  const [isAsking, setIsAsking] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    let isGone = false
    if (isAdmin) {
      void loadServerSettings().then((settings) => {
        if (!isGone) setIsAsking(settings.ok && settings.value?.chosen === false)
      })
    }
    return () => {
      isGone = true
    }
  }, [isAdmin])
  if (!isAsking) return null
  const choose = async (contacts: 'open' | 'request') => {
    setIsBusy(true)
    const chosen = await changeServerSettings({ contacts })
    setIsBusy(false)
    if (!chosen.ok) return setProblem(errorWords(say, chosen.error))
    setIsAsking(false)
    sayDone(say(contacts === 'open' ? 'first-choice.is-team' : 'first-choice.is-strangers'))
  }
  return (
    <section className={styles.choice} aria-labelledby="first-choice">
      <h2 id="first-choice">{say('first-choice.title')}</h2>
      <p>{say('first-choice.means')}</p>
      <Problem words={problem} />
      <div className={styles.ways}>
        {choices.map(({ contacts, title, means, Icon }) => (
          <button key={contacts} type="button" disabled={isBusy} onClick={() => void choose(contacts)}>
            <IconTile>
              <Icon />
            </IconTile>
            <span>
              <b>{say(title)}</b>
              <span>{say(means)}</span>
            </span>
          </button>
        ))}
      </div>
    </section>
  )
}
