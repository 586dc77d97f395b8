import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { DecisionView } from '../../settings/notify-rules.ts'
import { listNotifyDecisions } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './NoticeCards.module.css'
import { WhySteps } from './WhySteps.tsx'
import { changeOfRule } from './where-set.ts'

/** The last messages of others, and why each was told or not. */
export function WhyCard() {
  const say = useWords()
  const [decisions, setDecisions] = useState<readonly DecisionView[]>()
  const [index, setIndex] = useState(0)
  useEffect(() => {
    void listNotifyDecisions().then((listed) => setDecisions(listed.ok ? listed.value : []))
  }, [])
  const shown = decisions?.[index]
  const count = decisions?.length ?? 0
  return (
    <section className={styles.card} aria-labelledby="why-title" aria-busy={decisions === undefined}>
      <div className={styles.inside}>
        <h2 id="why-title">{say(shown === undefined || shown.decision.isTold ? 'why.title' : 'why.title-not')}</h2>
        {decisions !== undefined && shown === undefined && <p className={styles.none}>{say('why.nothing-yet')}</p>}
        {shown !== undefined && <WhySteps decision={shown} changeOf={changeOfRule} />}
      </div>
      {count > 1 && (
        <div className={styles.foot}>
          <Button look="word" size="small" disabled={index + 1 >= count} onClick={() => setIndex(index + 1)}>
            <ChevronLeft aria-hidden="true" />
            {say('why.before')}
          </Button>
          <span aria-live="polite">{say('why.place', { index: index + 1, count })}</span>
          <Button look="word" size="small" disabled={index === 0} onClick={() => setIndex(index - 1)}>
            {say('why.next')}
            <ChevronRight aria-hidden="true" />
          </Button>
        </div>
      )}
    </section>
  )
}
