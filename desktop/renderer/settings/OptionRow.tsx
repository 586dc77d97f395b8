import type { ReactNode } from 'react'
import styles from './OptionRow.module.css'

type OptionRowProps = { readonly title: ReactNode; readonly words: ReactNode; readonly children?: ReactNode }

/** One setting: what it is, in a sentence, and its control. */
export function OptionRow({ title, words, children }: OptionRowProps) {
  return (
    <div className={styles.option}>
      <div>
        <b>{title}</b>
        <p>{words}</p>
      </div>
      {children}
    </div>
  )
}
