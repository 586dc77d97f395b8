import type { ReactNode } from 'react'
import styles from './Problem.module.css'

type ProblemProps = { readonly words: string | undefined; readonly children?: ReactNode }

/** What went wrong, as a sentence, read aloud when it comes; beside it what can be done. Nothing where nothing did. */
export function Problem({ words, children }: ProblemProps) {
  if (words === undefined) return null
  return (
    <p className={styles.problem} role="alert">
      {words} {children}
    </p>
  )
}
