import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './StepList.module.css'

/** `main`: this one counts. `open`: nothing is known of it, or it does not apply. */
export type Step = {
  readonly key: string
  readonly state: 'main' | 'done' | 'failed' | 'open'
  readonly Icon: LucideIcon
  readonly title: string
  readonly words: ReactNode
}

/** One after the other, with what became of each. */
export function StepList({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol className={styles.steps}>
      {steps.map(({ key, state, Icon, title, words }) => (
        <li key={key} data-state={state}>
          <span className={styles.icon}>
            <Icon aria-hidden="true" />
          </span>
          <b>{title}</b>
          {words}
        </li>
      ))}
    </ol>
  )
}
