import { useEffect, useState } from 'react'
import { demoPassword, demoPeople } from '../../../common/demo.ts'
import { errorWords } from '../../words/error-words.ts'
import { signIn } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './DemoSignIn.module.css'
import { takeDemoEntry } from './demo-entry.ts'

/** On a demo one comes in as whoever one wants to be; by its own address at once. */
export function DemoSignIn() {
  const say = useWords()
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const enter = async (handle: string) => {
    setIsBusy(true)
    const done = await signIn(handle, demoPassword)
    setIsBusy(false)
    if (!done.ok) setProblem(errorWords(say, done.error))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with the first picture
  useEffect(() => {
    const wanted = takeDemoEntry()
    if (wanted !== undefined) void enter(wanted)
  }, [])
  return (
    <section className={styles.demo} aria-label={say('demo.title')}>
      <b>{say('demo.title')}</b>
      <p>{say('demo.means', { password: demoPassword })}</p>
      <div>
        {demoPeople.map(({ handle, name }) => (
          <Button
            key={handle}
            look="quiet"
            size="small"
            disabled={isBusy}
            aria-label={say('demo.enter', { name })}
            onClick={() => void enter(handle)}
          >
            <bdi>{name}</bdi>
          </Button>
        ))}
      </div>
      <Problem words={problem} />
    </section>
  )
}
