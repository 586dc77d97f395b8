import { Picker } from '../look/fields/Picker.tsx'
import { spanOfSeconds } from '../look/wording/span-words.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './InviteTerms.module.css'

/** As a server is asked for them. `uses` absent: as many as come. */
export type InviteTermsWanted = { readonly expiresInSec: number; readonly uses?: number }

type InviteTermsProps = {
  readonly wanted: InviteTermsWanted
  /** What can be chosen, in seconds. */
  readonly lives: readonly number[]
  readonly onChoose: (wanted: InviteTermsWanted) => void
}

/** 0 is everybody. */
const counts = [1, 5, 10, 50, 0] as const

/** Until when a link leads in, and for how many. */
export function InviteTerms({ wanted, lives, onChoose }: InviteTermsProps) {
  const say = useWords()
  const { expiresInSec, uses = 0 } = wanted
  return (
    <>
      <div className={styles.choice}>
        <span>{say('about.link-ends')}</span>
        <Picker
          label={say('about.link-ends')}
          value={String(expiresInSec)}
          choices={lives.map((each) => ({
            value: String(each),
            name: say('about.in-span', { span: spanOfSeconds(each, say.locale) }),
          }))}
          onChoose={(value) => onChoose({ ...wanted, expiresInSec: Number(value) })}
        />
      </div>
      <div className={styles.choice}>
        <span>{say('about.link-for')}</span>
        <Picker
          label={say('about.link-for')}
          value={String(uses)}
          choices={counts.map((each) => ({
            value: String(each),
            name: each === 0 ? say('about.link-for-all') : say('people.count', { count: each }),
          }))}
          onChoose={(value) => onChoose({ expiresInSec, ...(value !== '0' && { uses: Number(value) }) })}
        />
      </div>
    </>
  )
}
