import { Ban, Check, RefreshCw, ShieldCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import type { ReachProof, ReachTry } from '../../room-command.ts'
import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { proveReach } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { CopyButton } from '../look/buttons/CopyButton.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { fullTimeWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { type Clock, useClock } from '../state/use-today.ts'
import styles from './ProveCard.module.css'

/** Asks the broker itself, with this device's own credential, and shows what it answered. */
export function ProveCard({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const clock = useClock()
  const [proof, setProof] = useState<ReachProof>()
  const [problem, setProblem] = useState<string>()
  const [isAsking, setIsAsking] = useState(false)
  const ask = async () => {
    setProblem(undefined)
    setIsAsking(true)
    const answer = await proveReach(room.id)
    setIsAsking(false)
    if (answer.ok) setProof(answer.value)
    else setProblem(errorWords(say, answer.error))
  }
  const surprises = proof?.tries.filter(isSurprise) ?? []
  return (
    <section className={styles.card} aria-label={say('lens.prove-it')} aria-busy={isAsking}>
      <header>
        <h2>{say('lens.prove-it')}</h2>
        <Button
          look={proof === undefined ? 'main' : 'quiet'}
          size="small"
          disabled={isAsking}
          onClick={() => void ask()}
        >
          {proof === undefined ? <ShieldCheck aria-hidden="true" /> : <RefreshCw aria-hidden="true" />}
          {say(proof === undefined ? 'lens.ask-now' : 'lens.ask-again')}
        </Button>
      </header>
      <p className={styles.words}>{say('lens.prove-means')}</p>
      <Problem words={problem} />
      {proof !== undefined && (
        <>
          <p className="visually-hidden" role="status">
            {say('lens.answered', {
              refused: proof.tries.filter(({ isGranted }) => !isGranted).length,
              surprises: surprises.length,
            })}
          </p>
          <dl className={styles.numbers}>
            <Count count={proof.tries.filter(({ isGranted }) => isGranted).length} words={say('lens.granted')} />
            <Count count={proof.tries.filter(({ isGranted }) => !isGranted).length} words={say('lens.refused')} />
            <Count count={surprises.length} words={say('lens.surprises')} isBad={surprises.length > 0} />
          </dl>
          {surprises.length > 0 && (
            <p className={styles.surprise} role="alert">
              <TriangleAlert aria-hidden="true" />
              <span>{say('lens.surprise-means')}</span>
            </p>
          )}
          <ul className={styles.tries}>
            {proof.tries.map((one) => (
              <Try key={one.kind} tried={one} />
            ))}
          </ul>
          <footer>
            <small>{placeWords(say, proof, clock)}</small>
            <CopyButton look="quiet" text={proofText(say, proof, clock)} />
          </footer>
        </>
      )}
    </section>
  )
}

type CountProps = { readonly count: number; readonly words: string; readonly isBad?: boolean }

function Count({ count, words, isBad = false }: CountProps) {
  return (
    <div data-bad={isBad}>
      <dd>{count}</dd>
      <dt>{words}</dt>
    </div>
  )
}

function Try({ tried }: { readonly tried: ReachTry }) {
  const say = useWords()
  const { kind, isGranted, subject, answer } = tried
  return (
    <li data-bad={isSurprise(tried)}>
      {isGranted ? <Check aria-hidden="true" /> : <Ban aria-hidden="true" />}
      <div>
        <b>{say(`lens.try-${kind}`)}</b>
        <code title={subject}>{subject}</code>
        <small lang="en">{answer}</small>
      </div>
      <span>{say(isGranted ? 'lens.is-granted' : 'lens.is-refused')}</span>
    </li>
  )
}

function isSurprise({ isGranted, isExpected }: ReachTry): boolean {
  return isGranted !== isExpected
}

function placeWords(say: Words, { at, place }: ReachProof, clock: Clock): string {
  return say('lens.when-and-where', { time: fullTimeWords(at, clock), place })
}

/** For whoever is to see it elsewhere: plain lines, in the broker's own words. */
function proofText(say: Words, proof: ReachProof, clock: Clock): string {
  const lines = proof.tries.map(
    ({ kind, isGranted, subject, answer }) =>
      `${say(`lens.try-${kind}`)}: ${say(isGranted ? 'lens.is-granted' : 'lens.is-refused')}\n  ${subject}\n  ${answer}`,
  )
  return [placeWords(say, proof, clock), ...lines].join('\n')
}
