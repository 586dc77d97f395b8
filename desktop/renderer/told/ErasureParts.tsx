import type { ErasureReport } from '../../../common/http-contract/erasure-contract.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './ErasureParts.module.css'
import { erasedNames, erasurePlaceNames, erasureRestNames } from './erasure-words.ts'

/** What of each kind went with an account, counted, and what stays of it. */
export function ErasureParts({ report }: { readonly report: ErasureReport }) {
  const say = useWords()
  const { state, gone, stays } = report
  return (
    <>
      <section className={styles.part}>
        <h3>{say('erasures.gone')}</h3>
        {gone.length === 0 ? (
          <p>{say(state === 'done' ? 'erasures.nothing' : 'erasures.nothing-yet')}</p>
        ) : (
          <dl className={styles.gone}>
            {gone.map(({ what, where, count }) => (
              <div key={what}>
                <dt>{say(erasedNames[what])}</dt>
                <dd>{say.number(count)}</dd>
                <dd className={styles.place}>{say(erasurePlaceNames[where])}</dd>
              </div>
            ))}
          </dl>
        )}
      </section>
      <section className={styles.part}>
        <h3>{say('erasures.stays')}</h3>
        <ul>
          {stays.map((rest) => (
            <li key={rest}>{say(erasureRestNames[rest])}</li>
          ))}
        </ul>
      </section>
    </>
  )
}
